/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.sallyport.sftp.internal.codec.AttributeFlags.ACCESSTIME;
import static org.sallyport.sftp.internal.codec.AttributeFlags.ACL;
import static org.sallyport.sftp.internal.codec.AttributeFlags.ACMODTIME;
import static org.sallyport.sftp.internal.codec.AttributeFlags.ALLOCATION_SIZE;
import static org.sallyport.sftp.internal.codec.AttributeFlags.BITS;
import static org.sallyport.sftp.internal.codec.AttributeFlags.CREATETIME;
import static org.sallyport.sftp.internal.codec.AttributeFlags.CTIME;
import static org.sallyport.sftp.internal.codec.AttributeFlags.EXTENDED;
import static org.sallyport.sftp.internal.codec.AttributeFlags.LINK_COUNT;
import static org.sallyport.sftp.internal.codec.AttributeFlags.MIME_TYPE;
import static org.sallyport.sftp.internal.codec.AttributeFlags.MODIFYTIME;
import static org.sallyport.sftp.internal.codec.AttributeFlags.OWNERGROUP;
import static org.sallyport.sftp.internal.codec.AttributeFlags.PERMISSIONS;
import static org.sallyport.sftp.internal.codec.AttributeFlags.SIZE;
import static org.sallyport.sftp.internal.codec.AttributeFlags.SUBSECOND_TIMES;
import static org.sallyport.sftp.internal.codec.AttributeFlags.TEXT_HINT;
import static org.sallyport.sftp.internal.codec.AttributeFlags.UIDGID;
import static org.sallyport.sftp.internal.codec.AttributeFlags.UNTRANSLATED_NAME;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** Reads ATTRS in the form of one version. */
final class AttributesReader {

    private static final int MOST_ENTRIES = 4096;

    private final int version;

    AttributesReader(int version) {
        this.version = version;
    }

    FileAttributes read(WireReader in) throws ProtocolException {
        int flags = in.u32();
        if ((flags & ~AttributeFlags.known(version)) != 0) {
            throw in.bad("attribute flags that version " + version + " does not define");
        }
        return version == 3 ? readV3(in, flags) : readV4(in, flags);
    }

    private static FileAttributes readV3(WireReader in, int flags) throws ProtocolException {
        FileAttributes.Builder result = FileAttributes.builder(FileType.UNKNOWN);
        if ((flags & SIZE) != 0) {
            result.size(in.offset());
        }
        if ((flags & UIDGID) != 0) {
            result.ownerIds(in.u32(), in.u32());
        }
        if ((flags & PERMISSIONS) != 0) {
            permissions(result, in.u32());
        }
        if ((flags & ACMODTIME) != 0) {
            result.accessTime(in.u32() & 0xffffffffL, 0);
            result.modifyTime(in.u32() & 0xffffffffL, 0);
        }
        if ((flags & EXTENDED) != 0) {
            result.extended(pairs(in));
        }
        return result.build();
    }

    private static void permissions(FileAttributes.Builder result, int mode) {
        if (FileType.ofMode(mode) != FileType.UNKNOWN) {
            result.type(FileType.ofMode(mode));
        }
        result.permissions(mode);
    }

    private FileAttributes readV4(WireReader in, int flags) throws ProtocolException {
        FileAttributes.Builder result = FileAttributes.builder(type(in.u8()));
        boolean nanos = (flags & SUBSECOND_TIMES) != 0;
        if ((flags & SIZE) != 0) {
            result.size(in.offset());
        }
        if ((flags & ALLOCATION_SIZE) != 0) {
            result.allocationSize(in.offset());
        }
        if ((flags & OWNERGROUP) != 0) {
            result.ownerNames(in.text(), in.text());
        }
        if ((flags & PERMISSIONS) != 0) {
            result.permissions(in.u32());
        }
        if ((flags & ACCESSTIME) != 0) {
            result.accessTime(in.u64(), nanos ? nanos(in) : 0);
        }
        if ((flags & CREATETIME) != 0) {
            result.createTime(in.u64(), nanos ? nanos(in) : 0);
        }
        if ((flags & MODIFYTIME) != 0) {
            result.modifyTime(in.u64(), nanos ? nanos(in) : 0);
        }
        if ((flags & CTIME) != 0) {
            result.changeTime(in.u64(), nanos ? nanos(in) : 0);
        }
        if ((flags & ACL) != 0) {
            acl(result, in);
        }
        if ((flags & BITS) != 0) {
            int bits = in.u32();
            result.bits(bits, version >= 6 ? in.u32() : -1);
        }
        if ((flags & TEXT_HINT) != 0) {
            result.textHint(in.u8());
        }
        if ((flags & MIME_TYPE) != 0) {
            result.mimeType(in.text());
        }
        if ((flags & LINK_COUNT) != 0) {
            result.linkCount(in.u32());
        }
        if ((flags & UNTRANSLATED_NAME) != 0) {
            result.untranslatedName(in.text());
        }
        if ((flags & EXTENDED) != 0) {
            result.extended(pairs(in));
        }
        return result.build();
    }

    private static FileType type(int code) {
        for (FileType type : FileType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        return FileType.UNKNOWN;
    }

    private static int nanos(WireReader in) throws ProtocolException {
        int nanos = in.u32();
        if (nanos < 0 || nanos > 999_999_999) {
            throw in.bad("more than a second of nanoseconds");
        }
        return nanos;
    }

    private void acl(FileAttributes.Builder result, WireReader packet) throws ProtocolException {
        WireReader in = new WireReader(packet.bytes(), packet.requestId(), NameCharset.utf8());
        int flags = version >= 6 ? in.u32() : 0;
        int count = count(in, 16);
        List<AclEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new AclEntry(in.u32(), in.u32(), in.u32(), in.text()));
        }
        result.acl(flags, entries);
    }

    private static Map<String, byte[]> pairs(WireReader in) throws ProtocolException {
        int count = count(in, 8);
        Map<String, byte[]> pairs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            ByteBuffer value = in.bytes();
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            pairs.put(name, bytes);
        }
        return pairs;
    }

    private static int count(WireReader in, int least) throws ProtocolException {
        int count = in.u32();
        if (count < 0 || count > MOST_ENTRIES || (long) count * least > in.remaining()) {
            throw in.bad("a list longer than its packet");
        }
        return count;
    }
}
