/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.filetree.internal.store.Failures;

/** A listing in progress; entries come from the open directory, their attributes by one call each. */
final class LocalDirectory implements OpenDirectory {

    private final Path directory;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;
    private final Supplier<LocalMetadataMapper> mapper;
    private final Set<Attribute> wanted;
    private boolean begun;

    LocalDirectory(
            Path directory, DirectoryStream<Path> stream, Supplier<LocalMetadataMapper> mapper, Set<Attribute> wanted) {
        this.directory = directory;
        this.stream = stream;
        this.entries = stream.iterator();
        this.mapper = mapper;
        this.wanted = wanted;
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        List<DirectoryEntry> result = new ArrayList<>(Math.min(most, 256));
        try {
            if (!begun) {
                begun = true;
                FileAttributes own = mapper.get().read(directory, false, wanted);
                result.add(new DirectoryEntry(".", own));
                // The parent's attributes are those of the directory: the real parent of a root is not the client's
                // business.
                result.add(new DirectoryEntry("..", own));
            }
            while (result.size() < most && entries.hasNext()) {
                Path entry = entries.next();
                add(result, entry);
            }
            return result;
        } catch (DirectoryIteratorException failed) {
            throw Failures.of(failed.getCause());
        } catch (IOException failed) {
            throw Failures.of(failed);
        }
    }

    private void add(List<DirectoryEntry> result, Path entry) {
        String name = entry.getFileName().toString();
        try {
            result.add(new DirectoryEntry(name, mapper.get().read(entry, false, wanted)));
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (IOException unreadable) {
            result.add(new DirectoryEntry(
                    name, FileAttributes.builder(FileType.UNKNOWN).build()));
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException nothingIsLost) {
            return;
        }
    }
}
