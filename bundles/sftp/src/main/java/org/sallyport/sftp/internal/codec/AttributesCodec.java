/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * The ATTRS structure of each version: draft-02 section 5 for version 3, draft-04 section 5 for 4, draft-05 section 5 for 5,
 * draft-13 section 7 for 6.
 */
public final class AttributesCodec {

    static final int SIZE = 0x1;
    private static final int UIDGID = 0x2;
    private static final int PERMISSIONS = 0x4;
    private static final int ACMODTIME = 0x8;
    private static final int ACCESSTIME = 0x8;
    private static final int CREATETIME = 0x10;
    private static final int MODIFYTIME = 0x20;
    private static final int ACL = 0x40;
    private static final int OWNERGROUP = 0x80;
    private static final int SUBSECOND_TIMES = 0x100;
    private static final int BITS = 0x200;
    private static final int ALLOCATION_SIZE = 0x400;
    private static final int TEXT_HINT = 0x800;
    private static final int MIME_TYPE = 0x1000;
    private static final int LINK_COUNT = 0x2000;
    private static final int UNTRANSLATED_NAME = 0x4000;
    private static final int CTIME = 0x8000;
    private static final int EXTENDED = 0x80000000;

    private static final int V3_KNOWN = SIZE | UIDGID | PERMISSIONS | ACMODTIME | EXTENDED;
    private static final int V4_KNOWN =
            SIZE | PERMISSIONS | ACCESSTIME | CREATETIME | MODIFYTIME | ACL | OWNERGROUP | SUBSECOND_TIMES | EXTENDED;
    private static final int V5_KNOWN = V4_KNOWN | BITS;
    private static final int V6_KNOWN =
            V5_KNOWN | ALLOCATION_SIZE | TEXT_HINT | MIME_TYPE | LINK_COUNT | UNTRANSLATED_NAME | CTIME;

    /** Attributes that can be told and set in version 5 and 6, for {@code supported} and {@code supported2}. */
    public static final int SUPPORTED_MASK = SIZE
            | PERMISSIONS
            | ACCESSTIME
            | CREATETIME
            | MODIFYTIME
            | ACL
            | OWNERGROUP
            | SUBSECOND_TIMES
            | ALLOCATION_SIZE
            | LINK_COUNT
            | CTIME;

    private static final int MOST_ENTRIES = 4096;

    private final int version;
    private final long latestTime;

    /**
     * @param version 3 to 6
     * @param latestTime the last second that a version 3 client is told: 2^31-1 or 2^32-1
     */
    public AttributesCodec(int version, long latestTime) {
        this.version = version;
        this.latestTime = latestTime;
    }

    private int known() {
        return switch (version) {
            case 3 -> V3_KNOWN;
            case 4 -> V4_KNOWN;
            case 5 -> V5_KNOWN;
            default -> V6_KNOWN;
        };
    }

    /** What the flags of a STAT request in version 4 and later ask for. */
    public Set<Attribute> wanted(int flags) {
        EnumSet<Attribute> wanted = EnumSet.noneOf(Attribute.class);
        add(wanted, flags, SIZE, Attribute.SIZE);
        add(wanted, flags, PERMISSIONS, Attribute.PERMISSIONS);
        add(wanted, flags, ACCESSTIME, Attribute.ACCESS_TIME);
        add(wanted, flags, CREATETIME, Attribute.CREATE_TIME);
        add(wanted, flags, MODIFYTIME, Attribute.MODIFY_TIME);
        add(wanted, flags, ACL, Attribute.ACL);
        add(wanted, flags, OWNERGROUP, Attribute.OWNER_NAMES);
        if (version >= 5) {
            add(wanted, flags, BITS, Attribute.BITS);
        }
        if (version >= 6) {
            add(wanted, flags, ALLOCATION_SIZE, Attribute.ALLOCATION_SIZE);
            add(wanted, flags, TEXT_HINT, Attribute.TEXT_HINT);
            add(wanted, flags, MIME_TYPE, Attribute.MIME_TYPE);
            add(wanted, flags, LINK_COUNT, Attribute.LINK_COUNT);
            add(wanted, flags, UNTRANSLATED_NAME, Attribute.UNTRANSLATED_NAME);
            add(wanted, flags, CTIME, Attribute.CHANGE_TIME);
        }
        add(wanted, flags, EXTENDED, Attribute.EXTENDED);
        return wanted;
    }

    private static void add(Set<Attribute> wanted, int flags, int flag, Attribute attribute) {
        if ((flags & flag) != 0) {
            wanted.add(attribute);
        }
    }

    /** What a listing needs: what the version shows, without what costs extra on most stores. */
    public Set<Attribute> listed() {
        return version == 3
                ? Attribute.BASIC
                : Collections.unmodifiableSet(EnumSet.of(
                        Attribute.SIZE,
                        Attribute.PERMISSIONS,
                        Attribute.OWNER_IDS,
                        Attribute.OWNER_NAMES,
                        Attribute.ACCESS_TIME,
                        Attribute.MODIFY_TIME,
                        Attribute.LINK_COUNT));
    }

    /**
     * Reads ATTRS. Type bits among the permissions, which curl and psftp send, are dropped.
     *
     * @throws ProtocolException if a flag is set whose field this version does not define: what follows would be misread
     */
    public FileAttributes read(WireReader in) throws ProtocolException {
        int flags = in.u32();
        if ((flags & ~known()) != 0) {
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
        WireReader in = new WireReader(packet.bytes(), packet.requestId(), java.nio.charset.StandardCharsets.UTF_8);
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

    /** Writes ATTRS: of what is present, what the version can tell and the client wants. */
    public void write(ReplyBuffer out, FileAttributes attributes, Set<Attribute> wanted) {
        if (version == 3) {
            writeV3(out, attributes);
        } else {
            writeV4(out, attributes, wanted);
        }
    }

    private void writeV3(ReplyBuffer out, FileAttributes a) {
        int flags = 0;
        flags |= a.has(Attribute.SIZE) ? SIZE : 0;
        flags |= a.has(Attribute.OWNER_IDS) ? UIDGID : 0;
        flags |= a.has(Attribute.PERMISSIONS) ? PERMISSIONS : 0;
        flags |= a.has(Attribute.MODIFY_TIME) ? ACMODTIME : 0;
        out.u32(flags);
        if ((flags & SIZE) != 0) {
            out.u64(a.size());
        }
        if ((flags & UIDGID) != 0) {
            out.u32(a.uid());
            out.u32(a.gid());
        }
        if ((flags & PERMISSIONS) != 0) {
            out.u32(a.mode());
        }
        if ((flags & ACMODTIME) != 0) {
            out.u32(time32(a.has(Attribute.ACCESS_TIME) ? a.accessSeconds() : a.modifySeconds()));
            out.u32(time32(a.modifySeconds()));
        }
    }

    private int time32(long seconds) {
        return (int) Math.max(0, Math.min(seconds, latestTime));
    }

    private void writeV4(ReplyBuffer out, FileAttributes a, Set<Attribute> wanted) {
        int flags = 0;
        flags |= flag(a, wanted, Attribute.SIZE, SIZE);
        flags |= flag(a, wanted, Attribute.ALLOCATION_SIZE, ALLOCATION_SIZE);
        flags |= flag(a, wanted, Attribute.OWNER_NAMES, OWNERGROUP);
        flags |= flag(a, wanted, Attribute.PERMISSIONS, PERMISSIONS);
        flags |= flag(a, wanted, Attribute.ACCESS_TIME, ACCESSTIME);
        flags |= flag(a, wanted, Attribute.CREATE_TIME, CREATETIME);
        flags |= flag(a, wanted, Attribute.MODIFY_TIME, MODIFYTIME);
        flags |= flag(a, wanted, Attribute.CHANGE_TIME, CTIME);
        flags |= flag(a, wanted, Attribute.ACL, ACL);
        flags |= flag(a, wanted, Attribute.BITS, BITS);
        flags |= flag(a, wanted, Attribute.TEXT_HINT, TEXT_HINT);
        flags |= flag(a, wanted, Attribute.MIME_TYPE, MIME_TYPE);
        flags |= flag(a, wanted, Attribute.LINK_COUNT, LINK_COUNT);
        flags |= flag(a, wanted, Attribute.UNTRANSLATED_NAME, UNTRANSLATED_NAME);
        flags |= flag(a, wanted, Attribute.EXTENDED, EXTENDED);
        flags &= known();
        boolean nanos = (flags & (ACCESSTIME | CREATETIME | MODIFYTIME | CTIME)) != 0 && hasNanos(a);
        out.u32(nanos ? flags | SUBSECOND_TIMES : flags);
        out.u8(
                version == 4 && a.type().code() > FileType.UNKNOWN.code()
                        ? FileType.SPECIAL.code()
                        : a.type().code());
        if ((flags & SIZE) != 0) {
            out.u64(a.size());
        }
        if ((flags & ALLOCATION_SIZE) != 0) {
            out.u64(a.allocationSize());
        }
        if ((flags & OWNERGROUP) != 0) {
            out.text(a.owner());
            out.text(a.group());
        }
        if ((flags & PERMISSIONS) != 0) {
            out.u32(a.permissions());
        }
        if ((flags & ACCESSTIME) != 0) {
            time(out, a.accessSeconds(), a.accessNanos(), nanos);
        }
        if ((flags & CREATETIME) != 0) {
            time(out, a.createSeconds(), a.createNanos(), nanos);
        }
        if ((flags & MODIFYTIME) != 0) {
            time(out, a.modifySeconds(), a.modifyNanos(), nanos);
        }
        if ((flags & CTIME) != 0) {
            time(out, a.changeSeconds(), a.changeNanos(), nanos);
        }
        if ((flags & ACL) != 0) {
            acl(out, a);
        }
        if ((flags & BITS) != 0) {
            out.u32(a.bits());
            if (version >= 6) {
                out.u32(a.bitsValid());
            }
        }
        if ((flags & TEXT_HINT) != 0) {
            out.u8(a.textHint());
        }
        if ((flags & MIME_TYPE) != 0) {
            out.text(a.mimeType());
        }
        if ((flags & LINK_COUNT) != 0) {
            out.u32(a.linkCount());
        }
        if ((flags & UNTRANSLATED_NAME) != 0) {
            out.text(a.untranslatedName());
        }
        if ((flags & EXTENDED) != 0) {
            out.u32(a.extended().size());
            a.extended().forEach((name, value) -> {
                out.text(name);
                out.bytes(value);
            });
        }
    }

    private static int flag(FileAttributes a, Set<Attribute> wanted, Attribute attribute, int flag) {
        return a.has(attribute) && wanted.contains(attribute) ? flag : 0;
    }

    private static boolean hasNanos(FileAttributes a) {
        return (a.accessNanos() | a.createNanos() | a.modifyNanos() | a.changeNanos()) != 0;
    }

    private static void time(ReplyBuffer out, long seconds, int nanos, boolean withNanos) {
        out.u64(seconds);
        if (withNanos) {
            out.u32(nanos);
        }
    }

    private void acl(ReplyBuffer out, FileAttributes a) {
        int start = out.beginString();
        if (version >= 6) {
            out.u32(a.aclFlags());
        }
        out.u32(a.acl().size());
        for (AclEntry entry : a.acl()) {
            out.u32(entry.type());
            out.u32(entry.flags());
            out.u32(entry.mask());
            out.text(entry.who());
        }
        out.endString(start);
    }
}
