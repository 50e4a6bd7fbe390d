/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads an OSGi filter. Over the standard: banner and fingerprint compare without regard to case, a banner also without its
 * comments, {@code address} may be a network such as {@code 10.0.0.0/8}, and keys are those of {@link Fact} alone.
 */
final class ConditionParser {

    private static final int DEEPEST = 32;
    private static final int MOST_ALTERNATIVES = 256;

    /** What stands between the version of a client's software and its comments (RFC 4253, section 4.2). */
    private static final String COMMENT = " ";

    private final String text;
    private int position;

    private ConditionParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is not a filter; the message says where and why */
    static Condition parse(String text) {
        if (text.isBlank()) {
            return Condition.ALWAYS;
        }
        ConditionParser parser = new ConditionParser(text.trim());
        Condition result = parser.filter(0);
        if (parser.position != parser.text.length()) {
            throw parser.wrong("nothing more");
        }
        if (Overlap.countAlternatives(result) > MOST_ALTERNATIVES) {
            throw new IllegalArgumentException(
                    "it can hold in more than " + MOST_ALTERNATIVES + " ways: use several rules");
        }
        return result;
    }

    private Condition filter(int depth) {
        if (depth > DEEPEST) {
            throw wrong("fewer parentheses inside each other");
        }
        skipBlanks();
        expect('(');
        skipBlanks();
        Condition result =
                switch (peek()) {
                    case '&' -> new Condition.All(parts(depth));
                    case '|' -> new Condition.Any(parts(depth));
                    case '!' -> {
                        position++;
                        yield new Condition.Not(filter(depth + 1));
                    }
                    default -> comparison();
                };
        skipBlanks();
        expect(')');
        skipBlanks();
        return result;
    }

    private List<Condition> parts(int depth) {
        position++;
        List<Condition> result = new ArrayList<>();
        skipBlanks();
        do {
            result.add(filter(depth + 1));
        } while (peek() == '(');
        return result;
    }

    private Condition comparison() {
        int start = position;
        while (Character.isLetterOrDigit(peek()) || peek() == '-') {
            position++;
        }
        Fact fact = Fact.named(text.substring(start, position));
        skipBlanks();
        char operator = peek();
        if (operator == '<' || operator == '>' || operator == '~') {
            position++;
        }
        expect('=');
        return switch (operator) {
            case '<' -> new Condition.Test(fact, bound(fact, value(), true));
            case '>' -> new Condition.Test(fact, bound(fact, value(), false));
            case '~' -> new Condition.Test(fact, Glob.of(value(), true));
            default -> equal(fact, value());
        };
    }

    private static Condition equal(Fact fact, List<String> pieces) {
        if (fact == Fact.ADDRESS
                && (pieces.size() == 1 || String.join("", pieces).indexOf('/') >= 0)) {
            return new Condition.Test(fact, address(String.join("*", pieces)));
        }
        if (fact.isVersion() && pieces.size() == 1) {
            return new Condition.Test(fact, Glob.of(List.of(Integer.toString(version(pieces.get(0)))), false));
        }
        Condition whole = new Condition.Test(fact, Glob.of(pieces, fact.foldsCase()));
        if (fact != Fact.BANNER || pieces.get(pieces.size() - 1).isEmpty()) {
            return whole;
        }
        List<String> withComment = new ArrayList<>(pieces);
        withComment.set(pieces.size() - 1, pieces.get(pieces.size() - 1) + COMMENT);
        withComment.add("");
        return new Condition.Any(List.of(whole, new Condition.Test(fact, Glob.of(withComment, true))));
    }

    /** A network, or one address, which may be written in several ways. */
    private static ValueTest address(String text) {
        if (text.indexOf('/') >= 0) {
            return Network.parse(text);
        }
        byte[] address = Network.bytes(text);
        if (address.length == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address such as 10.1.2.3, nor are names looked up");
        }
        return address.length == 4
                ? Glob.of(List.of(Network.text(address)), false)
                : Network.parse(text + "/" + address.length * 8);
    }

    private static int version(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException("'" + text + "' is not the number of a version", none);
        }
    }

    private static ValueTest bound(Fact fact, List<String> pieces, boolean most) {
        if (!fact.isVersion() || pieces.size() != 1) {
            throw new IllegalArgumentException(
                    "only version and negotiated can be compared with <= and >=, and with a number");
        }
        return new VersionBound(version(pieces.get(0)), most);
    }

    /** The pieces between unescaped asterisks: one piece where there is none. */
    private List<String> value() {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        while (position < text.length() && peek() != ')') {
            char character = text.charAt(position++);
            if (character == '(') {
                throw wrong("'\\(' for a parenthesis in a value");
            } else if (character == '*') {
                pieces.add(piece.toString());
                piece.setLength(0);
            } else if (character == '\\' && position < text.length()) {
                piece.append(text.charAt(position++));
            } else {
                piece.append(character);
            }
        }
        pieces.add(piece.toString());
        if (pieces.size() == 1 && pieces.get(0).isEmpty()) {
            throw wrong("a value");
        }
        return pieces;
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private void skipBlanks() {
        while (Character.isWhitespace(peek())) {
            position++;
        }
    }

    private void expect(char character) {
        if (peek() != character) {
            throw wrong("'" + character + "'");
        }
        position++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "expected %s at character %d of the condition", expected, position + 1));
    }
}
