/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * What an operation needs to itself and what it only needs unchanged, by key. Operations whose claims do not conflict may
 * run at once; those whose claims do, run in the order of their arrival. Not for use by several threads.
 */
public final class Claims {

    /** How a key is needed. Two claims of one key go together if their modes are the same, except exclusive ones. */
    public enum Mode {
        /** It must not change meanwhile. */
        SHARED,
        /** It is changed in a way that bears other such changes: names in a directory. */
        CHANGING,
        EXCLUSIVE;

        boolean bears(Mode other) {
            return this == other && this != EXCLUSIVE;
        }

        Mode and(Mode other) {
            return this == other ? this : EXCLUSIVE;
        }
    }

    /** One key and how it is needed. */
    record Claim(Object key, Mode mode) {}

    /** Declares claims; called only when there is something that they could conflict with. */
    @FunctionalInterface
    public interface Declaration {

        /** No claims: runs whenever it comes. */
        Declaration NONE = claims -> {};

        void declare(Claims claims);
    }

    private final List<Claim> list = new ArrayList<>(8);

    /** Of the claims, the first one says on which file the operation works. */
    public Claims add(Object key, Mode mode) {
        for (int i = 0; i < list.size(); i++) {
            Claim claim = list.get(i);
            if (claim.key().equals(key)) {
                list.set(i, new Claim(key, claim.mode().and(mode)));
                return this;
            }
        }
        list.add(new Claim(key, mode));
        return this;
    }

    public Claims shared(Object key) {
        return add(key, Mode.SHARED);
    }

    public Claims changing(Object key) {
        return add(key, Mode.CHANGING);
    }

    public Claims exclusive(Object key) {
        return add(key, Mode.EXCLUSIVE);
    }

    List<Claim> list() {
        return list;
    }
}
