/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSelector;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.provider.AbstractVfsComponent;
import org.apache.commons.vfs2.provider.FileReplicator;
import org.apache.commons.vfs2.provider.TemporaryFileStore;

/**
 * The temporary files of one manager: copies of archives that lie in another store, and the content of {@code tmp:}. In a
 * folder that only this user can read, made when first needed and removed with the manager.
 */
final class PrivateFiles extends AbstractVfsComponent implements FileReplicator, TemporaryFileStore {

    private final Path parent;
    private Path folder;
    private int count;

    /** @param parent an existing folder */
    PrivateFiles(Path parent) {
        this.parent = parent;
    }

    @Override
    public synchronized File allocateFile(String baseName) throws FileSystemException {
        try {
            if (folder == null) {
                folder = Files.createTempDirectory(parent, "manager", ownerOnly(parent));
            }
        } catch (IOException failed) {
            throw new FileSystemException(failed);
        }
        count++;
        return folder.resolve(Integer.toString(count)).toFile();
    }

    @Override
    public File replicateFile(FileObject source, FileSelector selector) throws FileSystemException {
        File copy = allocateFile(source.getName().getBaseName());
        try (InputStream in = source.getContent().getInputStream()) {
            Files.copy(in, copy.toPath());
        } catch (FileSystemException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new FileSystemException(failed);
        }
        return copy;
    }

    @Override
    public synchronized void close() {
        if (folder != null) {
            deleteTree(folder);
            folder = null;
        }
    }

    /** Attributes for a new folder that nobody else can enter; none where the file system has no such thing. */
    static FileAttribute<?>[] ownerOnly(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes what it can; what stays is removed when the bundle starts next. */
    static void deleteTree(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException leftBehind) {
            root.toFile().deleteOnExit();
        }
    }

    /**
     * The folder of this process below a place that outlives it; those of processes that have ended are removed.
     */
    static Path ofThisProcess(Path place) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        String name = self.pid() + "-"
                + self.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
        Files.createDirectories(place);
        try (Stream<Path> entries = Files.list(place)) {
            entries.filter(entry -> !entry.getFileName().toString().equals(name))
                    .forEach(PrivateFiles::deleteTree);
        }
        Path own = place.resolve(name);
        return Files.isDirectory(own) ? own : Files.createDirectory(own, ownerOnly(place));
    }
}
