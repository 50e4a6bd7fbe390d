/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Binary packets over a blocking socket (RFC 4253, section 6). Packets to be sent are gathered until {@link #flush}. One thread
 * at a time.
 */
final class PacketLink implements AutoCloseable {

    private static final String CLIENT_VERSION = "SSH-2.0-SallyportLoad";
    private static final int LARGEST = 256 << 10;
    private static final int GATHERED = 256 << 10;

    /** What buffers begin with, so that thousands of idle connections fit into one client. */
    private static final int SMALL = 4 << 10;

    private final SocketChannel socket;
    private ByteBuffer in = ByteBuffer.allocate(SMALL).flip();
    private ByteBuffer out = ByteBuffer.allocate(SMALL);
    private byte[] plain = new byte[SMALL];
    private final String serverVersion;
    private PacketCipher opener = new NoCipher();
    private PacketCipher sealer = new NoCipher();
    private int received;
    private int sent;
    private int payloadEnd;

    PacketLink(int port) throws IOException {
        socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        out.put((CLIENT_VERSION + "\r\n").getBytes(StandardCharsets.US_ASCII));
        flush();
        String line;
        do {
            line = line();
        } while (!line.startsWith("SSH-"));
        serverVersion = line;
    }

    String clientVersion() {
        return CLIENT_VERSION;
    }

    String serverVersion() {
        return serverVersion;
    }

    int sent() {
        return sent;
    }

    int received() {
        return received;
    }

    void sealWith(PacketCipher cipher) {
        sealer = cipher;
    }

    void openWith(PacketCipher cipher) {
        opener = cipher;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (!in.hasRemaining()) {
                fill();
            }
            char next = (char) in.get();
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append(next);
        }
    }

    private void fill() throws IOException {
        in.compact();
        if (in.position() > in.capacity() / 2 && in.capacity() < 2 * LARGEST) {
            in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
        }
        int count = socket.read(in);
        in.flip();
        if (count < 0) {
            throw new EOFException("the server has closed the connection");
        }
    }

    /** Adds a packet with this payload to those to be sent. */
    void send(byte[] payload) throws IOException {
        send(payload, payload.length, payload, 0, 0);
    }

    /** Adds a packet whose payload is in two parts. */
    void send(byte[] head, int headLength, byte[] data, int from, int dataLength) throws IOException {
        int payload = headLength + dataLength;
        int counted = 1 + payload + (sealer.padsLength() ? Integer.BYTES : 0);
        int pad = sealer.blockSize() - counted % sealer.blockSize();
        if (pad < 4) {
            pad += sealer.blockSize();
        }
        int length = 1 + payload + pad;
        int whole = Integer.BYTES + length + sealer.tagSize();
        if (out.remaining() < whole) {
            out = ByteBuffer.allocate(2 * out.capacity() + whole).put(out.flip());
        }
        int at = out.position();
        out.putInt(length).put((byte) pad).put(head, 0, headLength).put(data, from, dataLength);
        Arrays.fill(out.array(), out.position(), out.position() + pad, (byte) 0);
        try {
            sealer.seal(out.array(), at, length);
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
        out.position(at + whole);
        sent++;
        if (out.position() >= GATHERED) {
            flush();
        }
    }

    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            socket.write(out);
        }
        out.clear();
    }

    /** Waits for a packet; its payload stands in {@link #plain()} from 1 to {@link #payloadEnd()}. */
    int receive() throws IOException {
        flush();
        try {
            while (in.remaining() < 2 * Integer.BYTES) {
                fill();
            }
            int length = opener.length(in.array(), in.position());
            if (length < 1 || length > LARGEST - 64) {
                throw new IOException("a packet of " + length + " bytes");
            }
            int whole = Integer.BYTES + length + opener.tagSize();
            while (in.remaining() < whole) {
                fill();
            }
            if (plain.length < length) {
                plain = new byte[2 * length];
            }
            opener.open(in.array(), in.position(), length, plain);
            in.position(in.position() + whole);
            received++;
            payloadEnd = length - plain[0];
            return plain[1];
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
    }

    byte[] plain() {
        return plain;
    }

    int payloadEnd() {
        return payloadEnd;
    }

    byte[] payload() {
        return Arrays.copyOfRange(plain, 1, payloadEnd);
    }

    /** The next packet that says something, which must be of this type. */
    byte[] expect(int type) throws IOException {
        while (true) {
            int got = receive();
            if (got == type) {
                return payload();
            }
            if (got == 1 || got > 7 && got != 53 && got != 80) {
                throw new IOException("message " + got + " where " + type + " was expected");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
