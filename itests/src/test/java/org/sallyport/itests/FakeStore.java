/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A journaled mount over a fake remote store: a folder that is slow, or away, when a test wants it. It is the only part of these tests that
 * is not what users have.
 */
final class FakeStore {

    private final Server server;
    private final Path folder;
    private final UploadStatus uploads;

    private FakeStore(Server server, Path folder, UploadStatus uploads) {
        this.server = server;
        this.folder = folder;
        this.uploads = uploads;
    }

    /** Mounts a fake store, and waits until it serves. */
    static FakeStore mount(Server server, String path, String settings) throws IOException, InterruptedException {
        Path folder = server.data().resolveSibling("fake" + path);
        Files.createDirectories(folder);
        Commands.run("chmod", "777", folder.toString()).expectSuccess();
        UploadStatus uploads = UploadStatus.deploy(server);
        server.configure(
                "org.sallyport.mount-fake.cfg", "path = " + path + "\nuri = fake://" + folder + "\n" + settings);
        FakeStore store = new FakeStore(server, folder, uploads);
        store.awaitServing(path);
        return store;
    }

    /** Until clients are served again, after a start for instance. */
    void awaitServing(String path) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (OpenSshSftpIT.batch(server, "ls " + path + "\n").exit() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the mount of the fake store does not come:\n" + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** What is stored. */
    Path folder() {
        return folder;
    }

    void delay(Duration each) throws IOException {
        Files.writeString(uploads.control().resolve("delay"), Long.toString(each.toMillis()));
    }

    void away(boolean now) throws IOException {
        if (now) {
            Files.writeString(uploads.control().resolve("away"), "");
        } else {
            Files.deleteIfExists(uploads.control().resolve("away"));
        }
    }

    /** As {@link UploadStatus#awaitStored}. */
    String awaitStored(Duration most) throws InterruptedException {
        return uploads.awaitStored(most);
    }

    /** As {@link UploadStatus#awaitWriting}. */
    void awaitWriting(long bytes) throws InterruptedException {
        uploads.awaitWriting(bytes);
    }

    /** As {@link UploadStatus#pending}. */
    long pending() {
        return uploads.pending();
    }
}
