/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * How many uploads wait in a server, as a bundle of these tests reports it from inside. The bundle has the provider of {@link FakeStore}
 * too; it is built from classes of the tests and dropped into the server's {@code deploy} folder.
 */
final class UploadStatus {

    private static final List<String> CLASSES = List.of(
            "FakeStoreActivator",
            "FakeStoreActivator$1",
            "FakeStoreProvider",
            "FakeStoreProvider$Folder",
            "FakeStoreProvider$File");
    private static final String PACKAGE = "org/sallyport/itests/fakestore/";
    /** Of the status: its time, uploads pending, parked, being written, bytes in the spool, and the uploads. */
    private static final int WORDS = 6;

    private final Server server;

    private UploadStatus(Server server) {
        this.server = server;
    }

    static UploadStatus deploy(Server server) throws IOException {
        Path jar = server.scratch().resolve("fake-store.jar");
        write(jar);
        Path deploy = Files.createDirectories(server.home().resolve("deploy"));
        Commands.run("chmod", "777", deploy.toString()).expectSuccess();
        Files.copy(jar, deploy.resolve("fake-store.jar"));
        return new UploadStatus(server);
    }

    private static void write(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "org.sallyport.itests.fakestore");
        main.putValue("Bundle-Activator", PACKAGE.replace('/', '.') + "FakeStoreActivator");
        main.putValue(
                "Import-Package",
                "org.osgi.framework,org.apache.commons.vfs2,org.apache.commons.vfs2.provider,"
                        + "org.apache.commons.vfs2.provider.local");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream bundle = new JarOutputStream(out, manifest)) {
            for (String name : CLASSES) {
                String entry = PACKAGE + name + ".class";
                bundle.putNextEntry(new JarEntry(entry));
                try (InputStream in = FakeStore.class.getResourceAsStream("/" + entry)) {
                    in.transferTo(bundle);
                }
                bundle.closeEntry();
            }
        }
    }

    /** Where the bundle reads what is wanted, and writes how it stands. */
    Path control() {
        return server.home().resolve("data/fake-store");
    }

    /** Waits until nothing is pending any more. @return what is parked, for people */
    String awaitStored(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        // Younger than this call, and of this run of the server.
        String first = status();
        while (true) {
            String now = status();
            String[] words = now.split(" ", WORDS);
            if (!now.equals(first) && words.length == WORDS && words[1].equals("0") && words[3].equals("0")) {
                return words[2].equals("0") ? "" : words[5];
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("uploads still wait: " + now + "\n" + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Waits until nothing is pending any more, or all that is has failed for a reason. @return the former */
    boolean awaitStoredOrFailed(String reason, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        String first = status();
        while (System.nanoTime() < deadline) {
            String now = status();
            String[] words = now.split(" ", WORDS);
            if (!now.equals(first) && words.length == WORDS && words[3].equals("0")) {
                long failed = words[5].split(Pattern.quote(reason), -1).length - 1;
                if (Long.parseLong(words[1]) == failed) {
                    return failed == 0;
                }
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("uploads still wait: " + status() + "\n" + server.log());
    }

    /** Waits until a client is writing, and so many bytes of it have come. */
    void awaitWriting(long bytes) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        String[] words = status().split(" ", WORDS);
        while (words.length < WORDS || words[3].equals("0") || Long.parseLong(words[4]) < bytes) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody uploads: " + status() + "\n" + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(20);
            words = status().split(" ", WORDS);
        }
    }

    /** Uploads that are not stored yet, as was last reported. */
    long pending() {
        return Long.parseLong(status().split(" ", WORDS)[1]);
    }

    private String status() {
        Path file = control().resolve("status");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
