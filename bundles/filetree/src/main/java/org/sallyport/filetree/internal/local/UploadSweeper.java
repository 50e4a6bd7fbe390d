/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.filetree.internal.store.HiddenNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what a crash left of uploads. A run that has uploads in a folder keeps a mark there, locked for as long as it lives; a
 * mark that can be locked is of a run that died, and its hidden files are nobody's.
 */
public final class UploadSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSweeper.class);

    private final Set<Path> swept = ConcurrentHashMap.newKeySet();

    /** Looks through a folder in the background, the first time that it is met. */
    void sweepOnce(Path root) {
        if (swept.add(root)) {
            Thread sweeping = new Thread(() -> sweep(root), "sallyport-upload-sweep");
            sweeping.setDaemon(true);
            sweeping.start();
        }
    }

    void sweep(Path root) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                Optional<String> run =
                        HiddenNames.runOfMarker(entry.getFileName().toString());
                // Closing a file gives up all locks that the process holds on it, so its own marks are not opened.
                if (run.isPresent() && !HiddenNames.isOfThisProcess(run.get())) {
                    sweep(root, entry, run.get());
                }
            }
        } catch (IOException notNow) {
            LOG.warn("{} was not looked through for uploads of earlier runs: {}", root, notNow.toString());
        }
    }

    private static void sweep(Path root, Path marker, String run) throws IOException {
        try (FileChannel channel = FileChannel.open(marker, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.walkFileTree(root, new Remover(run));
                Files.delete(marker);
            }
        } catch (OverlappingFileLockException | NoSuchFileException inHand) {
            LOG.debug("{} is being looked at already, or its run has just ended", marker);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        private final String run;

        Remover(String run) {
            this.run = run;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (HiddenNames.isUploadOf(run, file.getFileName().toString())) {
                Files.deleteIfExists(file);
                LOG.info("an upload that a crash had cut off is cleared away in {}", file.getParent());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException unreadable) {
            return FileVisitResult.CONTINUE;
        }
    }
}
