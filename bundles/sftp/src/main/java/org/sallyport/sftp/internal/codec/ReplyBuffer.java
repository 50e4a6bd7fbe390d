/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One reply being built; grows as needed. Not for use by several threads. */
public final class ReplyBuffer {

    private byte[] bytes;
    private int length;

    /** @param capacity bytes to begin with */
    public ReplyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** Begins a reply; room for the length is left in front. */
    public ReplyBuffer begin(int type, int requestId) {
        length = 4;
        u8(type);
        u32(requestId);
        return this;
    }

    /** Begins SSH_FXP_VERSION, which has no request id. */
    public ReplyBuffer beginVersion(int version) {
        length = 4;
        u8(MessageType.VERSION);
        u32(version);
        return this;
    }

    public int length() {
        return length;
    }

    /** Bytes it can hold without growing. */
    public int capacity() {
        return bytes.length;
    }

    public void u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    public void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    public void u32(int value) {
        room(4);
        set32(length, value);
        length += 4;
    }

    public void u64(long value) {
        u32((int) (value >> 32));
        u32((int) value);
    }

    public void bytes(byte[] value) {
        u32(value.length);
        raw(value);
    }

    /** Bytes without a length before them. */
    public void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** A string in UTF-8. */
    public void text(String value) {
        name(value, StandardCharsets.UTF_8);
    }

    /** A file name in the session's charset; what it cannot say becomes {@code ?}. */
    public void name(CharSequence value, Charset charset) {
        if (!charset.equals(StandardCharsets.UTF_8) || !ascii(value)) {
            bytes(value.toString().getBytes(charset));
        }
    }

    /** Writes most names as they are, without a copy; others not at all. */
    private boolean ascii(CharSequence value) {
        int count = value.length();
        room(4 + count);
        int start = length + 4;
        for (int i = 0; i < count; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            bytes[start + i] = (byte) c;
        }
        u32(count);
        length += count;
        return true;
    }

    /** Begins a string whose length is not known yet. */
    public int beginString() {
        u32(0);
        return length;
    }

    /** @param start what {@link #beginString} answered */
    public void endString(int start) {
        set32(start - 4, length - start);
    }

    /**
     * Room for data that is read straight into the reply: the length field, then as many bytes as asked for.
     *
     * @return a view to be filled; {@link #endData} says how many bytes were
     */
    public ByteBuffer data(int most) {
        u32(0);
        room(most);
        return ByteBuffer.wrap(bytes, length, most);
    }

    public void endData(int count) {
        set32(length - 4, count);
        length += count;
    }

    /** Sets back to an earlier length, taking away what was written since. */
    public void rewind(int earlierLength) {
        length = earlierLength;
    }

    public void set32(int position, int value) {
        bytes[position] = (byte) (value >> 24);
        bytes[position + 1] = (byte) (value >> 16);
        bytes[position + 2] = (byte) (value >> 8);
        bytes[position + 3] = (byte) value;
    }

    /** The whole packet, its length filled in. */
    public ByteBuffer finish() {
        set32(0, length - 4);
        return ByteBuffer.wrap(bytes, 0, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
