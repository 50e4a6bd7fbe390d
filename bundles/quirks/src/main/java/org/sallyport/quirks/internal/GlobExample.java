/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks for a text that passes some globs and does not pass others, by following all of them letter by letter at once. */
final class GlobExample {

    private static final char ANY = '\0';
    private static final int MOST_STATES = 20_000;

    static final String UNDECIDED = "(some text)";

    /** One glob as letters, {@link #ANY} standing for any text. */
    private record Pattern(String letters, boolean foldCase, boolean wanted) {

        static Pattern of(Glob glob, boolean wanted) {
            return new Pattern(String.join(String.valueOf(ANY), glob.pieces()), glob.foldsCase(), wanted);
        }

        BitSet start() {
            BitSet places = new BitSet();
            places.set(0);
            return closed(places);
        }

        /** An asterisk may stand for nothing. */
        private BitSet closed(BitSet places) {
            for (int i = places.nextSetBit(0); i >= 0; i = places.nextSetBit(i + 1)) {
                if (i < letters.length() && letters.charAt(i) == ANY) {
                    places.set(i + 1);
                }
            }
            return places;
        }

        BitSet next(BitSet places, char letter) {
            char folded = foldCase ? Character.toLowerCase(letter) : letter;
            BitSet next = new BitSet();
            for (int i = places.nextSetBit(0); i >= 0 && i < letters.length(); i = places.nextSetBit(i + 1)) {
                if (letters.charAt(i) == ANY) {
                    next.set(i);
                } else if (letters.charAt(i) == folded) {
                    next.set(i + 1);
                }
            }
            return closed(next);
        }

        boolean isDead(BitSet places) {
            return wanted && places.isEmpty();
        }

        boolean isContent(BitSet places) {
            return places.get(letters.length()) == wanted;
        }
    }

    private record State(List<BitSet> places, String text) {}

    private final List<Pattern> patterns = new ArrayList<>();

    private GlobExample(List<Glob> wanted, List<Glob> unwanted) {
        wanted.forEach(glob -> patterns.add(Pattern.of(glob, true)));
        unwanted.forEach(glob -> patterns.add(Pattern.of(glob, false)));
    }

    /** A shortest such text that is not empty; where the search gets too long, {@link #UNDECIDED}. */
    static Optional<String> find(List<Glob> wanted, List<Glob> unwanted) {
        return new GlobExample(wanted, unwanted).find();
    }

    private Optional<String> find() {
        Set<Character> alphabet = alphabet();
        Set<List<BitSet>> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>();
        open.add(new State(patterns.stream().map(Pattern::start).toList(), ""));
        while (!open.isEmpty() && seen.size() < MOST_STATES) {
            State state = open.remove();
            for (char letter : alphabet) {
                Optional<State> next = next(state, letter);
                if (next.isPresent() && seen.add(next.get().places())) {
                    if (isFound(next.get())) {
                        return Optional.of(next.get().text());
                    }
                    open.add(next.get());
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of(UNDECIDED);
    }

    private Optional<State> next(State state, char letter) {
        List<BitSet> places = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            BitSet next = patterns.get(i).next(state.places().get(i), letter);
            if (patterns.get(i).isDead(next)) {
                return Optional.empty();
            }
            places.add(next);
        }
        return Optional.of(new State(places, state.text() + letter));
    }

    private boolean isFound(State state) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!patterns.get(i).isContent(state.places().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Every letter that some glob tells from others, and one that none does. */
    private Set<Character> alphabet() {
        Set<Character> letters = new LinkedHashSet<>();
        for (Pattern pattern : patterns) {
            for (char letter : pattern.letters().toCharArray()) {
                letters.add(letter);
                letters.add(String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0));
            }
        }
        letters.remove(ANY);
        char other = 'x';
        while (letters.contains(other)) {
            other++;
        }
        letters.add(other);
        return letters;
    }
}
