/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileType;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.filetree.internal.store.HiddenNames;

/** A listing of what Commons VFS found in a directory, without what uploads keep there under hidden names. */
final class VfsDirectory implements OpenDirectory {

    private final StoreLease lease;
    private final Supplier<MetadataMapper> mapper;
    private final FileAttributes own;
    private final Iterator<FileObject> children;
    private final Set<Attribute> wanted;
    private boolean begun;

    /**
     * @param mapper asked for each use, since another may take its place at any time
     * @param own of the directory itself
     * @param children what Commons VFS found in it
     */
    VfsDirectory(
            StoreLease lease,
            Supplier<MetadataMapper> mapper,
            FileAttributes own,
            Iterator<FileObject> children,
            Set<Attribute> wanted) {
        this.lease = lease;
        this.mapper = mapper;
        this.own = own;
        this.children = children;
        this.wanted = wanted;
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        return VfsStore.guarded(() -> {
            List<DirectoryEntry> result = new ArrayList<>();
            if (!begun) {
                begun = true;
                result.add(new DirectoryEntry(".", own));
                result.add(new DirectoryEntry("..", own));
            }
            while (result.size() < most && children.hasNext()) {
                FileObject child = children.next();
                String name = lease.nameOf(child);
                if (!HiddenNames.isHidden(name)) {
                    read(name, child).ifPresent(result::add);
                }
            }
            return result;
        });
    }

    /** An entry; empty if it has gone since the directory was read. One that is just being replaced is looked at once more. */
    private Optional<DirectoryEntry> read(String name, FileObject child) throws IOException {
        try {
            return Optional.of(new DirectoryEntry(name, mapper.get().read(child, wanted)));
        } catch (IOException failed) {
            child.refresh();
            return child.exists() ? Optional.of(new DirectoryEntry(name, known(child))) : Optional.empty();
        }
    }

    /** One of which the store tells nothing but that it is there does not hide the others. */
    private FileAttributes known(FileObject child) throws IOException {
        try {
            return mapper.get().read(child, wanted);
        } catch (IOException failed) {
            return FileAttributes.builder(
                            child.getType() == FileType.FOLDER
                                    ? org.sallyport.api.metadata.FileType.DIRECTORY
                                    : org.sallyport.api.metadata.FileType.REGULAR)
                    .build();
        }
    }

    @Override
    public void close() {
        // VFS lists a directory whole; there is nothing to close.
    }
}
