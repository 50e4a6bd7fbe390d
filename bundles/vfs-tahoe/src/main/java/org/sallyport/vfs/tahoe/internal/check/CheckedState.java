/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What the check of one object found. */
public enum CheckedState {
    HEALTHY,
    REPAIRED,
    DAMAGED,
    LOST,
    UNKNOWN;

    /**
     * Reads what a node tells of a check ({@code t=check&output=JSON}); after a repair it tells of the state before and after.
     *
     * @throws IOException if that is nothing that is understood
     */
    static CheckedState read(byte[] json) throws IOException {
        try (JsonParser in = new JsonFactory().createParser(json)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonException();
            }
            Told told = new Told();
            told.read(in);
            return told.state();
        } catch (JsonProcessingException malformed) {
            throw new JsonException();
        }
    }

    private static final class JsonException extends IOException {

        private static final long serialVersionUID = 1;

        JsonException() {
            super("the gateway node's answer to a check is no JSON that is understood");
        }
    }

    private static final class Told {

        private boolean repaired;
        private Boolean healthy;
        private boolean recoverable = true;

        void read(JsonParser in) throws IOException {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                JsonToken value = in.nextToken();
                switch (key) {
                    case "results", "post-repair-results" -> read(in);
                    case "healthy" -> healthy = value == JsonToken.VALUE_TRUE;
                    case "recoverable" -> recoverable = value == JsonToken.VALUE_TRUE;
                    case "repair-successful" -> repaired = value == JsonToken.VALUE_TRUE;
                    default -> in.skipChildren();
                }
            }
        }

        CheckedState state() throws IOException {
            if (healthy == null) {
                throw new JsonException();
            }
            if (healthy) {
                return repaired ? REPAIRED : HEALTHY;
            }
            return recoverable ? DAMAGED : LOST;
        }
    }
}
