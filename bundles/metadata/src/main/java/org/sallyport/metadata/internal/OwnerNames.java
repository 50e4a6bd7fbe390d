/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Names of users and groups by number.
 *
 * <p>Java has no call for that, so names are learnt from files that were read (which asks the system's name services), and
 * else looked up in {@code /etc/passwd} and {@code /etc/group}. A user of a directory service who owns no file that was
 * listed with names is therefore unknown here, and clients show the number.
 */
final class OwnerNames {

    private static final Duration KEEP = Duration.ofMinutes(5);
    private static final int MOST = 4096;

    private final LongSupplier nanoTime;
    private final AccountFile users;
    private final AccountFile groups;
    private final Map<Integer, Learnt> learntUsers = new LinkedHashMap<>();
    private final Map<Integer, Learnt> learntGroups = new LinkedHashMap<>();

    private record Learnt(String name, long at) {}

    OwnerNames(Path passwd, Path group, LongSupplier nanoTime) {
        this.users = new AccountFile(passwd, nanoTime);
        this.groups = new AccountFile(group, nanoTime);
        this.nanoTime = nanoTime;
    }

    static OwnerNames ofThisHost() {
        return new OwnerNames(Path.of("/etc/passwd"), Path.of("/etc/group"), System::nanoTime);
    }

    Optional<String> userName(int uid) {
        return Optional.ofNullable(cachedUser(uid))
                .filter(name -> isName(name, uid))
                .or(() -> users.name(uid));
    }

    Optional<String> groupName(int gid) {
        return Optional.ofNullable(cachedGroup(gid))
                .filter(name -> isName(name, gid))
                .or(() -> groups.name(gid));
    }

    /** Java names those that the system has no name for by their number, which it takes as signed. */
    static boolean isName(String name, int number) {
        return !name.equals(Integer.toString(number)) && !name.equals(Integer.toUnsignedString(number));
    }

    Optional<Integer> userNumber(String name) {
        return users.number(name);
    }

    Optional<Integer> groupNumber(String name) {
        return groups.number(name);
    }

    /** A name that was learnt not long ago, or null. */
    String cachedUser(int uid) {
        return cached(learntUsers, uid);
    }

    /** A name that was learnt not long ago, or null. */
    String cachedGroup(int gid) {
        return cached(learntGroups, gid);
    }

    void learn(int uid, String user, int gid, String group) {
        Learnt learntUser = new Learnt(user, nanoTime.getAsLong());
        put(learntUsers, uid, learntUser);
        put(learntGroups, gid, new Learnt(group, learntUser.at()));
    }

    private static void put(Map<Integer, Learnt> known, int id, Learnt learnt) {
        synchronized (known) {
            known.remove(id);
            known.put(id, learnt);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    private String cached(Map<Integer, Learnt> known, int id) {
        synchronized (known) {
            Learnt learnt = known.get(id);
            if (learnt == null) {
                return null;
            }
            if (nanoTime.getAsLong() - learnt.at() > KEEP.toNanos()) {
                known.remove(id);
                return null;
            }
            return learnt.name();
        }
    }
}
