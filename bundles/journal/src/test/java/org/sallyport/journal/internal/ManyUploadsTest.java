/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.JournaledStore.Beginning;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;

/** A hundred thousand pending uploads fit into a small heap, while they come and when they are recovered. */
class ManyUploadsTest {

    private static final int UPLOADS = 100_000;
    private static final int CLIENTS = 64;

    @TempDir
    Path folder;

    /** Runs this test's {@link #main} with 256 MB of heap. */
    @Test
    void aHundredThousandPendingUploadsFitInto256MiB() throws Exception {
        for (String step : List.of("fill", "recover")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ManyUploadsTest.class.getName(),
                            step,
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(printed).isZero();
            assertThat(printed).contains("pending " + UPLOADS);
        }
    }

    /** @param arguments what to do, and where the spool is */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Map<String, String> values = new HashMap<>(Map.of(
                "folder",
                folder.resolve("spool").toString(),
                "key-file",
                folder.resolve("key").toString(),
                "reserve",
                "0",
                "drain",
                "0"));
        Journal journal = Journal.open(
                JournalSettings.read(values, folder, folder),
                store -> {
                    throw new IOException("the store is away");
                },
                (what, upload, detail) -> {});
        StoreDefinition definition = new StoreDefinition("away", "away", "away:///", Map.of(), List.of());
        try (JournaledStore store = journal.attach(definition)) {
            if (arguments[0].equals("fill")) {
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
                List<Callable<Object>> uploads = new ArrayList<>();
                for (int i = 0; i < UPLOADS; i++) {
                    int number = i;
                    uploads.add(() -> upload(store, number));
                }
                for (Future<Object> done : clients.invokeAll(uploads)) {
                    done.get();
                }
            }
            assertThat(store.children("nobody", List.of("d1"))).hasSize(UPLOADS / 100);
        }
        System.out.println("pending " + journal.status().pending());
        Runtime.getRuntime().halt(0);
    }

    private static Object upload(JournaledStore store, int number) throws Exception {
        Upload upload = store.begin(
                List.of("d" + number % 100, "file-" + number),
                new Beginning(
                        "session",
                        "ann",
                        false,
                        true,
                        Optional.empty(),
                        FileAttributes.EMPTY,
                        StoredState.ABSENT,
                        BrokenUpload.DISCARD));
        upload.write(ByteBuffer.wrap(new byte[100]), 0);
        upload.close(CloseReply.SEALED);
        return null;
    }
}
