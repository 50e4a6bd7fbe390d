/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.time.Duration;
import org.sallyport.api.config.ConfigurationReader;

/**
 * When CLOSE of a journaled upload is answered. In each case the content is durable in the spool by then.
 *
 * @param within how long the store may take: zero to answer at once, otherwise until then
 * @param mustBeStored whether it is an error if the store took longer
 */
public record CloseReply(Duration within, boolean mustBeStored) {

    /** As soon as the upload is durable. */
    public static final CloseReply SEALED = new CloseReply(Duration.ZERO, false);

    /** When it is in the store. */
    public static final CloseReply STORED = new CloseReply(Duration.ofHours(1), true);

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String WITHIN = "stored-within(";
    private static final String ELSE = ")-else-sealed";

    /** Reads {@code stored}, {@code sealed} or {@code stored-within(10s)-else-sealed}. */
    public static CloseReply parse(String text) {
        if (text.equals("sealed")) {
            return SEALED;
        }
        if (text.equals("stored")) {
            return STORED;
        }
        if (!text.startsWith(WITHIN) || !text.endsWith(ELSE)) {
            throw new IllegalArgumentException(text);
        }
        Duration time =
                ConfigurationReader.parseDuration(text.substring(WITHIN.length(), text.length() - ELSE.length()));
        if (time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return new CloseReply(time, false);
    }

    @Override
    public String toString() {
        if (mustBeStored) {
            return "stored";
        }
        if (within.isZero()) {
            return "sealed";
        }
        boolean seconds = within.toMillisPart() == 0;
        return WITHIN + (seconds ? within.toSeconds() + "s" : within.toMillis() + "ms") + ELSE;
    }
}
