/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.spool.DamagedException;

/** The form of records on disk; see docs/journal.md. Not for use by several threads. */
final class RecordCodec {

    static final int VERSION = 1;

    /** Definitions that were read, since thousands of records share one. */
    private final Map<StoreDefinition, StoreDefinition> definitions = new HashMap<>();

    private final Map<List<String>, List<String>> directories = new HashMap<>();

    /** A frame's content: records that belong together. */
    static ByteBuffer encode(List<UploadRecord> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(records.size());
            for (UploadRecord record : records) {
                write(out, record);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("memory does not fail", impossible);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, UploadRecord record) throws IOException {
        out.writeLong(record.id());
        text(out, record.owner());
        out.writeLong(record.epoch());
        out.writeByte(record.state().ordinal());
        text(out, record.user());
        text(out, record.store().displayName());
        text(out, record.store().identity());
        text(out, record.store().uri());
        out.writeInt(record.store().options().size());
        for (Map.Entry<String, String> option : record.store().options().entrySet()) {
            text(out, option.getKey());
            text(out, option.getValue());
        }
        texts(out, record.store().path());
        text(out, record.directory());
        texts(out, record.names());
        out.writeBoolean(record.content().isPresent());
        if (record.content().isPresent()) {
            text(out, record.content().get().file());
            out.writeLong(record.content().get().offset());
            out.writeBoolean(record.content().get().inline());
        }
        texts(out, record.unlinked().stream().toList());
        out.writeLong(record.size());
        texts(out, record.expected());
        AttributesCodec.write(out, record.attributes());
        out.writeLong(record.sealed().toEpochMilli());
        out.writeInt(record.attempts());
        text(out, record.problem());
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void texts(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    /** @throws DamagedException if it is of a version that this one does not know */
    List<UploadRecord> decode(ByteBuffer frame) throws IOException {
        DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining()));
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new DamagedException("a record of the journal is of version " + version + ", known is " + VERSION);
        }
        List<UploadRecord> records = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            records.add(read(in));
        }
        return records;
    }

    private UploadRecord read(DataInputStream in) throws IOException {
        return new UploadRecord(
                in.readLong(),
                text(in).intern(),
                in.readLong(),
                UploadState.values()[in.readUnsignedByte()],
                text(in).intern(),
                definition(in),
                text(in).intern(),
                names(in),
                in.readBoolean()
                        ? Optional.of(new SpoolReference(text(in), in.readLong(), in.readBoolean()))
                        : Optional.empty(),
                texts(in).stream().findFirst(),
                in.readLong(),
                new HashSet<>(texts(in)),
                AttributesCodec.read(in),
                Instant.ofEpochMilli(in.readLong()),
                in.readInt(),
                text(in));
    }

    private StoreDefinition definition(DataInputStream in) throws IOException {
        String displayName = text(in);
        String identity = text(in);
        String uri = text(in);
        Map<String, String> options = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            options.put(text(in), text(in));
        }
        StoreDefinition definition = new StoreDefinition(displayName, identity, uri, options, texts(in));
        return definitions.computeIfAbsent(definition, same -> same);
    }

    /** Names of one directory share their beginning, which is read once. */
    private List<String> names(DataInputStream in) throws IOException {
        List<String> names = texts(in);
        if (names.size() < 2) {
            return names;
        }
        List<String> parent = names.subList(0, names.size() - 1);
        List<String> shared = directories.computeIfAbsent(List.copyOf(parent), same -> same);
        List<String> result = new ArrayList<>(shared);
        result.add(names.get(names.size() - 1));
        return result;
    }

    static String text(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(in.readInt());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }
}
