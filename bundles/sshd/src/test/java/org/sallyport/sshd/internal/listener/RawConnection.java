/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client before any encryption, byte by byte (RFC 4253, sections 4.2 and 6). */
final class RawConnection implements AutoCloseable {

    static final byte DISCONNECT = 1;
    static final byte IGNORE = 2;
    static final byte KEXINIT = 20;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawConnection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends an identification and reads the server's. */
    String identify() throws IOException {
        send("SSH-2.0-raw\r\n");
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    void sendPacket(byte[] payload) throws IOException {
        int padding = 8 - (payload.length + 5) % 8 + 4;
        padding = padding > 11 ? padding - 8 : padding;
        out.writeInt(payload.length + 1 + padding);
        out.writeByte(padding);
        out.write(payload);
        out.write(new byte[padding]);
        out.flush();
    }

    /** The payload of the next packet. */
    byte[] packet() throws IOException {
        int length = in.readInt();
        int padding = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length - padding - 1);
        in.skipNBytes(padding);
        return payload;
    }

    /** A KEXINIT (RFC 4253, section 7.1) with one algorithm of each kind. */
    static byte[] kexInit(String kex) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        try {
            message.writeByte(KEXINIT);
            message.write(new byte[16]);
            for (String names : new String[] {
                kex, "ssh-ed25519", "aes128-ctr", "aes128-ctr", "hmac-sha2-256", "hmac-sha2-256", "none", "none", "", ""
            }) {
                message.writeInt(names.length());
                message.writeBytes(names);
            }
            message.writeByte(0);
            message.writeInt(0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads until the server ends the connection. */
    void awaitEnd() throws IOException {
        try {
            in.readAllBytes();
        } catch (SocketException reset) {
            // that is an end too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
