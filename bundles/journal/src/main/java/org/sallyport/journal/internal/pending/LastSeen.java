/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.path.RecentPlaces;

/**
 * What was last seen at places of a store, or put there by this server, of the last {@value #MOST}: an upload that begins while the store
 * is away may replace that, and nothing else. A change whose answer was lost leaves more than one state that a place may be in. Kept while
 * nobody uses the store; for many threads.
 */
final class LastSeen {

    private static final int MOST = 10_000;

    /** Of a place that nobody looked at: whether the store has something there only the store can tell. */
    private static final StoredState UNSEEN = new StoredState(StoredState.Kind.ABSENT, "unseen", 0);

    private final RecentPlaces<Set<StoredState>> states = new RecentPlaces<>(MOST);

    synchronized void saw(List<String> names, StoredState now) {
        states.put(names, Set.of(now.at(0)));
    }

    /** The states that a place may be in. */
    synchronized Set<StoredState> of(List<String> names) {
        return states.get(names).orElse(Set.of(UNSEEN));
    }

    /** One state for all: a file, if there may be one. */
    StoredState shown(List<String> names) {
        Set<StoredState> all = of(names);
        Optional<StoredState> file = all.stream()
                .filter(state -> state.kind() == StoredState.Kind.FILE)
                .findFirst();
        return file.or(() -> all.stream().filter(StoredState::exists).findFirst())
                .orElseGet(() -> all.iterator().next())
                .remembered();
    }

    /** Something is being renamed: until that is known to be done, either may be there. */
    synchronized void mayMove(List<String> from, List<String> to) {
        for (Map.Entry<List<String>, Set<StoredState>> entry :
                states.within(from).entrySet()) {
            List<String> there = moved(entry.getKey(), from, to);
            Set<StoredState> either = new HashSet<>(of(there));
            either.addAll(entry.getValue());
            states.put(there, Set.copyOf(either));
        }
    }

    /** It was renamed: what was seen goes along. */
    synchronized void moved(List<String> from, List<String> to) {
        Map<List<String>, Set<StoredState>> moving = states.within(from);
        states.removeWithin(to);
        states.removeWithin(from);
        moving.forEach((place, seen) -> states.put(moved(place, from, to), seen));
        saw(from, StoredState.ABSENT);
    }

    /** A file got a second name. */
    synchronized void linked(List<String> existing, List<String> newLink) {
        states.put(newLink, of(existing));
    }

    private static List<String> moved(List<String> place, List<String> from, List<String> to) {
        List<String> there = new ArrayList<>(to);
        there.addAll(place.subList(from.size(), place.size()));
        return there;
    }

    /** Something else may be there now, and below it. */
    synchronized void forget(List<String> names) {
        states.removeWithin(names);
    }
}
