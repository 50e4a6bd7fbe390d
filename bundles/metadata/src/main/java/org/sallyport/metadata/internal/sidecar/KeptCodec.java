/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** Writes and reads what is kept for a file: a version, the fingerprint, then each attribute behind its code. */
final class KeptCodec {

    private static final int VERSION = 1;
    private static final int END = 0;

    private enum Code {
        PERMISSIONS(1, Attribute.PERMISSIONS),
        OWNER_IDS(2, Attribute.OWNER_IDS),
        OWNER_NAMES(3, Attribute.OWNER_NAMES),
        ACCESS_TIME(4, Attribute.ACCESS_TIME),
        MODIFY_TIME(5, Attribute.MODIFY_TIME),
        CREATE_TIME(6, Attribute.CREATE_TIME),
        ACL(7, Attribute.ACL),
        BITS(8, Attribute.BITS),
        MIME_TYPE(9, Attribute.MIME_TYPE),
        TEXT_HINT(10, Attribute.TEXT_HINT),
        EXTENDED(11, Attribute.EXTENDED);

        private final int number;
        private final Attribute attribute;

        Code(int number, Attribute attribute) {
            this.number = number;
            this.attribute = attribute;
        }

        static Code of(int number) throws IOException {
            for (Code code : values()) {
                if (code.number == number) {
                    return code;
                }
            }
            throw new IOException("an attribute of a later version: " + number);
        }
    }

    private KeptCodec() {}

    static byte[] encode(Kept kept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeBoolean(kept.fingerprint().directory());
            out.writeLong(kept.fingerprint().size());
            out.writeLong(kept.fingerprint().millis());
            for (Code code : Code.values()) {
                if (kept.attributes().has(code.attribute)) {
                    out.writeByte(code.number);
                    write(out, code, kept.attributes());
                }
            }
            out.writeByte(END);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Code code, FileAttributes from) throws IOException {
        switch (code) {
            case PERMISSIONS -> out.writeShort(from.permissions());
            case OWNER_IDS -> {
                out.writeInt(from.uid());
                out.writeInt(from.gid());
            }
            case OWNER_NAMES -> {
                writeText(out, from.owner());
                writeText(out, from.group());
            }
            case ACCESS_TIME -> writeTime(out, from.accessSeconds(), from.accessNanos());
            case MODIFY_TIME -> writeTime(out, from.modifySeconds(), from.modifyNanos());
            case CREATE_TIME -> writeTime(out, from.createSeconds(), from.createNanos());
            case ACL -> writeAcl(out, from.aclFlags(), from.acl());
            case BITS -> {
                out.writeInt(from.bits());
                out.writeInt(from.bitsValid());
            }
            case MIME_TYPE -> writeText(out, from.mimeType());
            case TEXT_HINT -> out.writeByte(from.textHint());
            case EXTENDED -> writePairs(out, from.extended());
        }
    }

    private static void writeTime(DataOutputStream out, long seconds, int nanos) throws IOException {
        out.writeLong(seconds);
        out.writeInt(nanos);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeAcl(DataOutputStream out, int flags, List<AclEntry> entries) throws IOException {
        out.writeInt(flags);
        out.writeInt(entries.size());
        for (AclEntry entry : entries) {
            out.writeInt(entry.type());
            out.writeInt(entry.flags());
            out.writeInt(entry.mask());
            writeText(out, entry.who());
        }
    }

    private static void writePairs(DataOutputStream out, Map<String, byte[]> pairs) throws IOException {
        out.writeInt(pairs.size());
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            writeText(out, pair.getKey());
            writeBytes(out, pair.getValue());
        }
    }

    /** Empty for what this version does not understand. */
    static Optional<Kept> decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                return Optional.empty();
            }
            Fingerprint fingerprint = new Fingerprint(in.readBoolean(), in.readLong(), in.readLong());
            FileAttributes.Builder into =
                    FileAttributes.builder(Kept.nothing(fingerprint).type());
            for (int number = in.readByte(); number != END; number = in.readByte()) {
                read(in, Code.of(number), into);
            }
            return Optional.of(new Kept(fingerprint, into.build()));
        } catch (IOException notUnderstood) {
            return Optional.empty();
        }
    }

    private static void read(DataInputStream in, Code code, FileAttributes.Builder into) throws IOException {
        switch (code) {
            case PERMISSIONS -> into.permissions(in.readShort());
            case OWNER_IDS -> into.ownerIds(in.readInt(), in.readInt());
            case OWNER_NAMES -> into.ownerNames(readText(in), readText(in));
            case ACCESS_TIME -> into.accessTime(in.readLong(), in.readInt());
            case MODIFY_TIME -> into.modifyTime(in.readLong(), in.readInt());
            case CREATE_TIME -> into.createTime(in.readLong(), in.readInt());
            case ACL -> into.acl(in.readInt(), readAcl(in));
            case BITS -> into.bits(in.readInt(), in.readInt());
            case MIME_TYPE -> into.mimeType(readText(in));
            case TEXT_HINT -> into.textHint(in.readByte());
            case EXTENDED -> into.extended(readPairs(in));
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new IOException("a negative length");
        }
        return in.readNBytes(length);
    }

    private static List<AclEntry> readAcl(DataInputStream in) throws IOException {
        List<AclEntry> entries = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            entries.add(new AclEntry(in.readInt(), in.readInt(), in.readInt(), readText(in)));
        }
        return entries;
    }

    private static Map<String, byte[]> readPairs(DataInputStream in) throws IOException {
        Map<String, byte[]> pairs = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = readText(in);
            pairs.put(name, readBytes(in));
        }
        return pairs;
    }
}
