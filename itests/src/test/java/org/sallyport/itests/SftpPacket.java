/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of one SFTP packet, right or wrong ones, written down field by field. */
final class SftpPacket {

    static final int INIT = 1;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int SETSTAT = 9;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int EXTENDED = 200;

    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;

    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

    private SftpPacket(int type) {
        fields.write(type);
    }

    static SftpPacket init(long version) {
        return new SftpPacket(INIT).u32(version);
    }

    static SftpPacket of(int type, int id) {
        return new SftpPacket(type).u32(id);
    }

    /** OPEN of version 3. */
    static SftpPacket open(int id, String path, int flags) {
        return of(OPEN, id).text(path).u32(flags).u32(0);
    }

    static SftpPacket read(int id, byte[] handle, long offset, long length) {
        return of(READ, id).string(handle).u64(offset).u32(length);
    }

    static SftpPacket write(int id, byte[] handle, long offset, byte[] data) {
        return of(WRITE, id).string(handle).u64(offset).string(data);
    }

    SftpPacket u8(int value) {
        fields.write(value);
        return this;
    }

    SftpPacket u32(long value) {
        fields.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
        return this;
    }

    SftpPacket u64(long value) {
        fields.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }

    SftpPacket text(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    SftpPacket string(byte[] value) {
        fields.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
        fields.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        byte[] body = fields.toByteArray();
        return ByteBuffer.allocate(4 + body.length)
                .putInt(body.length)
                .put(body)
                .array();
    }
}
