/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of a request, right or wrong ones. */
public final class Packet {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Begins a request. */
    public static Packet of(int type, int id) {
        return new Packet().u8(type).u32(id);
    }

    /** Begins a packet without a request id. */
    public static Packet raw(int type) {
        return new Packet().u8(type);
    }

    public Packet u8(int value) {
        body.write(value);
        return this;
    }

    public Packet u32(long value) {
        body.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
        return this;
    }

    public Packet u64(long value) {
        body.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }

    public Packet text(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    public Packet string(byte[] value) {
        u32(value.length);
        body.writeBytes(value);
        return this;
    }

    public Packet bytes(byte[] value) {
        body.writeBytes(value);
        return this;
    }

    public Packet handle(byte[] handle) {
        return string(handle);
    }

    /** Attributes without any, in the form of a version. */
    public Packet noAttributes(int version) {
        u32(0);
        return version >= 4 ? u8(1) : this;
    }

    /** The whole packet with its length. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(4 + body.size())
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }
}
