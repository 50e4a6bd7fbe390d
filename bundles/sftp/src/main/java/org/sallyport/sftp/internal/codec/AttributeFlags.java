/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.util.EnumSet;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;

/** The flags in front of ATTRS that say which fields follow (draft-02 section 5, draft-13 section 7.1). */
public final class AttributeFlags {

    static final int SIZE = 0x1;
    static final int UIDGID = 0x2;
    static final int PERMISSIONS = 0x4;
    static final int ACMODTIME = 0x8;
    static final int ACCESSTIME = 0x8;
    static final int CREATETIME = 0x10;
    static final int MODIFYTIME = 0x20;
    static final int ACL = 0x40;
    static final int OWNERGROUP = 0x80;
    static final int SUBSECOND_TIMES = 0x100;
    static final int BITS = 0x200;
    static final int ALLOCATION_SIZE = 0x400;
    static final int TEXT_HINT = 0x800;
    static final int MIME_TYPE = 0x1000;
    static final int LINK_COUNT = 0x2000;
    static final int UNTRANSLATED_NAME = 0x4000;
    static final int CTIME = 0x8000;
    static final int EXTENDED = 0x80000000;

    private static final int V3_KNOWN = SIZE | UIDGID | PERMISSIONS | ACMODTIME | EXTENDED;
    private static final int V4_KNOWN =
            SIZE | PERMISSIONS | ACCESSTIME | CREATETIME | MODIFYTIME | ACL | OWNERGROUP | SUBSECOND_TIMES | EXTENDED;
    private static final int V5_KNOWN = V4_KNOWN | BITS;
    private static final int V6_KNOWN =
            V5_KNOWN | ALLOCATION_SIZE | TEXT_HINT | MIME_TYPE | LINK_COUNT | UNTRANSLATED_NAME | CTIME;

    /**
     * Attributes that every store with files of its own can be told to change, for {@code supported} and {@code supported2}. Others
     * are only shown, unless a client tries.
     */
    public static final int SETTABLE = SIZE | PERMISSIONS | ACCESSTIME | MODIFYTIME | OWNERGROUP | SUBSECOND_TIMES;

    private AttributeFlags() {}

    /** Flags whose fields a version defines. */
    static int known(int version) {
        return switch (version) {
            case 3 -> V3_KNOWN;
            case 4 -> V4_KNOWN;
            case 5 -> V5_KNOWN;
            default -> V6_KNOWN;
        };
    }

    /** What the flags of a STAT request in version 4 and later ask for. */
    static Set<Attribute> wanted(int version, int flags) {
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
}
