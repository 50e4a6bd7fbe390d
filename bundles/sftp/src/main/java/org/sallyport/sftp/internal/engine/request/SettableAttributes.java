/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.NewPermissions;
import org.sallyport.api.quirk.SftpQuirks.SetAttribute;

/** What becomes of attributes that a client sets, by the switches whose names begin with {@code set-}. */
final class SettableAttributes {

    /** Attributes that go together, and the switch that decides about them. */
    private record Group(Quirk<SetAttribute> quirk, Set<Attribute> members) {}

    private static final List<Group> GROUPS = List.of(
            new Group(SftpQuirks.SET_PERMISSIONS, EnumSet.of(Attribute.PERMISSIONS)),
            new Group(SftpQuirks.SET_OWNER, EnumSet.of(Attribute.OWNER_IDS, Attribute.OWNER_NAMES)),
            new Group(
                    SftpQuirks.SET_TIMES,
                    EnumSet.of(
                            Attribute.ACCESS_TIME,
                            Attribute.MODIFY_TIME,
                            Attribute.CHANGE_TIME,
                            Attribute.CREATE_TIME)),
            new Group(SftpQuirks.SET_SIZE, EnumSet.of(Attribute.SIZE)),
            new Group(
                    SftpQuirks.SET_EXTENDED,
                    EnumSet.of(
                            Attribute.EXTENDED,
                            Attribute.ACL,
                            Attribute.BITS,
                            Attribute.MIME_TYPE,
                            Attribute.TEXT_HINT)));

    /** Applies changes to a file. */
    @FunctionalInterface
    interface Target {

        void apply(FileAttributes changes) throws FileTreeException;
    }

    private SettableAttributes() {}

    /** Those for a new file or directory: what is to be ignored or refused is left out, which never fails the creation. */
    static FileAttributes forNew(RequestContext context, VirtualPath path, FileAttributes asked) {
        if (asked.isEmpty()) {
            return asked;
        }
        Quirks quirks = context.tree().quirks(path);
        FileAttributes.Builder result = asked.toBuilder();
        if (asked.has(Attribute.PERMISSIONS) && quirks.get(SftpQuirks.NEW_PERMISSIONS) == NewPermissions.IGNORE) {
            quirks.exercised(SftpQuirks.NEW_PERMISSIONS);
            result.without(Attribute.PERMISSIONS);
        }
        for (Group group : GROUPS) {
            if (!holds(asked, group)) {
                continue;
            }
            SetAttribute policy = policy(quirks, group);
            if (policy == SetAttribute.IGNORE || policy == SetAttribute.REFUSE) {
                group.members().forEach(result::without);
            }
        }
        return result.build();
    }

    /** Applies changes as far as the switches say. */
    static void apply(RequestContext context, VirtualPath path, FileAttributes asked, Target target)
            throws FileTreeException {
        if (asked.isEmpty()) {
            return;
        }
        Quirks quirks = context.tree().quirks(path);
        FileAttributes.Builder wanted = asked.toBuilder();
        for (Group group : GROUPS) {
            if (!holds(asked, group)) {
                continue;
            }
            switch (policy(quirks, group)) {
                case REFUSE -> throw new FileTreeException(Reason.PERMISSION_DENIED, "Cannot be changed here");
                case IGNORE -> group.members().forEach(wanted::without);
                case APPLY, BEST_EFFORT -> {
                    // stays among what is wanted
                }
            }
        }
        FileAttributes changes = wanted.build();
        if (changes.isEmpty()) {
            return;
        }
        try {
            target.apply(changes);
        } catch (FileTreeException failure) {
            if (failure.reason() != Reason.UNSUPPORTED) {
                throw failure;
            }
            applyOneByOne(quirks, changes, target, failure);
        }
    }

    /** The store cannot keep all of it: what must be kept is tried by itself, what need not be is let go. */
    private static void applyOneByOne(Quirks quirks, FileAttributes changes, Target target, FileTreeException failure)
            throws FileTreeException {
        FileAttributes.Builder rest = changes.toBuilder();
        boolean anyOptional = false;
        for (Group group : GROUPS) {
            if (holds(changes, group) && quirks.get(group.quirk()) == SetAttribute.BEST_EFFORT) {
                anyOptional = true;
                group.members().forEach(rest::without);
            }
        }
        if (!anyOptional) {
            throw failure;
        }
        FileAttributes required = rest.build();
        if (!required.isEmpty()) {
            target.apply(required);
        }
        for (Group group : GROUPS) {
            FileAttributes optional = only(changes, required, group);
            if (!optional.isEmpty()) {
                applyIfPossible(optional, target);
            }
        }
    }

    private static void applyIfPossible(FileAttributes changes, Target target) throws FileTreeException {
        try {
            target.apply(changes);
        } catch (FileTreeException failure) {
            if (failure.reason() != Reason.UNSUPPORTED) {
                throw failure;
            }
        }
    }

    private static FileAttributes only(FileAttributes changes, FileAttributes without, Group group) {
        FileAttributes.Builder result = changes.toBuilder();
        for (Attribute attribute : changes.present()) {
            if (without.has(attribute) || !group.members().contains(attribute)) {
                result.without(attribute);
            }
        }
        return result.build();
    }

    /** The switch's value; counted if it is not the neutral one. */
    private static SetAttribute policy(Quirks quirks, Group group) {
        SetAttribute policy = quirks.get(group.quirk());
        if (policy != group.quirk().neutral()) {
            quirks.exercised(group.quirk());
        }
        return policy;
    }

    private static boolean holds(FileAttributes attributes, Group group) {
        return group.members().stream().anyMatch(attributes::has);
    }
}
