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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/** Directories as the web API writes them ({@code t=json}) and takes links ({@code t=set_children}). */
final class DirectoryJson {

    /** Our own part of a link's metadata. */
    static final String OWN = "sallyport";

    static final String NODES_OWN = "tahoe";
    private static final String NANOS = "-ns";
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int LONGEST_NAME = 1 << 20;

    static final StreamReadConstraints CONSTRAINTS =
            StreamReadConstraints.builder().maxNameLength(LONGEST_NAME).build();

    private final JsonFactory json =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();

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
        Metadata metadata = new Metadata(LinkTimes.NONE, Own.NONE, "{}");
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
        return entry(type, write, read, size, metadata);
    }

    private static Entry entry(
            String type, Optional<Capability> write, Optional<Capability> read, OptionalLong size, Metadata metadata) {
        return new Entry(
                type,
                write,
                read,
                size,
                metadata.times().linked(),
                metadata.times().named(),
                metadata.own(),
                metadata.others());
    }

    /**
     * The link to a file or directory that is known by its capability.
     *
     * @param metadata of the link, a JSON object
     */
    Entry entry(Capability capability, String metadata) throws IOException {
        try (JsonParser in = json.createParser(metadata)) {
            expect(in, JsonToken.START_OBJECT);
            return entry(
                    capability.kind().isDirectory() ? Entry.DIRECTORY : Entry.FILE,
                    Optional.of(capability).filter(known -> known.kind().isWritable()),
                    Optional.of(capability.readOnly()),
                    capability.size(),
                    metadata(in));
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new IOException("a link's metadata are no JSON that is understood");
        }
    }

    private static Optional<Capability> capability(JsonParser in, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? Optional.of(Capability.parse(in.getText())) : Optional.empty();
    }

    private record Metadata(LinkTimes times, Own own, String others) {}

    /** Both in milliseconds since 1970. */
    private record LinkTimes(long linked, long named) {

        static final LinkTimes NONE = new LinkTimes(0, 0);
    }

    private Metadata metadata(JsonParser in) throws IOException {
        LinkTimes times = LinkTimes.NONE;
        long copied = 0;
        Own own = Own.NONE;
        Others others = new Others(json);
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (key.equals(NODES_OWN)) {
                times = linkTimes(in);
            } else if (key.equals(OWN)) {
                own = own(in);
            } else {
                if (key.equals("mtime") && value.isNumeric()) {
                    copied = millis(in);
                }
                others.copy(in);
            }
        }
        // Links of immutable directories have no times of their own; what a backup says there never becomes stale.
        return new Metadata(times.linked() == 0 ? new LinkTimes(copied, copied) : times, own, others.text());
    }

    /** Fields that are kept as they are; most links have none. */
    private static final class Others {

        private final JsonFactory json;
        private final StringWriter text = new StringWriter(0);
        private JsonGenerator out;

        Others(JsonFactory json) {
            this.json = json;
        }

        /** Copies the field whose value the parser is at. */
        void copy(JsonParser in) throws IOException {
            if (out == null) {
                out = json.createGenerator(text);
                out.writeStartObject();
            }
            out.writeFieldName(in.currentName());
            out.copyCurrentStructure(in);
        }

        String text() throws IOException {
            if (out == null) {
                return Entry.NO_METADATA;
            }
            out.writeEndObject();
            out.close();
            return text.toString();
        }
    }

    private static long millis(JsonParser in) throws IOException {
        return Math.round(in.getDoubleValue() * 1000);
    }

    private static LinkTimes linkTimes(JsonParser in) throws IOException {
        long linked = 0;
        long named = 0;
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return LinkTimes.NONE;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (key.equals("linkmotime") && value.isNumeric()) {
                linked = millis(in);
            } else if (key.equals("linkcrtime") && value.isNumeric()) {
                named = millis(in);
            } else {
                in.skipChildren();
            }
        }
        return new LinkTimes(linked, named);
    }

    private static Own own(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return Own.NONE;
        }
        Map<String, Long> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken value = in.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                numbers.put(key, in.getLongValue());
            } else if (value == JsonToken.VALUE_STRING) {
                texts.put(key, in.getText());
            } else {
                in.skipChildren();
            }
        }
        Optional<ContentTimes> times = time(numbers, "mtime")
                .map(modified -> new ContentTimes(
                        modified,
                        time(numbers, "atime"),
                        texts.getOrDefault("of", ""),
                        numbers.containsKey("size") ? OptionalLong.of(numbers.get("size")) : OptionalLong.empty()));
        OptionalInt mode =
                numbers.containsKey("mode") ? OptionalInt.of((int) (numbers.get("mode") & 07777)) : OptionalInt.empty();
        return new Own(times, mode, time(numbers, "crtime"), Optional.ofNullable(texts.get("owner")));
    }

    /** Milliseconds, with the nanoseconds that are left beside them where there are any. */
    private static Optional<Instant> time(Map<String, Long> numbers, String name) {
        return Optional.ofNullable(numbers.get(name)).map(millis -> Instant.ofEpochMilli(millis)
                .plusNanos(numbers.getOrDefault(name + NANOS, 0L) % NANOS_PER_MILLI));
    }

    private static void writeTime(JsonGenerator out, String name, Instant time) throws IOException {
        long millis = time.toEpochMilli();
        out.writeNumberField(name, millis);
        int nanos = time.getNano() % NANOS_PER_MILLI;
        if (nanos != 0) {
            out.writeNumberField(name + NANOS, nanos);
        }
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
        if (!entry.own().equals(Own.NONE)) {
            out.writeObjectFieldStart(OWN);
            write(out, entry.own());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Own own) throws IOException {
        if (own.times().isPresent()) {
            ContentTimes times = own.times().get();
            writeTime(out, "mtime", times.modified());
            if (times.accessed().isPresent()) {
                writeTime(out, "atime", times.accessed().get());
            }
            out.writeStringField("of", times.identity());
            if (times.size().isPresent()) {
                out.writeNumberField("size", times.size().getAsLong());
            }
        }
        if (own.mode().isPresent()) {
            out.writeNumberField("mode", own.mode().getAsInt());
        }
        if (own.created().isPresent()) {
            writeTime(out, "crtime", own.created().get());
        }
        if (own.owner().isPresent()) {
            out.writeStringField("owner", own.owner().get());
        }
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
