/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Text with asterisks that stand for any text. Takes time in proportion to the length of what it looks at. */
final class Glob implements ValueTest {

    private final List<String> pieces;
    private final boolean foldCase;

    private Glob(List<String> pieces, boolean foldCase) {
        this.pieces = pieces;
        this.foldCase = foldCase;
    }

    /** @param pieces what stands between the asterisks; a single piece has to be the whole text */
    static Glob of(List<String> pieces, boolean foldCase) {
        return new Glob(pieces.stream().map(piece -> fold(piece, foldCase)).toList(), foldCase);
    }

    private static String fold(String text, boolean foldCase) {
        return foldCase ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The one text that passes, if there is only one. */
    Optional<String> only() {
        return pieces.size() == 1 && !foldCase ? Optional.of(pieces.get(0)) : Optional.empty();
    }

    List<String> pieces() {
        return pieces;
    }

    boolean foldsCase() {
        return foldCase;
    }

    @Override
    public boolean test(KnownFacts.Value value) {
        String text = foldCase ? value.folded() : value.text();
        String first = pieces.get(0);
        String last = pieces.get(pieces.size() - 1);
        if (pieces.size() == 1) {
            return text.equals(first);
        }
        if (!text.startsWith(first) || !text.endsWith(last) || text.length() < first.length() + last.length()) {
            return false;
        }
        int position = first.length();
        int end = text.length() - last.length();
        for (int i = 1; i < pieces.size() - 1; i++) {
            String piece = pieces.get(i);
            int found = text.indexOf(piece, position);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            position = found + piece.length();
        }
        return true;
    }
}
