/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Commons VFS URI as configured; it may hold secrets, so only {@link #displayName()} is for people. */
record StoreUri(String text) {

    private static final Pattern ESCAPED_BYTES = Pattern.compile("(%[89A-Fa-f][0-9A-Fa-f])+");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):");

    /** @throws IOException if it does not begin with a scheme */
    static StoreUri of(String text) throws IOException {
        if (!SCHEME.matcher(text).lookingAt()) {
            throw new IOException("'" + Redaction.redact(text)
                    + "' is not a Commons VFS URI: it has to begin with a scheme, as in file:///srv/data");
        }
        return new StoreUri(withCharacters(text));
    }

    /**
     * Puts characters for percent-encoded UTF-8 beyond ASCII. Commons VFS 2.10.0 reads each such byte as a character of
     * ISO 8859-1. What is not UTF-8 stays as it is.
     */
    private static String withCharacters(String text) {
        return ESCAPED_BYTES.matcher(text).replaceAll(match -> {
            byte[] bytes = HexFormat.of().parseHex(match.group().replace("%", ""));
            try {
                return Matcher.quoteReplacement(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString());
            } catch (CharacterCodingException notUtf8) {
                return match.group();
            }
        });
    }

    /** The scheme of the outermost layer. */
    String scheme() {
        Matcher matcher = SCHEME.matcher(text);
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    /**
     * The schemes of all layers, the outermost first: {@code zip} and {@code file} for {@code zip:file:///a.zip}.
     *
     * @param known tells a scheme inside from a part of a path that happens to hold a colon
     */
    List<String> schemes(Set<String> known) {
        List<String> result = new ArrayList<>();
        String rest = text;
        Matcher matcher = SCHEME.matcher(rest);
        while (matcher.lookingAt()
                && (result.isEmpty() || known.contains(matcher.group(1)) || rest.startsWith("//", matcher.end()))) {
            result.add(matcher.group(1));
            rest = rest.substring(matcher.end());
            matcher = SCHEME.matcher(rest);
        }
        return result;
    }

    String displayName() {
        return Redaction.redact(text);
    }

    @Override
    public String toString() {
        return displayName();
    }
}
