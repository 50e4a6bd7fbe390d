/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/** Directories as the web API writes them ({@code t=json}) and takes links ({@code t=set_children}). */
final class DirectoryJson {

    /** Our own part of a link's metadata. */
    private static final String OWN = "sallyport";

    private static final String NODES_OWN = "tahoe";
    private static final int LONGEST_NAME = 1 << 20;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNameLength(LONGEST_NAME).build())
            .build();

    /** Reads {@code ["dirnode", {"children": {...}, ...}]}. */
    ConcurrentSkipListMap<String, Entry> children(byte[] description) throws IOException {
        try (JsonParser in = parser(description)) {
            expect(in, JsonToken.START_ARRAY);
            if (!Entry.DIRECTORY.equals(in.nextTextValue())) {
                throw new IOException("the gateway node describes no directory");
            }
            expect(in, JsonToken.START_OBJECT);
            ConcurrentSkipListMap<String, Entry> result = new ConcurrentSkipListMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                in.nextToken();
                if (key.equals("children")) {
                    readChildren(in, result);
                } else {
                    in.skipChildren();
                }
            }
            return result;
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            // Its message quotes what it read, which has capabilities.
            throw new IOException("the gateway node's answer is no JSON that is understood");
        }
    }

    /** By characters: Jackson's parser of bytes does not bear a name with an escaped pair of surrogates (2.21.0). */
    private JsonParser parser(byte[] text) throws IOException {
        return json.createParser(new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8));
    }

    private static void expect(JsonParser in, JsonToken token) throws IOException {
        if (in.nextToken() != token) {
            throw new IOException("the gateway node's answer is not of the form that is known");
        }
    }

    private void readChildren(JsonParser in, Map<String, Entry> result) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            expect(in, JsonToken.START_ARRAY);
            String type = in.nextTextValue();
            expect(in, JsonToken.START_OBJECT);
            result.put(name, entry(in, type));
            expect(in, JsonToken.END_ARRAY);
        }
    }

    /** Reads a described object's properties, up to the end of their JSON object. */
    private Entry entry(JsonParser in, String type) throws IOException {
        Optional<Capability> write = Optional.empty();
        Optional<Capability> read = Optional.empty();
        OptionalLong size = OptionalLong.empty();
        Metadata metadata = new Metadata(0, Own.NONE, "{}");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            switch (key) {
                case "rw_uri" -> write = capability(in, value);
                case "ro_uri" -> read = capability(in, value);
                case "size" ->
                    size = value == JsonToken.VALUE_NUMBER_INT
                            ? OptionalLong.of(in.getLongValue())
                            : OptionalLong.empty();
                case "metadata" -> metadata = metadata(in);
                default -> in.skipChildren();
            }
        }
        return new Entry(
                type,
                write,
                read,
                size,
                metadata.linked(),
                metadata.own().modified(),
                metadata.own().mode(),
                metadata.others());
    }

    private static Optional<Capability> capability(JsonParser in, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? Optional.of(Capability.parse(in.getText())) : Optional.empty();
    }

    private record Metadata(long linked, Own own, String others) {}

    private record Own(Optional<ModifyTime> modified, OptionalInt mode) {

        static final Own NONE = new Own(Optional.empty(), OptionalInt.empty());
    }

    private Metadata metadata(JsonParser in) throws IOException {
        long linked = 0;
        Own own = Own.NONE;
        StringWriter others = new StringWriter();
        try (JsonGenerator out = json.createGenerator(others)) {
            out.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                in.nextToken();
                if (key.equals(NODES_OWN)) {
                    linked = linkTime(in);
                } else if (key.equals(OWN)) {
                    own = own(in);
                } else {
                    out.writeFieldName(key);
                    out.copyCurrentStructure(in);
                }
            }
            out.writeEndObject();
        }
        return new Metadata(linked, own, others.toString());
    }

    private static long linkTime(JsonParser in) throws IOException {
        long result = 0;
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return result;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = in.currentName().equals("linkmotime");
            JsonToken value = in.nextToken();
            if (wanted && value.isNumeric()) {
                result = Math.round(in.getDoubleValue() * 1000);
            } else {
                in.skipChildren();
            }
        }
        return result;
    }

    private static Own own(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Own.NONE;
        }
        OptionalLong millis = OptionalLong.empty();
        OptionalInt mode = OptionalInt.empty();
        String identity = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (key.equals("mtime") && value == JsonToken.VALUE_NUMBER_INT) {
                millis = OptionalLong.of(in.getLongValue());
            } else if (key.equals("of") && value == JsonToken.VALUE_STRING) {
                identity = in.getText();
            } else if (key.equals("mode") && value == JsonToken.VALUE_NUMBER_INT) {
                mode = OptionalInt.of((int) (in.getLongValue() & 07777));
            } else {
                in.skipChildren();
            }
        }
        Optional<ModifyTime> modified =
                millis.isPresent() ? Optional.of(new ModifyTime(millis.getAsLong(), identity)) : Optional.empty();
        return new Own(modified, mode);
    }

    /** Writes links for {@code t=set_children}: {@code {NAME: [TYPE, {...}]}}. */
    byte[] links(Map<String, Entry> links) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            out.writeStartObject();
            for (Map.Entry<String, Entry> link : links.entrySet()) {
                out.writeArrayFieldStart(link.getKey());
                write(out, link.getValue());
                out.writeEndArray();
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator out, Entry entry) throws IOException {
        out.writeString(entry.type());
        out.writeStartObject();
        if (entry.write().isPresent()) {
            out.writeStringField("rw_uri", entry.write().get().text());
        }
        if (entry.read().isPresent()) {
            out.writeStringField("ro_uri", entry.read().get().text());
        }
        out.writeObjectFieldStart("metadata");
        copyFields(out, entry.metadata());
        if (entry.modified().isPresent() || entry.mode().isPresent()) {
            out.writeObjectFieldStart(OWN);
            if (entry.modified().isPresent()) {
                ModifyTime modified = entry.modified().get();
                out.writeNumberField("mtime", modified.millis());
                out.writeStringField("of", modified.identity());
            }
            if (entry.mode().isPresent()) {
                out.writeNumberField("mode", entry.mode().getAsInt());
            }
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private void copyFields(JsonGenerator out, String object) throws IOException {
        try (JsonParser in = json.createParser(object)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                out.writeFieldName(in.currentName());
                in.nextToken();
                out.copyCurrentStructure(in);
            }
        }
    }

    /** The size in {@code ["filenode", {"size": N, ...}]}. */
    OptionalLong fileSize(byte[] description) throws IOException {
        try (JsonParser in = parser(description)) {
            expect(in, JsonToken.START_ARRAY);
            in.nextTextValue();
            expect(in, JsonToken.START_OBJECT);
            return entry(in, Entry.FILE).size();
        }
    }
}
