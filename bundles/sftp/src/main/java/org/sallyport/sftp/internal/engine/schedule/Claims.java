/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Up to here a list is searched from end to end; a path of 500 directories has as many claims. */
    private static final int FEW = 8;

    private final List<Claim> list = new ArrayList<>(FEW);
    private Map<Object, Integer> places = Map.of();

    /** Of the claims, the first one says on which file the operation works. */
    public Claims add(Object key, Mode mode) {
        int place = place(key);
        if (place >= 0) {
            list.set(place, new Claim(key, list.get(place).mode().and(mode)));
        } else {
            append(key, mode);
        }
        return this;
    }

    private int place(Object key) {
        if (list.size() > FEW) {
            return places.getOrDefault(key, -1);
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private void append(Object key, Mode mode) {
        list.add(new Claim(key, mode));
        if (list.size() == FEW + 1) {
            places = new HashMap<>();
            for (int i = 0; i < FEW; i++) {
                places.put(list.get(i).key(), i);
            }
        }
        if (list.size() > FEW) {
            places.put(key, list.size() - 1);
        }
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
