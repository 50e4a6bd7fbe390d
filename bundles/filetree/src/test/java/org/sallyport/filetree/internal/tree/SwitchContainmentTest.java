/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.SftpQuirks;

/** Switches of the tree: ann has one, bob beside her on the same mount has not, and meets nothing of it. */
@Timeout(60)
class SwitchContainmentTest extends JournaledTestCase {

    private Path local;
    private FileTree ann;
    private FileTree bob;

    @BeforeEach
    void twoSessions() throws Exception {
        local = Files.createDirectories(folder.resolve("local"));
        world.mount("local", Map.of("path", "/local", "uri", local.toUri().toString()));
        ann = session("ann");
        bob = session("bob");
    }

    private void annHas(Quirk<?> quirk, String value) {
        switchFor("ann", quirk, Optional.of(quirk.read(value)));
    }

    private static OpenFile half(FileTree tree, String path) throws FileTreeException {
        OpenFile file = open(tree, path, OpenOptions.REPLACE);
        write(file, "half", 0);
        return file;
    }

    @Test
    void uploadsInPlace() throws Exception {
        annHas(SftpQuirks.UPLOAD, "in-place");
        OpenFile hers = half(ann, "/local/hers");
        OpenFile his = half(bob, "/local/his");
        assertThat(local.resolve("hers")).hasContent("half");
        assertThat(local.resolve("his")).doesNotExist();
        hers.close();
        his.close();
        assertThat(local.resolve("his")).hasContent("half");
    }

    @Test
    void brokenUploadsThatAreKept() throws Exception {
        annHas(SftpQuirks.BROKEN_UPLOAD, "keep");
        half(ann, "/local/hers").abandon();
        half(bob, "/local/his").abandon();
        assertThat(local.resolve("hers")).hasContent("half");
        assertThat(local.resolve("his")).doesNotExist();
    }

    @Test
    void uploadsThatAreNotForcedToTheDisk() throws Exception {
        annHas(SftpQuirks.SYNC, "none");
        put(ann, "/local/hers", "x");
        put(bob, "/local/his", "x");
        assertThat(ann.quirks(path("/local")).settings())
                .singleElement()
                .satisfies(setting -> assertThat(setting.exercised()).isPositive());
        assertThat(bob.quirks(path("/local")).settings()).isEmpty();
    }

    @Test
    void removalsThatAreHeldBack() throws Exception {
        Files.writeString(local.resolve("a"), "a");
        Files.writeString(local.resolve("b"), "b");
        annHas(SftpQuirks.DELETE_THEN_RENAME, "5m");
        put(ann, "/local/a.new", "x");
        put(bob, "/local/b.new", "x");
        assertThat(ann.remove(path("/local/a"))).as("at once").isFalse();
        assertThat(bob.remove(path("/local/b"))).as("at once").isTrue();
        assertThat(local.resolve("a")).exists();
        assertThat(local.resolve("b")).doesNotExist();
    }

    @Test
    void absoluteLinksAsTheyAre() throws Exception {
        Path target = Files.writeString(local.resolve("target"), "");
        Files.createSymbolicLink(local.resolve("link"), target.toRealPath());
        annHas(SftpQuirks.ABSOLUTE_SYMLINKS, "virtual");
        assertThat(ann.readLink(path("/local/link"))).isEqualTo("/local/target");
        assertThat(bob.readLink(path("/local/link"))).isEqualTo("target");
    }

    @Test
    void closesThatWaitForTheStore() throws Exception {
        annHas(SftpQuirks.CLOSE_REPLY, "stored");
        holdStore();
        OpenFile hers = half(ann, "/hers");
        CompletableFuture<Void> closing = later(hers::close);
        half(bob, "/his").close();
        assertThat(closing).isNotDone();
        storeOpens.countDown();
        closing.get(30, TimeUnit.SECONDS);
        assertThat(storedContent("hers")).isEqualTo("half");
    }

    @Test
    void syncsThatWaitForTheStore() throws Exception {
        annHas(SftpQuirks.FSYNC_REPLY, "stored");
        holdStore();
        OpenFile hers = half(ann, "/hers");
        CompletableFuture<Void> syncing = later(hers::sync);
        OpenFile his = half(bob, "/his");
        his.sync();
        assertThat(syncing).isNotDone();
        storeOpens.countDown();
        syncing.get(30, TimeUnit.SECONDS);
        hers.close();
        his.close();
    }

    @FunctionalInterface
    private interface Step {

        void run() throws FileTreeException;
    }

    private static CompletableFuture<Void> later(Step step) {
        return CompletableFuture.runAsync(() -> {
            try {
                step.run();
            } catch (FileTreeException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
