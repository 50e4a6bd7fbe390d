/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A reply as it came. */
public record Reply(int type, int id, ByteBuffer body) {

    public static final int VERSION = 2;
    public static final int STATUS = 101;
    public static final int HANDLE = 102;
    public static final int DATA = 103;
    public static final int NAME = 104;
    public static final int ATTRS = 105;
    public static final int EXTENDED_REPLY = 201;

    /** One entry of NAME. */
    public record Name(String name, String longName) {}

    /** From the type byte on. */
    static Reply parse(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        return new Reply(in.get() & 0xff, in.getInt(), in);
    }

    /** A cursor of one's own over what follows the id. */
    public ByteBuffer fields() {
        return body.duplicate();
    }

    public int status() {
        expect(STATUS);
        return fields().getInt();
    }

    public String message() {
        expect(STATUS);
        ByteBuffer in = fields();
        in.getInt();
        return text(in);
    }

    public byte[] handle() {
        expect(HANDLE);
        return bytes(fields());
    }

    public byte[] data() {
        expect(DATA);
        return bytes(fields());
    }

    public String dataText() {
        return new String(data(), StandardCharsets.UTF_8);
    }

    /** The names of version 3, without their attributes. */
    public List<Name> namesV3() {
        expect(NAME);
        ByteBuffer in = fields();
        List<Name> names = new ArrayList<>();
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            names.add(new Name(text(in), text(in)));
            skipAttributesV3(in);
        }
        return names;
    }

    /** The first name of any version. */
    public String firstName() {
        expect(NAME);
        ByteBuffer in = fields();
        in.getInt();
        return text(in);
    }

    /** The size in ATTRS of version 3, which has to be there. */
    public long sizeV3() {
        expect(ATTRS);
        ByteBuffer in = fields();
        int flags = in.getInt();
        if ((flags & 1) == 0) {
            throw new AssertionError("no size");
        }
        return in.getLong();
    }

    private static void skipAttributesV3(ByteBuffer in) {
        int flags = in.getInt();
        int length = ((flags & 1) != 0 ? 8 : 0)
                + ((flags & 2) != 0 ? 8 : 0)
                + ((flags & 4) != 0 ? 4 : 0)
                + ((flags & 8) != 0 ? 8 : 0);
        in.position(in.position() + length);
    }

    public static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    public static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private void expect(int expected) {
        if (type != expected) {
            String what = type == STATUS ? "STATUS " + fields().getInt() + " " + message() : "type " + type;
            throw new AssertionError("expected type " + expected + " but was " + what);
        }
    }
}
