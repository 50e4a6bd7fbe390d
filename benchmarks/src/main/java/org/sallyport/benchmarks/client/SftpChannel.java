/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * A session channel with the subsystem {@code sftp} (RFC 4254), as a pair of streams; windows and packets as OpenSSH's
 * client has them.
 */
final class SftpChannel implements AutoCloseable {

    private static final int WINDOW = 2 << 20;
    private static final int PACKET = 32 << 10;

    private final PacketLink link;
    private final KeyExchange keys;
    private final byte[] header = new byte[9];
    private ByteBuffer out = ByteBuffer.allocate(4 << 10);
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int unreleased;
    private int recipient;
    private long window;
    private int largest;

    SftpChannel(int port, String user, UserKey key, String ciphers) throws IOException {
        link = new PacketLink(port);
        keys = new KeyExchange(link, ciphers);
        try {
            keys.run(null);
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
        logIn(user, key);
        open();
    }

    private void logIn(String user, UserKey key) throws IOException {
        link.send(new Wire().u8(5).string("ssh-userauth").bytes());
        link.expect(6);
        byte[] request = new Wire()
                .u8(50)
                .string(user)
                .string("ssh-connection")
                .string("publickey")
                .u8(1)
                .string("ssh-ed25519")
                .string(key.blob())
                .bytes();
        byte[] signature =
                key.sign(new Wire().string(keys.sessionId()).raw(request).bytes());
        link.send(new Wire().raw(request).string(signature).bytes());
        link.expect(52);
    }

    private void open() throws IOException {
        link.send(new Wire()
                .u8(90)
                .string("session")
                .u32(0)
                .u32(WINDOW)
                .u32(PACKET)
                .bytes());
        ByteBuffer confirmed = ByteBuffer.wrap(link.expect(91));
        recipient = confirmed.getInt(5);
        window = Integer.toUnsignedLong(confirmed.getInt(9));
        largest = (int) Math.min(Integer.toUnsignedLong(confirmed.getInt(13)), PACKET);
        link.send(new Wire()
                .u8(98)
                .u32(recipient)
                .string("subsystem")
                .u8(1)
                .string("sftp")
                .bytes());
        int answer = link.receive();
        while (answer != 99) {
            if (answer != 93) {
                throw new IOException("no SFTP: message " + answer);
            }
            window += Integer.toUnsignedLong(ByteBuffer.wrap(link.plain()).getInt(6));
            answer = link.receive();
        }
        header[0] = 94;
        ByteBuffer.wrap(header).putInt(1, recipient);
    }

    /** Room for a request of {@code size} bytes; {@link #flush} or the next reading sends it. */
    ByteBuffer out(int size) {
        if (out.remaining() < size) {
            out = ByteBuffer.allocate(2 * out.capacity() + size).put(out.flip());
        }
        return out;
    }

    /** Sends as much as the server's window takes. */
    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining() && window > 0) {
            int count = (int) Math.min(Math.min(out.remaining(), largest), window);
            ByteBuffer.wrap(header).putInt(5, count);
            link.send(header, header.length, out.array(), out.position(), count);
            out.position(out.position() + count);
            window -= count;
        }
        out.compact();
        link.flush();
    }

    int readInt() throws IOException {
        if (data.remaining() >= Integer.BYTES) {
            return data.getInt();
        }
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    int readByte() throws IOException {
        await();
        return data.get() & 0xff;
    }

    void read(byte[] into) throws IOException {
        for (int i = 0; i < into.length; i++) {
            into[i] = (byte) readByte();
        }
    }

    void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            await();
            int count = Math.min(left, data.remaining());
            data.position(data.position() + count);
            left -= count;
        }
    }

    private void await() throws IOException {
        while (!data.hasRemaining()) {
            flush();
            take(link.receive());
        }
    }

    private void take(int type) throws IOException {
        ByteBuffer packet = ByteBuffer.wrap(link.plain());
        switch (type) {
            case 94 -> {
                int length = packet.getInt(6);
                data = packet.slice(10, length);
                unreleased += length;
                if (unreleased >= WINDOW / 2) {
                    link.send(new Wire().u8(93).u32(recipient).u32(unreleased).bytes());
                    unreleased = 0;
                }
            }
            case 93 -> window += Integer.toUnsignedLong(packet.getInt(6));
            case 20 -> {
                try {
                    keys.run(link.payload());
                } catch (GeneralSecurityException failed) {
                    throw new IOException(failed);
                }
            }
            case 1, 96, 97 -> throw new IOException("the server ends the session, message " + type);
            default -> {
                // what asks for nothing
            }
        }
    }

    @Override
    public void close() throws IOException {
        link.send(new Wire().u8(1).u32(11).string("done").string("").bytes());
        link.flush();
        link.close();
    }
}
