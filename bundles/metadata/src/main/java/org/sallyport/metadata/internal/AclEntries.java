/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.FileAttributes;

/**
 * Between Java's access control lists and those of SFTP, which are NFSv4's (RFC 3530, section 5.11; draft-13, section 7.8).
 * Only file systems with such lists have them; POSIX draft lists of Linux are not among those.
 */
final class AclEntries {

    private static final Map<AclEntryPermission, Integer> MASKS = new EnumMap<>(Map.ofEntries(
            Map.entry(AclEntryPermission.READ_DATA, 0x1),
            Map.entry(AclEntryPermission.WRITE_DATA, 0x2),
            Map.entry(AclEntryPermission.APPEND_DATA, 0x4),
            Map.entry(AclEntryPermission.READ_NAMED_ATTRS, 0x8),
            Map.entry(AclEntryPermission.WRITE_NAMED_ATTRS, 0x10),
            Map.entry(AclEntryPermission.EXECUTE, 0x20),
            Map.entry(AclEntryPermission.DELETE_CHILD, 0x40),
            Map.entry(AclEntryPermission.READ_ATTRIBUTES, 0x80),
            Map.entry(AclEntryPermission.WRITE_ATTRIBUTES, 0x100),
            Map.entry(AclEntryPermission.DELETE, 0x10000),
            Map.entry(AclEntryPermission.READ_ACL, 0x20000),
            Map.entry(AclEntryPermission.WRITE_ACL, 0x40000),
            Map.entry(AclEntryPermission.WRITE_OWNER, 0x80000),
            Map.entry(AclEntryPermission.SYNCHRONIZE, 0x100000)));

    private static final Map<AclEntryFlag, Integer> FLAGS = new EnumMap<>(Map.of(
            AclEntryFlag.FILE_INHERIT, 0x1,
            AclEntryFlag.DIRECTORY_INHERIT, 0x2,
            AclEntryFlag.NO_PROPAGATE_INHERIT, 0x4,
            AclEntryFlag.INHERIT_ONLY, 0x8));

    private static final List<AclEntryType> TYPES =
            List.of(AclEntryType.ALLOW, AclEntryType.DENY, AclEntryType.AUDIT, AclEntryType.ALARM);

    private AclEntries() {}

    /** Adds the file's list, if its file system has lists. */
    static void read(Path path, LinkOption[] options, FileAttributes.Builder result) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class, options);
        if (view != null) {
            List<AclEntry> entries = new ArrayList<>();
            for (java.nio.file.attribute.AclEntry entry : view.getAcl()) {
                entries.add(toSftp(entry));
            }
            result.acl(0, entries);
        }
    }

    /** Whether the list could be kept. */
    static boolean write(Path path, LinkOption[] options, List<AclEntry> entries) throws IOException {
        AclFileAttributeView view = Files.getFileAttributeView(path, AclFileAttributeView.class, options);
        if (view == null) {
            return false;
        }
        UserPrincipalLookupService principals = path.getFileSystem().getUserPrincipalLookupService();
        List<java.nio.file.attribute.AclEntry> list = new ArrayList<>();
        for (AclEntry entry : entries) {
            list.add(toJava(entry, principals.lookupPrincipalByName(entry.who())));
        }
        view.setAcl(list);
        return true;
    }

    static AclEntry toSftp(java.nio.file.attribute.AclEntry entry) {
        return new AclEntry(
                TYPES.indexOf(entry.type()),
                bits(entry.flags(), FLAGS),
                bits(entry.permissions(), MASKS),
                entry.principal().getName());
    }

    /** @throws IOException if the entry has a type that does not exist */
    static java.nio.file.attribute.AclEntry toJava(AclEntry entry, UserPrincipal who) throws IOException {
        if (entry.type() < 0 || entry.type() >= TYPES.size()) {
            throw new IOException("an access control entry cannot be of type " + entry.type());
        }
        return java.nio.file.attribute.AclEntry.newBuilder()
                .setType(TYPES.get(entry.type()))
                .setFlags(constants(entry.flags(), FLAGS, EnumSet.noneOf(AclEntryFlag.class)))
                .setPermissions(constants(entry.mask(), MASKS, EnumSet.noneOf(AclEntryPermission.class)))
                .setPrincipal(who)
                .build();
    }

    private static <E extends Enum<E>> int bits(Set<E> constants, Map<E, Integer> table) {
        return constants.stream().mapToInt(table::get).reduce(0, (a, b) -> a | b);
    }

    private static <E extends Enum<E>> Set<E> constants(int bits, Map<E, Integer> table, Set<E> result) {
        table.forEach((constant, bit) -> {
            if ((bits & bit) != 0) {
                result.add(constant);
            }
        });
        return result;
    }
}
