/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Forces directories to the disk, so that names survive a power cut. Callers who ask for one directory while it is being synced share
 * the next sync: as many closes as there are cost two.
 */
final class DirectorySync {

    /** The last round of each directory that has one under way or ahead. */
    private final Map<Object, Round> rounds = new HashMap<>();

    private static final class Round {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private boolean begun;
    }

    /** A directory held open for its sync, whatever becomes of its path meanwhile. */
    final class Pending implements AutoCloseable {

        private final Object identity;
        private final FileChannel directory;

        private Pending(Object identity, FileChannel directory) {
            this.identity = identity;
            this.directory = directory;
        }

        /** Returns when all that happened in the directory before the call is on the disk. */
        void sync() throws IOException {
            Round mine;
            Optional<Round> before;
            boolean lead;
            synchronized (rounds) {
                Round last = rounds.get(identity);
                lead = last == null || last.begun;
                before = Optional.ofNullable(lead ? last : null);
                mine = lead ? new Round() : last;
                rounds.put(identity, mine);
            }
            if (lead) {
                before.ifPresent(
                        round -> round.done.handle((nothing, failed) -> null).join());
                lead(mine);
            } else {
                join(mine);
            }
        }

        private void lead(Round round) throws IOException {
            synchronized (rounds) {
                round.begun = true;
            }
            try {
                directory.force(true);
                round.done.complete(null);
            } catch (IOException | RuntimeException | Error failed) {
                round.done.completeExceptionally(failed);
                throw failed;
            } finally {
                synchronized (rounds) {
                    rounds.remove(identity, round);
                }
            }
        }

        private static void join(Round round) throws IOException {
            try {
                round.done.join();
            } catch (CompletionException failed) {
                throw new IOException(failed.getCause().getMessage(), failed.getCause());
            }
        }

        @Override
        public void close() throws IOException {
            directory.close();
        }
    }

    /** Opens a directory for its sync; quick. */
    Pending open(Path directory) throws IOException {
        Object identity = Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return new Pending(
                identity == null ? directory : identity, FileChannel.open(directory, StandardOpenOption.READ));
    }
}
