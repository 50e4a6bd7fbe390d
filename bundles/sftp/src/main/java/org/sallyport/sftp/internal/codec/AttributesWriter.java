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

import java.util.Set;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** Writes ATTRS in the form of one version. */
final class AttributesWriter {

    private final int version;
    private final long latestTime;
    private final boolean sharedPermissions;

    AttributesWriter(int version, long latestTime, boolean sharedPermissions) {
        this.version = version;
        this.latestTime = latestTime;
        this.sharedPermissions = sharedPermissions;
    }

    void write(ReplyBuffer out, FileAttributes attributes, Set<Attribute> wanted) {
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
            out.u32(shown(a.mode()));
        }
        if ((flags & ACMODTIME) != 0) {
            out.u32(time32(a.has(Attribute.ACCESS_TIME) ? a.accessSeconds() : a.modifySeconds()));
            out.u32(time32(a.modifySeconds()));
        }
    }

    private int shown(int mode) {
        int owner = mode >> 6 & 07;
        return sharedPermissions ? mode | owner << 3 | owner : mode;
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
        flags &= AttributeFlags.known(version);
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
            out.u32(shown(a.permissions()));
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
