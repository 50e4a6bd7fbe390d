/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.metadata.Origin;

/**
 * What a mount shows of its files instead of what the store tells. What clients set is kept, or not, as ever; it is only not shown.
 *
 * @param owner name or number; <code>{user}</code> is the session's user
 * @param group name or number; <code>{role}</code> is the group as which the session's user appears by his roles, if he has any
 * @param fileMode permissions of everything that is no directory
 * @param directoryMode permissions of directories
 */
record ShownAttributes(
        Optional<String> owner, Optional<String> group, OptionalInt fileMode, OptionalInt directoryMode) {

    private static final String USER = "{user}";
    private static final String ROLE = "{role}";

    private record Account(String name, int number) {}

    static ShownAttributes read(ConfigurationReader reader) {
        return new ShownAttributes(
                account(
                        reader,
                        "owner",
                        "a name or a number, in which {user} is who looks",
                        text -> text.replace(USER, "")),
                account(
                        reader,
                        "group",
                        "a name or a number, or {role} for the role of who looks",
                        text -> text.equals(ROLE) ? "" : text),
                mode(reader, "file-mode"),
                mode(reader, "directory-mode"));
    }

    private static Optional<String> account(
            ConfigurationReader reader, String key, String remedy, UnaryOperator<String> plain) {
        return reader.value(key, Optional.empty(), remedy, text -> {
            if (plain.apply(text).matches(".*[{}].*")) {
                throw new IllegalArgumentException(text);
            }
            return Optional.of(text);
        });
    }

    private static OptionalInt mode(ConfigurationReader reader, String key) {
        return reader.value(
                key,
                OptionalInt.empty(),
                "an octal number from 000 to 777",
                text -> OptionalInt.of(MountSettings.permissions(text)));
    }

    boolean isNone() {
        return owner.isEmpty() && group.isEmpty() && fileMode.isEmpty() && directoryMode.isEmpty();
    }

    /**
     * @param roles of the user; if there are none, what would show a role shows what the store tells
     * @param accounts numbers of the names, and groups of the roles, asked once
     */
    UnaryOperator<FileAttributes> to(String user, Set<String> roles, LocalMetadataMapper accounts) {
        Optional<Account> shownOwner =
                owner.map(name -> name.replace(USER, user)).map(name -> new Account(name, accounts.userNumber(name)));
        Optional<Account> shownGroup = group.flatMap(
                        name -> name.equals(ROLE) ? accounts.groupOf(roles) : Optional.of(name))
                .map(name -> new Account(name, accounts.groupNumber(name)));
        return told -> show(told, shownOwner, shownGroup);
    }

    private FileAttributes show(FileAttributes told, Optional<Account> shownOwner, Optional<Account> shownGroup) {
        FileAttributes.Builder shown = told.toBuilder();
        OptionalInt mode = told.isDirectory() ? directoryMode : fileMode;
        if (mode.isPresent() && told.has(Attribute.PERMISSIONS)) {
            shown.permissions(mode.getAsInt()).origin(Attribute.PERMISSIONS, Origin.ASSUMED);
        }
        if (shownOwner.isPresent() || shownGroup.isPresent()) {
            Account user = shownOwner.orElse(new Account(told.owner(), told.uid()));
            Account members = shownGroup.orElse(new Account(told.group(), told.gid()));
            shown.ownerIds(user.number(), members.number())
                    .ownerNames(user.name(), members.name())
                    .origin(Attribute.OWNER_IDS, Origin.ASSUMED)
                    .origin(Attribute.OWNER_NAMES, Origin.ASSUMED);
        }
        return shown.build();
    }

    void describe(Map<String, String> into) {
        owner.ifPresent(name -> into.put("owner", name));
        group.ifPresent(name -> into.put("group", name));
        fileMode.ifPresent(mode -> into.put("file-mode", String.format("%03o", mode)));
        directoryMode.ifPresent(mode -> into.put("directory-mode", String.format("%03o", mode)));
    }
}
