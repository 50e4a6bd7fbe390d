/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.filetree.internal.store.HiddenNames;

/**
 * A listing in progress; entries come from the open directory, their attributes by one call each. Attributes go by path, so the
 * directory must still be where it was opened; once it is not, they come from the open directory itself, and are fewer.
 */
final class LocalDirectory implements OpenDirectory {

    private final Namespace namespace;
    private final LocalResolver resolver;
    private final List<String> place;
    private final Path directory;
    private final Object identity;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;
    private final Supplier<LocalMetadataMapper> mapper;
    private final Set<Attribute> wanted;
    private final Map<String, Upload> uploads;
    private boolean begun;

    /**
     * Opens a directory; the caller holds the namespace.
     *
     * @param place resolved
     * @param uploads of the session that looks, seen at their names
     */
    LocalDirectory(
            Namespace namespace,
            LocalResolver resolver,
            List<String> place,
            Supplier<LocalMetadataMapper> mapper,
            Set<Attribute> wanted,
            Map<String, Upload> uploads)
            throws IOException {
        this.namespace = namespace;
        this.resolver = resolver;
        this.place = place;
        this.directory = resolver.path(place);
        this.mapper = mapper;
        this.wanted = wanted;
        this.uploads = new HashMap<>(uploads);
        this.identity = identity();
        this.stream = Files.newDirectoryStream(directory);
        this.entries = stream.iterator();
    }

    private Object identity() throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private boolean isInPlace() throws IOException {
        try {
            return resolver.resolve(place, true).equals(place) && Objects.equals(identity(), identity);
        } catch (NoSuchFileException moved) {
            return false;
        }
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        return namespace.shared(() -> {
            try {
                return next(most, isInPlace());
            } catch (DirectoryIteratorException failed) {
                throw failed.getCause();
            }
        });
    }

    private List<DirectoryEntry> next(int most, boolean inPlace) throws IOException {
        List<DirectoryEntry> result = new ArrayList<>(Math.min(most, 256));
        if (!begun) {
            begun = true;
            FileAttributes own = inPlace
                    ? mapper.get().read(directory, false, wanted)
                    : FileAttributes.builder(FileType.DIRECTORY).build();
            result.add(new DirectoryEntry(".", own));
            // The parent's attributes are those of the directory: the real parent of a root is not the client's
            // business.
            result.add(new DirectoryEntry("..", own));
        }
        while (result.size() < most && entries.hasNext()) {
            Path entry = entries.next();
            String name = entry.getFileName().toString();
            if (!HiddenNames.isHidden(name)) {
                Upload upload = uploads.remove(name);
                add(result, name, entry, upload, inPlace);
            }
        }
        for (Iterator<Map.Entry<String, Upload>> rest = uploads.entrySet().iterator();
                result.size() < most && rest.hasNext(); ) {
            Map.Entry<String, Upload> upload = rest.next();
            rest.remove();
            add(result, upload.getKey(), directory.resolve(upload.getKey()), upload.getValue(), inPlace);
        }
        return result;
    }

    private void add(List<DirectoryEntry> result, String name, Path entry, Upload upload, boolean inPlace) {
        try {
            if (upload != null && !upload.isEnded()) {
                result.add(new DirectoryEntry(name, mapper.get().read(upload.path(), false, wanted)));
                return;
            }
            result.add(new DirectoryEntry(
                    name, inPlace ? mapper.get().read(entry, false, wanted) : fromOpenDirectory(entry.getFileName())));
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (IOException unreadable) {
            result.add(new DirectoryEntry(
                    name, FileAttributes.builder(FileType.UNKNOWN).build()));
        }
    }

    private FileAttributes fromOpenDirectory(Path name) throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> open)) {
            return FileAttributes.builder(FileType.UNKNOWN).build();
        }
        BasicFileAttributes found = open.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        FileType type = found.isDirectory()
                ? FileType.DIRECTORY
                : found.isSymbolicLink()
                        ? FileType.SYMLINK
                        : found.isRegularFile() ? FileType.REGULAR : FileType.SPECIAL;
        long modified = found.lastModifiedTime().toInstant().getEpochSecond();
        return FileAttributes.builder(type)
                .size(found.size())
                .permissions(type == FileType.DIRECTORY ? 0700 : 0600)
                .modifyTime(modified, 0)
                .accessTime(modified, 0)
                .build();
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
