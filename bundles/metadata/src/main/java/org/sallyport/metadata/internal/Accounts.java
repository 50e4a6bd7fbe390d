/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.file.Path;
import java.util.Optional;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.Origin;

/** Names and numbers of users and groups: those of this host, else those that were allotted. */
final class Accounts {

    private final OwnerNames host;
    private final AllottedNumbers users;
    private final AllottedNumbers groups;

    /** @param folder where allotted numbers are kept */
    Accounts(OwnerNames host, Path folder) {
        this.host = host;
        this.users = new AllottedNumbers(folder.resolve("users"));
        this.groups = new AllottedNumbers(folder.resolve("groups"));
    }

    OwnerNames host() {
        return host;
    }

    Optional<String> userName(int number) {
        return host.userName(number).or(() -> users.name(number));
    }

    Optional<String> groupName(int number) {
        return host.groupName(number).or(() -> groups.name(number));
    }

    /** The number of a user, which is the same after restarts; a name of digits alone is a number itself. */
    int userNumber(String name) {
        return number(name).orElseGet(() -> host.userNumber(name).orElseGet(() -> users.number(name)));
    }

    int groupNumber(String name) {
        return number(name).orElseGet(() -> host.groupNumber(name).orElseGet(() -> groups.number(name)));
    }

    private static Optional<Integer> number(String name) {
        if (!name.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(name);
        return number < 1L << 32 ? Optional.of((int) number) : Optional.empty();
    }

    /** Adds numbers to names, or names to numbers, where only one of them is there. */
    FileAttributes.Builder complete(FileAttributes.Builder attributes) {
        FileAttributes now = attributes.build();
        if (now.has(Attribute.OWNER_NAMES) && !now.has(Attribute.OWNER_IDS)) {
            attributes
                    .ownerIds(userNumber(local(now.owner())), groupNumber(local(now.group())))
                    .origin(Attribute.OWNER_IDS, Origin.DERIVED);
        } else if (now.has(Attribute.OWNER_IDS) && !now.has(Attribute.OWNER_NAMES)) {
            attributes
                    .ownerNames(
                            userName(now.uid()).orElse(Integer.toUnsignedString(now.uid())),
                            groupName(now.gid()).orElse(Integer.toUnsignedString(now.gid())))
                    .origin(Attribute.OWNER_NAMES, Origin.DERIVED);
        }
        return attributes;
    }

    /** Clients may write {@code user@domain} (draft-13, section 7.5); the domain says nothing here. */
    static String local(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }
}
