/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** The form of attributes on disk. Those that no store keeps with an upload have none. */
final class AttributesCodec {

    /** What can be kept with an upload until it is stored. */
    private static final Set<Attribute> KEPT = Collections.unmodifiableSet(EnumSet.of(
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.OWNER_NAMES,
            Attribute.ACCESS_TIME,
            Attribute.MODIFY_TIME,
            Attribute.CREATE_TIME));

    private AttributesCodec() {}

    static void write(DataOutputStream out, FileAttributes attributes) throws IOException {
        Set<Attribute> present = EnumSet.copyOf(KEPT);
        present.removeIf(attribute -> !attributes.has(attribute));
        out.writeByte(present.size());
        for (Attribute attribute : present) {
            out.writeUTF(attribute.name());
            switch (attribute) {
                case PERMISSIONS -> out.writeInt(attributes.permissions());
                case OWNER_IDS -> {
                    out.writeInt(attributes.uid());
                    out.writeInt(attributes.gid());
                }
                case OWNER_NAMES -> {
                    RecordCodec.text(out, attributes.owner());
                    RecordCodec.text(out, attributes.group());
                }
                case ACCESS_TIME -> time(out, attributes.accessSeconds(), attributes.accessNanos());
                case MODIFY_TIME -> time(out, attributes.modifySeconds(), attributes.modifyNanos());
                case CREATE_TIME -> time(out, attributes.createSeconds(), attributes.createNanos());
                default -> throw new IllegalStateException("not kept: " + attribute);
            }
        }
    }

    private static void time(DataOutputStream out, long seconds, int nanos) throws IOException {
        out.writeLong(seconds);
        out.writeInt(nanos);
    }

    static FileAttributes read(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        if (count == 0) {
            return FileAttributes.EMPTY;
        }
        FileAttributes.Builder attributes = FileAttributes.builder(FileType.REGULAR);
        for (int left = count; left > 0; left--) {
            switch (Attribute.valueOf(in.readUTF())) {
                case PERMISSIONS -> attributes.permissions(in.readInt());
                case OWNER_IDS -> attributes.ownerIds(in.readInt(), in.readInt());
                case OWNER_NAMES -> attributes.ownerNames(RecordCodec.text(in), RecordCodec.text(in));
                case ACCESS_TIME -> attributes.accessTime(in.readLong(), in.readInt());
                case MODIFY_TIME -> attributes.modifyTime(in.readLong(), in.readInt());
                case CREATE_TIME -> attributes.createTime(in.readLong(), in.readInt());
                default -> throw new IOException("an attribute that is not kept");
            }
        }
        return attributes.build();
    }
}
