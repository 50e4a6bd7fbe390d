/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;

/**
 * One SFTP version 3 connection that keeps many requests in flight and looks at no more of a reply than it must, so that
 * the server and not the client is measured. One thread at a time.
 */
final class SftpConnection implements AutoCloseable {

    static final int READ = 0x01;
    static final int WRITE_CREATE_TRUNCATE = 0x02 | 0x08 | 0x10;

    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ClientSession session;
    private final ChannelSubsystem channel;
    private final DataOutputStream out;
    private final DataInputStream in;
    private int nextId;

    /** What the last reply was, and how long its payload behind the request id. */
    record Reply(int type, int id, int length) {}

    SftpConnection(SshClient client, int port, String user, KeyPair key) throws IOException {
        session = client.connect(user, "127.0.0.1", port).verify(LIMIT).getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(LIMIT);
        channel = session.createSubsystemChannel("sftp");
        channel.open().verify(LIMIT);
        out = new DataOutputStream(new BufferedOutputStream(channel.getInvertedIn(), 128 << 10));
        in = new DataInputStream(channel.getInvertedOut());
        out.writeInt(5);
        out.writeByte(1);
        out.writeInt(3);
        out.flush();
        int length = in.readInt();
        in.skipNBytes(length);
    }

    int path(int type, String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int id = begin(type, 4 + name.length);
        bytes(name);
        return id;
    }

    int open(String path, int flags) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int id = begin(3, 4 + name.length + 8);
        bytes(name);
        out.writeInt(flags);
        out.writeInt(0);
        return id;
    }

    int handle(int type, byte[] handle) throws IOException {
        int id = begin(type, 4 + handle.length);
        bytes(handle);
        return id;
    }

    int read(byte[] handle, long offset, int length) throws IOException {
        int id = begin(5, 4 + handle.length + 12);
        bytes(handle);
        out.writeLong(offset);
        out.writeInt(length);
        return id;
    }

    int write(byte[] handle, long offset, byte[] data, int length) throws IOException {
        int id = begin(6, 4 + handle.length + 12 + length);
        bytes(handle);
        out.writeLong(offset);
        out.writeInt(length);
        out.write(data, 0, length);
        return id;
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Reads the head of the next reply; its payload must be taken before the next. */
    Reply reply() throws IOException {
        int length = in.readInt();
        int type = in.readUnsignedByte();
        return new Reply(type, in.readInt(), length - 5);
    }

    void skip(Reply reply) throws IOException {
        in.skipNBytes(reply.length());
    }

    byte[] takeHandle() throws IOException {
        flush();
        Reply reply = reply();
        if (reply.type() != HANDLE) {
            throw new IOException("no handle: " + describe(reply));
        }
        byte[] handle = new byte[in.readInt()];
        in.readFully(handle);
        return handle;
    }

    int takeStatus(Reply reply) throws IOException {
        int status = in.readInt();
        in.skipNBytes(reply.length() - 4);
        return status;
    }

    /** The number of bytes in a DATA reply, or of entries in a NAME reply. */
    int takeCount(Reply reply) throws IOException {
        int count = in.readInt();
        in.skipNBytes(reply.length() - 4);
        return count;
    }

    void expectOk() throws IOException {
        flush();
        Reply reply = reply();
        if (reply.type() != STATUS) {
            throw new IOException("no status: " + describe(reply));
        }
        int status = takeStatus(reply);
        if (status != 0) {
            throw new IOException("status " + status);
        }
    }

    String describe(Reply reply) throws IOException {
        String text = "type " + reply.type();
        return reply.type() == STATUS ? text + ", status " + takeStatus(reply) : text;
    }

    private int begin(int type, int payload) throws IOException {
        int id = nextId++;
        out.writeInt(5 + payload);
        out.writeByte(type);
        out.writeInt(id);
        return id;
    }

    private void bytes(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    @Override
    public void close() throws IOException {
        channel.close(true);
        session.close(true);
    }
}
