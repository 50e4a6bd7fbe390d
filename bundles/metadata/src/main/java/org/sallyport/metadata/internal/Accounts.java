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

    private static final int MOST_DIGITS = 10;

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

    /** The number that a text is, of 32 bits; empty if it is a name. */
    static Optional<Integer> number(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS) {
            return Optional.empty();
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        long number = Long.parseLong(text);
        return number < 1L << 32 ? Optional.of((int) number) : Optional.empty();
    }

    /** With numbers beside names, or names beside numbers, where only one of them is there. */
    FileAttributes complete(FileAttributes told) {
        if (told.has(Attribute.OWNER_NAMES) && !told.has(Attribute.OWNER_IDS)) {
            return addNumbers(told.toBuilder(), told.owner(), told.group()).build();
        }
        if (told.has(Attribute.OWNER_IDS) && !told.has(Attribute.OWNER_NAMES)) {
            return addNames(told.toBuilder(), told.uid(), told.gid()).build();
        }
        return told;
    }

    /** Says the numbers of an owner and a group that are known by name. */
    FileAttributes.Builder addNumbers(FileAttributes.Builder attributes, String owner, String group) {
        return attributes
                .ownerIds(userNumber(local(owner)), groupNumber(local(group)))
                .origin(Attribute.OWNER_IDS, Origin.DERIVED);
    }

    /** Says the names of an owner and a group that are known by number. */
    FileAttributes.Builder addNames(FileAttributes.Builder attributes, int uid, int gid) {
        return attributes
                .ownerNames(
                        userName(uid).orElseGet(() -> Integer.toUnsignedString(uid)),
                        groupName(gid).orElseGet(() -> Integer.toUnsignedString(gid)))
                .origin(Attribute.OWNER_NAMES, Origin.DERIVED);
    }

    /** Clients may write {@code user@domain} (draft-13, section 7.5); the domain says nothing here. */
    static String local(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }
}
