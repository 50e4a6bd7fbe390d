/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One SFTP version 3 connection that keeps many requests in flight and looks at no more of a reply than it must, so that
 * the server and not the client is measured. One thread at a time.
 */
public final class SftpClient implements AutoCloseable {

    public static final int READ = 0x01;
    public static final int WRITE_CREATE_TRUNCATE = 0x02 | 0x08 | 0x10;

    public static final int STATUS = 101;
    public static final int HANDLE = 102;
    public static final int DATA = 103;
    public static final int NAME = 104;
    public static final int ATTRS = 105;

    private final SftpChannel channel;
    private ByteBuffer out;
    private int nextId;

    /** What a reply is, and how long its payload behind the request id. */
    public record Reply(int type, int id, int length) {}

    /** @param ciphers that the client takes, best first, with commas between */
    public SftpClient(int port, String user, UserKey key, String ciphers) throws IOException {
        channel = new SftpChannel(port, user, key, ciphers);
        channel.out(9).putInt(5).put((byte) 1).putInt(3);
        channel.skip(channel.readInt());
    }

    public int path(int type, String path) {
        return named(type, path.getBytes(StandardCharsets.UTF_8));
    }

    public int handle(int type, byte[] handle) {
        return named(type, handle);
    }

    private int named(int type, byte[] name) {
        int id = begin(type, 4 + name.length);
        string(name);
        return id;
    }

    public int open(String path, int flags) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        int id = begin(3, 4 + name.length + 8);
        string(name).putInt(flags).putInt(0);
        return id;
    }

    public int read(byte[] handle, long offset, int length) {
        int id = begin(5, 4 + handle.length + 12);
        string(handle).putLong(offset).putInt(length);
        return id;
    }

    public int write(byte[] handle, long offset, byte[] data, int length) {
        int id = begin(6, 4 + handle.length + 12 + length);
        string(handle).putLong(offset).putInt(length).put(data, 0, length);
        return id;
    }

    public int fsync(byte[] handle) {
        byte[] name = "fsync@openssh.com".getBytes(StandardCharsets.UTF_8);
        int id = begin(200, 4 + name.length + 4 + handle.length);
        string(name);
        string(handle);
        return id;
    }

    private int begin(int type, int payload) {
        int id = nextId++;
        out = channel.out(9 + payload);
        out.putInt(5 + payload).put((byte) type).putInt(id);
        return id;
    }

    private ByteBuffer string(byte[] value) {
        return out.putInt(value.length).put(value);
    }

    /** Sends what has been asked for; reading a reply does so too. */
    public void flush() throws IOException {
        channel.flush();
    }

    /** Reads the head of the next reply; its payload must be taken before the next. */
    public Reply reply() throws IOException {
        int length = channel.readInt();
        int type = channel.readByte();
        return new Reply(type, channel.readInt(), length - 5);
    }

    public void skip(Reply reply) throws IOException {
        channel.skip(reply.length());
    }

    /** The next reply, which must be of this type; its payload is skipped. */
    public void expect(int type) throws IOException {
        Reply reply = reply();
        if (reply.type() != type) {
            throw new IOException("expected " + type + ", not " + describe(reply));
        }
        skip(reply);
    }

    public byte[] takeHandle() throws IOException {
        Reply reply = reply();
        if (reply.type() != HANDLE) {
            throw new IOException("no handle: " + describe(reply));
        }
        byte[] handle = new byte[channel.readInt()];
        channel.read(handle);
        return handle;
    }

    public int takeStatus(Reply reply) throws IOException {
        return takeCount(reply);
    }

    /** The number that a payload begins with: a status, the bytes of DATA, the entries of NAME. */
    public int takeCount(Reply reply) throws IOException {
        int count = channel.readInt();
        channel.skip(reply.length() - Integer.BYTES);
        return count;
    }

    public void expectOk() throws IOException {
        Reply reply = reply();
        if (reply.type() != STATUS) {
            throw new IOException("no status: " + describe(reply));
        }
        int status = takeStatus(reply);
        if (status != 0) {
            throw new IOException("status " + status);
        }
    }

    public String describe(Reply reply) throws IOException {
        String text = "type " + reply.type();
        return reply.type() == STATUS ? text + ", status " + takeStatus(reply) : text;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
