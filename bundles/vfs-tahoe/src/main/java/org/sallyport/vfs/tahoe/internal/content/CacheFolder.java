/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder for one cache of one process, below one that several may use. Its name tells the process, and so what may be swept. Removing is
 * tried, no more: what stays is unreadable, and the next one sweeps it.
 */
record CacheFolder(Path path) {

    private static final Pattern NAME = Pattern.compile("segments-(\\d+)-(\\d+)-\\w+");
    /** How much two looks at the start of one process differ at most. */
    private static final long SAME_START_MILLIS = 2000;

    /** Makes one, for the owner alone, and removes those of processes that have ended. */
    static CacheFolder make(Path parent) throws IOException {
        Files.createDirectories(parent);
        sweep(parent);
        ProcessHandle own = ProcessHandle.current();
        String prefix = "segments-" + own.pid() + "-" + started(own) + "-";
        return new CacheFolder(Files.createTempDirectory(parent, prefix, forOwner(parent)));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static FileAttribute<?>[] forOwner(Path parent) throws IOException {
        return Files.getFileStore(parent).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, "segments-*")) {
            for (Path folder : folders) {
                Matcher name = NAME.matcher(folder.getFileName().toString());
                // A link would lead to files of somebody else.
                if (name.matches() && !lives(name) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    new CacheFolder(folder).remove();
                }
            }
        }
    }

    private static boolean lives(Matcher name) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(name.group(1)));
        return process.filter(found -> Math.abs(started(found) - Long.parseLong(name.group(2))) < SAME_START_MILLIS)
                .isPresent();
    }

    void remove() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(path);
        } catch (IOException | DirectoryIteratorException kept) {
            // Another process sweeps it too, or it belongs to another user, or a file was made at this moment.
        }
    }
}
