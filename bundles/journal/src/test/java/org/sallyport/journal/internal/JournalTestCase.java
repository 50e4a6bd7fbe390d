/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.JournaledStore.Beginning;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;

/** What tests of the whole journal have in common: its settings, a client that creates and replaces files in one directory, and a look at these. */
abstract class JournalTestCase {

    static final StoreDefinition DEFINITION = new StoreDefinition("ram", "ram", "ram:///", Map.of(), List.of());
    static final String SESSION = "session";

    @TempDir
    Path folder;

    final JournalSettings settings() throws Exception {
        return settings(Map.of());
    }

    /** @param others instead of, or beside, what all tests have */
    final JournalSettings settings(Map<String, String> others) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "folder", folder.resolve("spool").toString(),
                "key-file", folder.resolve("key").toString(),
                "reserve", "0",
                "first-retry", "1ms",
                "last-retry", "10ms",
                "drain", "0"));
        all.putAll(others);
        return JournalSettings.read(all, folder, folder);
    }

    static List<String> place(String name) {
        return List.of("inbox", name);
    }

    /** @param seen what the client found at the name, and replaces */
    static Upload begin(JournaledStore pending, String name, StoredState seen) throws FileTreeException {
        return begin(pending, name, SESSION, seen, BrokenUpload.DISCARD);
    }

    /** @param broken what is done with it if the session breaks off */
    static Upload begin(JournaledStore pending, String name, Object session, StoredState seen, BrokenUpload broken)
            throws FileTreeException {
        return pending.begin(
                place(name),
                new Beginning(session, "ann", false, true, Optional.empty(), FileAttributes.EMPTY, seen, broken));
    }

    static void put(JournaledStore pending, String name, String content) throws FileTreeException {
        put(pending, name, pending.inspect(place(name)), content);
    }

    static void put(JournaledStore pending, String name, StoredState seen, String content) throws FileTreeException {
        put(pending, name, seen, content.getBytes(StandardCharsets.UTF_8));
    }

    /** As far as the CLOSE that is answered when all is durable. */
    static void put(JournaledStore pending, String name, StoredState seen, byte[] content) throws FileTreeException {
        Upload upload = begin(pending, name, seen);
        boolean written = false;
        try {
            upload.write(ByteBuffer.wrap(content), 0);
            written = true;
        } finally {
            if (!written) {
                upload.abandon();
            }
        }
        upload.close(CloseReply.SEALED);
    }

    static Map<String, String> visible(RecordedStore store) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        store.visible().forEach((name, content) -> texts.put(name, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }
}
