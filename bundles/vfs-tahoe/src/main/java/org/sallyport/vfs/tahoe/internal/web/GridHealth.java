/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/**
 * What a gateway node tells of its storage nodes ({@code /?t=json}).
 *
 * @param connected how many it is connected to; this goes stale when one is cut off
 * @param known how many it knows of
 * @param availableBytes the room on those that are connected, or -1 if none tells
 */
public record GridHealth(int connected, int known, long availableBytes) {

    /** Reads the node's answer. */
    public static GridHealth read(byte[] json) throws IOException {
        try (JsonParser in = new JsonFactory().createParser(json)) {
            GridHealth health = new GridHealth(0, 0, -1);
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                boolean servers = in.currentName().equals("servers");
                JsonToken value = in.nextToken();
                if (servers && value == JsonToken.START_ARRAY) {
                    while (in.nextToken() == JsonToken.START_OBJECT) {
                        health = health.with(in);
                    }
                } else {
                    in.skipChildren();
                }
            }
            return health;
        } catch (JsonProcessingException malformed) {
            throw new IOException("the gateway node's answer is no JSON that is understood");
        }
    }

    private GridHealth with(JsonParser in) throws IOException {
        boolean isConnected = false;
        long room = -1;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (key.equals("connection_status") && value == JsonToken.VALUE_STRING) {
                // Foolscap says "Connected to", the HTTPS storage protocol "connected".
                isConnected = in.getText().toLowerCase(Locale.ROOT).startsWith("connected");
            } else if (key.equals("available_space") && value == JsonToken.VALUE_NUMBER_INT) {
                room = in.getLongValue();
            } else {
                in.skipChildren();
            }
        }
        long sum = isConnected && room >= 0 ? Math.max(0, availableBytes) + room : availableBytes;
        return new GridHealth(connected + (isConnected ? 1 : 0), known + 1, sum);
    }
}
