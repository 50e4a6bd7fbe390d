/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known about a file, or what a client asks to change about it. Immutable.
 *
 * <p>A getter of an attribute that is not {@linkplain #has present} answers its neutral value: 0, the empty text, the
 * epoch. Times are seconds since 1970-01-01T00:00:00Z with nanoseconds (0 to 999,999,999) beside them, kept as numbers
 * so that listing a large directory makes no object per time.
 */
public final class FileAttributes {

    /** Nothing known, nothing asked for. */
    public static final FileAttributes EMPTY = new Builder(FileType.UNKNOWN).build();

    private final Builder values;

    private FileAttributes(Builder values) {
        this.values = values;
    }

    public static Builder builder(FileType type) {
        return new Builder(type);
    }

    /** A builder that begins with everything present here. */
    public Builder toBuilder() {
        return values.copy();
    }

    public FileType type() {
        return values.type;
    }

    public boolean isDirectory() {
        return values.type == FileType.DIRECTORY;
    }

    public boolean has(Attribute attribute) {
        return values.present.contains(attribute);
    }

    /** Whether nothing at all is present. */
    public boolean isEmpty() {
        return values.present.isEmpty();
    }

    /** Where the value of an attribute comes from; STORED for what is not present. */
    public Origin origin(Attribute attribute) {
        return values.origin(attribute);
    }

    public Set<Attribute> present() {
        return EnumSet.copyOf(values.present);
    }

    /** Bytes; unsigned arithmetic is not needed, stores hold at most 2^63-1. */
    public long size() {
        return values.size;
    }

    public long allocationSize() {
        return values.allocationSize;
    }

    /** Permission bits without the type, 0 to 07777. */
    public int permissions() {
        return values.permissions;
    }

    /** Permission bits together with the type's bits, as {@code st_mode}. */
    public int mode() {
        return values.permissions | values.type.modeBits();
    }

    public int uid() {
        return values.uid;
    }

    public int gid() {
        return values.gid;
    }

    public String owner() {
        return values.owner;
    }

    public String group() {
        return values.group;
    }

    public long accessSeconds() {
        return values.accessSeconds;
    }

    public int accessNanos() {
        return values.accessNanos;
    }

    public long modifySeconds() {
        return values.modifySeconds;
    }

    public int modifyNanos() {
        return values.modifyNanos;
    }

    public long changeSeconds() {
        return values.changeSeconds;
    }

    public int changeNanos() {
        return values.changeNanos;
    }

    public long createSeconds() {
        return values.createSeconds;
    }

    public int createNanos() {
        return values.createNanos;
    }

    /** The modification time as an instant, for people and logs. */
    public Instant modified() {
        return Instant.ofEpochSecond(values.modifySeconds, values.modifyNanos);
    }

    /** ACL flags of SFTP version 6; 0 before. */
    public int aclFlags() {
        return values.aclFlags;
    }

    public List<AclEntry> acl() {
        return values.acl;
    }

    /** SSH_FILEXFER_ATTR_FLAGS_x (draft-13, section 7.9). */
    public int bits() {
        return values.bits;
    }

    /** Which of {@link #bits()} are meant. */
    public int bitsValid() {
        return values.bitsValid;
    }

    public int linkCount() {
        return values.linkCount;
    }

    public String mimeType() {
        return values.mimeType;
    }

    /** SSH_FILEXFER_ATTR_KNOWN_TEXT 0 to KNOWN_BINARY 2 and GUESSED 1, 3 (draft-13, section 7.10). */
    public int textHint() {
        return values.textHint;
    }

    public String untranslatedName() {
        return values.untranslatedName;
    }

    /** Extended pairs; the arrays must not be changed. */
    public Map<String, byte[]> extended() {
        return values.extended;
    }

    @Override
    public String toString() {
        return values.type + values.present.toString();
    }

    /** Collects attributes; not for use by several threads. */
    public static final class Builder {

        private final EnumSet<Attribute> present = EnumSet.noneOf(Attribute.class);
        private FileType type;
        private long size;
        private long allocationSize;
        private int permissions;
        private int uid;
        private int gid;
        private String owner = "";
        private String group = "";
        private long accessSeconds;
        private int accessNanos;
        private long modifySeconds;
        private int modifyNanos;
        private long changeSeconds;
        private int changeNanos;
        private long createSeconds;
        private int createNanos;
        private int aclFlags;
        private List<AclEntry> acl = List.of();
        private int bits;
        private int bitsValid;
        private int linkCount;
        private String mimeType = "";
        private int textHint;
        private String untranslatedName = "";
        private Map<String, byte[]> extended = Map.of();
        /** Ordinals of the attributes whose origin that is, as bits. */
        private int derived;

        private int assumed;

        private Builder(FileType type) {
            this.type = type;
        }

        private Builder copy() {
            Builder copy = new Builder(type);
            copy.present.addAll(present);
            copy.size = size;
            copy.allocationSize = allocationSize;
            copy.permissions = permissions;
            copy.uid = uid;
            copy.gid = gid;
            copy.owner = owner;
            copy.group = group;
            copy.accessSeconds = accessSeconds;
            copy.accessNanos = accessNanos;
            copy.modifySeconds = modifySeconds;
            copy.modifyNanos = modifyNanos;
            copy.changeSeconds = changeSeconds;
            copy.changeNanos = changeNanos;
            copy.createSeconds = createSeconds;
            copy.createNanos = createNanos;
            copy.aclFlags = aclFlags;
            copy.acl = acl;
            copy.bits = bits;
            copy.bitsValid = bitsValid;
            copy.linkCount = linkCount;
            copy.mimeType = mimeType;
            copy.textHint = textHint;
            copy.untranslatedName = untranslatedName;
            copy.extended = extended;
            copy.derived = derived;
            copy.assumed = assumed;
            return copy;
        }

        private void put(Attribute attribute) {
            present.add(attribute);
            origin(attribute, Origin.STORED);
        }

        private Origin origin(Attribute attribute) {
            int bit = 1 << attribute.ordinal();
            return (derived & bit) != 0 ? Origin.DERIVED : (assumed & bit) != 0 ? Origin.ASSUMED : Origin.STORED;
        }

        /** Says where a value comes from that was set before; a value that is set again is STORED again. */
        public Builder origin(Attribute attribute, Origin origin) {
            int bit = 1 << attribute.ordinal();
            derived = origin == Origin.DERIVED ? derived | bit : derived & ~bit;
            assumed = origin == Origin.ASSUMED ? assumed | bit : assumed & ~bit;
            return this;
        }

        public Builder type(FileType newType) {
            type = newType;
            return this;
        }

        public Builder size(long bytes) {
            put(Attribute.SIZE);
            size = bytes;
            return this;
        }

        public Builder allocationSize(long bytes) {
            put(Attribute.ALLOCATION_SIZE);
            allocationSize = bytes;
            return this;
        }

        /** @param mode the type's bits, which clients send too, are dropped */
        public Builder permissions(int mode) {
            put(Attribute.PERMISSIONS);
            permissions = mode & 07777;
            return this;
        }

        public Builder ownerIds(int newUid, int newGid) {
            put(Attribute.OWNER_IDS);
            uid = newUid;
            gid = newGid;
            return this;
        }

        public Builder ownerNames(String newOwner, String newGroup) {
            put(Attribute.OWNER_NAMES);
            owner = newOwner;
            group = newGroup;
            return this;
        }

        public Builder accessTime(long seconds, int nanos) {
            put(Attribute.ACCESS_TIME);
            accessSeconds = seconds;
            accessNanos = nanos;
            return this;
        }

        public Builder modifyTime(long seconds, int nanos) {
            put(Attribute.MODIFY_TIME);
            modifySeconds = seconds;
            modifyNanos = nanos;
            return this;
        }

        public Builder changeTime(long seconds, int nanos) {
            put(Attribute.CHANGE_TIME);
            changeSeconds = seconds;
            changeNanos = nanos;
            return this;
        }

        public Builder createTime(long seconds, int nanos) {
            put(Attribute.CREATE_TIME);
            createSeconds = seconds;
            createNanos = nanos;
            return this;
        }

        public Builder acl(int flags, List<AclEntry> entries) {
            put(Attribute.ACL);
            aclFlags = flags;
            acl = List.copyOf(entries);
            return this;
        }

        public Builder bits(int newBits, int valid) {
            put(Attribute.BITS);
            bits = newBits;
            bitsValid = valid;
            return this;
        }

        public Builder linkCount(int count) {
            put(Attribute.LINK_COUNT);
            linkCount = count;
            return this;
        }

        public Builder mimeType(String newMimeType) {
            put(Attribute.MIME_TYPE);
            mimeType = newMimeType;
            return this;
        }

        public Builder textHint(int hint) {
            put(Attribute.TEXT_HINT);
            textHint = hint;
            return this;
        }

        public Builder untranslatedName(String name) {
            put(Attribute.UNTRANSLATED_NAME);
            untranslatedName = name;
            return this;
        }

        public Builder extended(Map<String, byte[]> pairs) {
            put(Attribute.EXTENDED);
            extended = Map.copyOf(pairs);
            return this;
        }

        /** Says that all that is present so far comes from there. */
        public Builder origin(Origin origin) {
            present.forEach(attribute -> origin(attribute, origin));
            return this;
        }

        /** Takes over everything that is present in changes, and leaves the rest, and the type, as they are. */
        public Builder merge(FileAttributes changes) {
            Builder from = changes.values;
            for (Attribute attribute : from.present) {
                switch (attribute) {
                    case SIZE -> size(from.size);
                    case ALLOCATION_SIZE -> allocationSize(from.allocationSize);
                    case PERMISSIONS -> permissions(from.permissions);
                    case OWNER_IDS -> ownerIds(from.uid, from.gid);
                    case OWNER_NAMES -> ownerNames(from.owner, from.group);
                    case ACCESS_TIME -> accessTime(from.accessSeconds, from.accessNanos);
                    case MODIFY_TIME -> modifyTime(from.modifySeconds, from.modifyNanos);
                    case CHANGE_TIME -> changeTime(from.changeSeconds, from.changeNanos);
                    case CREATE_TIME -> createTime(from.createSeconds, from.createNanos);
                    case ACL -> acl(from.aclFlags, from.acl);
                    case BITS -> bits(bits & ~from.bitsValid | from.bits & from.bitsValid, bitsValid | from.bitsValid);
                    case LINK_COUNT -> linkCount(from.linkCount);
                    case MIME_TYPE -> mimeType(from.mimeType);
                    case TEXT_HINT -> textHint(from.textHint);
                    case UNTRANSLATED_NAME -> untranslatedName(from.untranslatedName);
                    case EXTENDED -> extended(from.extended);
                }
                origin(attribute, from.origin(attribute));
            }
            return this;
        }

        /** Takes one attribute out again, for instance because it is to be ignored. */
        public Builder without(Attribute attribute) {
            present.remove(attribute);
            return this;
        }

        public FileAttributes build() {
            return new FileAttributes(copy());
        }
    }
}
