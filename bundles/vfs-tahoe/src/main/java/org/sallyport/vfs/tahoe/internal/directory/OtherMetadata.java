/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A link's metadata that are not ours, a JSON object whose fields other programs and users set. */
public final class OtherMetadata {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(DirectoryJson.CONSTRAINTS)
            .build();

    /** Fields that nobody sets by hand: the node's, ours, and the one by which the node takes the right to write from a link for ever. */
    private static final Set<String> RESERVED = Set.of(DirectoryJson.NODES_OWN, DirectoryJson.OWN, "no-write");

    private OtherMetadata() {}

    /** The fields: texts as they are, anything else as JSON. */
    public static Map<String, String> texts(String metadata) throws IOException {
        if (metadata.equals(Entry.NO_METADATA)) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(metadata)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                texts.put(name, in.nextToken() == JsonToken.VALUE_STRING ? in.getText() : json(in));
            }
        }
        return texts;
    }

    private static String json(JsonParser in) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.copyCurrentStructure(in);
        }
        return text.toString();
    }

    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** The same with a field that is this text; all others stay, in their form too. */
    static String with(String metadata, String name, String text) throws IOException {
        StringWriter result = new StringWriter();
        try (JsonParser in = JSON.createParser(metadata);
                JsonGenerator out = JSON.createGenerator(result)) {
            in.nextToken();
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String other = in.currentName();
                in.nextToken();
                if (other.equals(name)) {
                    in.skipChildren();
                } else {
                    out.writeFieldName(other);
                    out.copyCurrentStructure(in);
                }
            }
            out.writeStringField(name, text);
            out.writeEndObject();
        }
        return result.toString();
    }
}
