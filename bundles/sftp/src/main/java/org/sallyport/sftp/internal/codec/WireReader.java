/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the data types of RFC 4251, section 5 from one request; every length is checked against what is there. */
public final class WireReader {

    private final ByteBuffer in;
    private final int requestId;
    private final NameCharset names;

    /** @param names how file names are written */
    public WireReader(ByteBuffer in, int requestId, NameCharset names) {
        this.in = in;
        this.requestId = requestId;
        this.names = names;
    }

    public int requestId() {
        return requestId;
    }

    public boolean hasRemaining() {
        return in.hasRemaining();
    }

    public int remaining() {
        return in.remaining();
    }

    public int u8() throws ProtocolException {
        need(1);
        return in.get() & 0xff;
    }

    public boolean bool() throws ProtocolException {
        return u8() != 0;
    }

    public int u32() throws ProtocolException {
        need(4);
        return in.getInt();
    }

    public long u64() throws ProtocolException {
        need(8);
        return in.getLong();
    }

    /** A position or length in a file; those above 2^63-1 cannot be. */
    public long offset() throws ProtocolException {
        long value = u64();
        if (value < 0) {
            throw bad("an offset or length above 2^63-1");
        }
        return value;
    }

    /** A view of the bytes of a string; shares the packet's memory. */
    public ByteBuffer bytes() throws ProtocolException {
        int length = u32();
        if (length < 0 || length > in.remaining()) {
            throw bad("a string longer than its packet");
        }
        ByteBuffer view = in.slice(in.position(), length);
        in.position(in.position() + length);
        return view;
    }

    /** A name or path in the session's charset. */
    public String name() throws ProtocolException {
        ByteBuffer raw = bytes();
        if (isPlainAscii(raw)) {
            return new String(raw.array(), raw.arrayOffset(), raw.remaining(), StandardCharsets.ISO_8859_1);
        }
        try {
            return names.decode(raw);
        } catch (CharacterCodingException notInCharset) {
            throw ProtocolException.answerable(
                    requestId, StatusCode.INVALID_FILENAME, "File name is not valid " + names.name());
        }
    }

    private boolean isPlainAscii(ByteBuffer raw) throws ProtocolException {
        boolean asciiCompatible = names.isAsciiCompatible();
        for (int i = raw.position(); i < raw.limit(); i++) {
            byte b = raw.get(i);
            if (b == 0) {
                throw ProtocolException.answerable(requestId, StatusCode.INVALID_FILENAME, "File name contains NUL");
            }
            asciiCompatible &= b > 0;
        }
        return asciiCompatible && raw.hasArray();
    }

    /** Text that is not a file name: always UTF-8, what is malformed is replaced. */
    public String text() throws ProtocolException {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    public ProtocolException bad(String what) {
        return ProtocolException.answerable(requestId, StatusCode.BAD_MESSAGE, "Bad message: " + what);
    }

    private void need(int count) throws ProtocolException {
        if (in.remaining() < count) {
            throw bad("it ends too early");
        }
    }
}
