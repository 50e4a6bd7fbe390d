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

/**
 * Names and numbers of users and groups: those of the configuration, else those of this host, else those that were allotted. For use by many
 * threads.
 */
final class Accounts {

    private final OwnerNames host;
    private final AllottedNumbers users;
    private final AllottedNumbers groups;
    private volatile Identities configured = Identities.NONE;

    /** @param folder where allotted numbers are kept */
    Accounts(OwnerNames host, Path folder) {
        this.host = host;
        this.users = new AllottedNumbers(folder.resolve("users"));
        this.groups = new AllottedNumbers(folder.resolve("groups"));
    }

    OwnerNames host() {
        return host;
    }

    /** From now on those of another configuration. */
    void use(Identities identities) {
        configured = identities;
    }

    Identities configured() {
        return configured;
    }

    Optional<String> userName(int number) {
        return configured.users().name(number).or(() -> host.userName(number)).or(() -> users.name(number));
    }

    Optional<String> groupName(int number) {
        return configured.groups().name(number).or(() -> host.groupName(number)).or(() -> groups.name(number));
    }

    /** The user of a file, of whom the host tells a name, or a number where it knows none. */
    String userName(int number, String ofHost) {
        return configured
                .users()
                .name(number)
                .orElseGet(() -> OwnerNames.isName(ofHost, number)
                        ? ofHost
                        : users.name(number).orElse(Integer.toUnsignedString(number)));
    }

    /** The group of a file, in the same way. */
    String groupName(int number, String ofHost) {
        return configured
                .groups()
                .name(number)
                .orElseGet(() -> OwnerNames.isName(ofHost, number)
                        ? ofHost
                        : groups.name(number).orElse(Integer.toUnsignedString(number)));
    }

    /** The number that was allotted to a name before, if one was. */
    Optional<Integer> allottedUser(String name) {
        return users.known(name);
    }

    /** The number that was allotted to a name before, if one was. */
    Optional<Integer> allottedGroup(String name) {
        return groups.known(name);
    }

    /** The number of a user, which is the same after restarts; a name of digits alone is a number itself. */
    int userNumber(String name) {
        return number(name)
                .or(() -> configured.users().number(name))
                .or(() -> host.userNumber(name))
                .orElseGet(() -> users.number(name));
    }

    int groupNumber(String name) {
        return number(name)
                .or(() -> configured.groups().number(name))
                .or(() -> host.groupNumber(name))
                .orElseGet(() -> groups.number(name));
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
