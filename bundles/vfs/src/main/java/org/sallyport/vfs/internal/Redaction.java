/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Takes passwords and capabilities out of texts that people are to read. Commons VFS masks only the password of the
 * outermost layer, and prints everything else in its exceptions.
 */
final class Redaction {

    private static final String HIDDEN = "***";
    private static final Pattern PASSWORD = Pattern.compile("(//[^/@:\\s]*):[^/\\s]*@");
    private static final Pattern CAPABILITY = Pattern.compile("URI(:|%3A)[^/\\s\"'!]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern QUERY = Pattern.compile("(://[^?\\s\"']*)\\?[^\\s\"'!]+");
    private static final int DEEPEST_CAUSE = 8;

    private Redaction() {}

    static String redact(String text) {
        String result = PASSWORD.matcher(text).replaceAll("$1:" + HIDDEN + "@");
        result = CAPABILITY.matcher(result).replaceAll("URI:" + HIDDEN);
        return QUERY.matcher(result).replaceAll("$1?" + HIDDEN);
    }

    /** The same failure, its causes and stack traces, with messages that can be shown and logged. */
    static IOException redact(String what, Throwable failure) {
        IOException result = new IOException(what + ": " + message(failure), cause(failure, 1));
        result.setStackTrace(failure.getStackTrace());
        return result;
    }

    private static IOException cause(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        if (cause == null || depth == DEEPEST_CAUSE) {
            return null;
        }
        IOException result =
                new IOException(cause.getClass().getName() + ": " + message(cause), cause(cause, depth + 1));
        result.setStackTrace(cause.getStackTrace());
        return result;
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : redact(failure.getMessage());
    }
}
