/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Something about places in a tree, each the names that lead there, of the most recently used ones. What is at and below a place is found
 * without a look at the others. Not for use by several threads.
 */
public final class RecentPlaces<T> {

    private final int most;
    private final LinkedHashMap<List<String>, T> values = new LinkedHashMap<>(16, 0.75f, true);
    /** A directory stands right before all that is below it. */
    private final NavigableSet<List<String>> ordered = new TreeSet<>(RecentPlaces::compare);

    /** @param most places that are remembered */
    public RecentPlaces(int most) {
        this.most = most;
    }

    private static int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static boolean isWithin(List<String> place, List<String> ancestor) {
        return place.size() >= ancestor.size()
                && place.subList(0, ancestor.size()).equals(ancestor);
    }

    public void put(List<String> place, T value) {
        List<String> names = List.copyOf(place);
        if (values.put(names, value) == null) {
            ordered.add(names);
        }
        if (values.size() > most) {
            remove(values.keySet().iterator().next());
        }
    }

    /** What is known of a place; asking is a use of it. */
    public Optional<T> get(List<String> place) {
        return Optional.ofNullable(values.get(place));
    }

    public void remove(List<String> place) {
        values.remove(place);
        ordered.remove(place);
    }

    private List<List<String>> placesWithin(List<String> names) {
        List<List<String>> within = new ArrayList<>();
        for (List<String> place : ordered.tailSet(names, true)) {
            if (!isWithin(place, names)) {
                break;
            }
            within.add(place);
        }
        return within;
    }

    /** What is known of a place and of those below it. */
    public Map<List<String>, T> within(List<String> names) {
        Map<List<String>, T> within = new HashMap<>();
        placesWithin(names).forEach(place -> within.put(place, values.get(place)));
        return within;
    }

    /** Forgets a place and all below it. */
    public void removeWithin(List<String> names) {
        placesWithin(names).forEach(this::remove);
    }
}
