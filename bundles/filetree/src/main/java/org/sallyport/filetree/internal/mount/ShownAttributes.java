/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
 * @param group name or number
 * @param fileMode permissions of everything that is no directory
 * @param directoryMode permissions of directories
 */
record ShownAttributes(
        Optional<String> owner, Optional<String> group, OptionalInt fileMode, OptionalInt directoryMode) {

    private static final String USER = "{user}";

    private record Account(String name, int number) {}

    static ShownAttributes read(ConfigurationReader reader) {
        return new ShownAttributes(
                reader.text("owner"), reader.text("group"), mode(reader, "file-mode"), mode(reader, "directory-mode"));
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

    /** @param accounts numbers of the names, asked once */
    UnaryOperator<FileAttributes> to(String user, LocalMetadataMapper accounts) {
        Optional<Account> shownOwner =
                owner.map(name -> name.replace(USER, user)).map(name -> new Account(name, accounts.userNumber(name)));
        Optional<Account> shownGroup = group.map(name -> new Account(name, accounts.groupNumber(name)));
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
