/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSelector;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.NameScope;
import org.apache.commons.vfs2.Selectors;
import org.apache.commons.vfs2.operations.DefaultFileOperations;
import org.apache.commons.vfs2.operations.FileOperations;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.directory.Entry;

/**
 * A file or directory of a grid, by its place. Holds no state of its own and no lock: what it tells is as the directories are known at the
 * moment. For many threads.
 */
final class GridFileObject implements FileObject, StoreOperations {

    private final GridFileSystem fileSystem;
    private final GridFileName name;
    private final GridPath path;

    GridFileObject(GridFileSystem fileSystem, GridFileName name) {
        this.fileSystem = fileSystem;
        this.name = name;
        this.path = GridPath.of(fileSystem, name);
    }

    /** What is done with the grid. */
    @FunctionalInterface
    interface Action<T> {

        T run() throws IOException;
    }

    <T> T guarded(Action<T> action) throws FileSystemException {
        try {
            return action.run();
        } catch (FileSystemException told) {
            throw told;
        } catch (IOException failed) {
            throw StoreFailures.of(getPublicURIString(), failed);
        }
    }

    /** Where another is, if it is in this file system too. */
    Optional<GridPath> pathOf(FileObject other) {
        return other instanceof GridFileObject that && that.fileSystem == fileSystem
                ? Optional.of(that.path)
                : Optional.empty();
    }

    private Place place() throws IOException {
        return path.place();
    }

    @Override
    public FileName getName() {
        return name;
    }

    @Override
    public FileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public String getPublicURIString() {
        return name.getFriendlyURI();
    }

    @Override
    public URL getURL() throws FileSystemException {
        try {
            return URI.create(name.getURI()).toURL();
        } catch (MalformedURLException | IllegalArgumentException noHandler) {
            throw new FileSystemException("vfs.provider/get-url.error", name, noHandler);
        }
    }

    @Override
    public boolean exists() throws FileSystemException {
        return guarded(() -> place().exists());
    }

    @Override
    public FileType getType() throws FileSystemException {
        return guarded(() -> place().entry()
                .map(entry -> entry.isDirectory() ? FileType.FOLDER : FileType.FILE)
                .orElse(FileType.IMAGINARY));
    }

    @Override
    public boolean isFile() throws FileSystemException {
        return getType() == FileType.FILE;
    }

    @Override
    public boolean isFolder() throws FileSystemException {
        return getType() == FileType.FOLDER;
    }

    @Override
    public boolean isReadable() throws FileSystemException {
        return guarded(() -> place().isContentReadable());
    }

    @Override
    public boolean isWriteable() throws FileSystemException {
        return guarded(() -> place().isContentWritable());
    }

    @Override
    public boolean isExecutable() {
        return false;
    }

    @Override
    public boolean isHidden() {
        return false;
    }

    @Override
    public boolean setExecutable(boolean executable, boolean ownerOnly) {
        return !executable;
    }

    @Override
    public boolean setReadable(boolean readable, boolean ownerOnly) {
        return readable;
    }

    @Override
    public boolean setWritable(boolean writable, boolean ownerOnly) throws FileSystemException {
        return writable == isWriteable();
    }

    @Override
    public boolean canRenameTo(FileObject target) {
        return target.getFileSystem() == fileSystem;
    }

    @Override
    public FileObject getParent() throws FileSystemException {
        FileName parent = name.getParent();
        return parent == null ? null : fileSystem.resolveFile(parent);
    }

    @Override
    public FileObject[] getChildren() throws FileSystemException {
        return guarded(() -> {
            Capability directory = place().readableDirectory();
            List<FileObject> children = new ArrayList<>();
            for (FileName child :
                    name.children(path.grid().directories().entries(directory).keySet())) {
                children.add(fileSystem.resolveFile(child));
            }
            return children.toArray(FileObject[]::new);
        });
    }

    @Override
    public FileObject getChild(String child) throws FileSystemException {
        FileObject found = resolveFile(child, NameScope.CHILD);
        return found.exists() ? found : null;
    }

    @Override
    public FileObject resolveFile(String path) throws FileSystemException {
        return resolveFile(path, NameScope.FILE_SYSTEM);
    }

    @Override
    public FileObject resolveFile(String path, NameScope scope) throws FileSystemException {
        return fileSystem.resolveFile(fileSystem.getFileSystemManager().resolveName(name, path, scope));
    }

    @Override
    public void createFile() throws FileSystemException {
        guarded(() -> {
            new FileCreation(path).createFile();
            return null;
        });
    }

    @Override
    public void createFolder() throws FileSystemException {
        guarded(() -> {
            new FileCreation(path).createFolder();
            return null;
        });
    }

    @Override
    public boolean delete() throws FileSystemException {
        return guarded(() -> new FileDeletion(path).delete());
    }

    @Override
    public int delete(FileSelector selector) throws FileSystemException {
        int deleted = 0;
        for (FileObject file : Selection.of(this, selector, true)) {
            deleted += file.delete() ? 1 : 0;
        }
        return deleted;
    }

    @Override
    public int deleteAll() throws FileSystemException {
        return delete(Selectors.SELECT_ALL);
    }

    @Override
    public void moveTo(FileObject target) throws FileSystemException {
        Optional<GridPath> to = pathOf(target);
        if (to.isPresent()) {
            guarded(() -> {
                new FileMove(path, to.get()).move();
                return null;
            });
        } else {
            target.copyFrom(this, Selectors.SELECT_ALL);
            deleteAll();
        }
    }

    @Override
    public void copyFrom(FileObject source, FileSelector selector) throws FileSystemException {
        if (!source.exists()) {
            throw new FileSystemException("vfs.provider/copy-missing-file.error", source);
        }
        for (FileObject file : Selection.of(source, selector, false)) {
            FileObject target =
                    resolveFile(source.getName().getRelativeName(file.getName()), NameScope.DESCENDENT_OR_SELF);
            if (file.isFolder()) {
                target.createFolder();
            } else if (target instanceof GridFileObject here) {
                here.getContent().copyFrom(file);
            }
        }
    }

    @Override
    public void setAttributes(Map<String, Object> attributes) throws FileSystemException {
        guarded(() -> {
            new FileLink(path).setAttributes(attributes);
            return null;
        });
    }

    @Override
    public Optional<String> nodeIdentity() throws FileSystemException {
        return guarded(() -> place().entry().map(Entry::identity));
    }

    @Override
    public Optional<NodeDescription> describe() throws FileSystemException {
        return guarded(() -> {
            Grid grid = path.grid();
            Place place = Place.find(grid, path.names());
            return place.exists() ? Optional.of(place.describe(grid)) : Optional.empty();
        });
    }

    @Override
    public String storeUnlinked(ContentSource source, long length) throws FileSystemException {
        return guarded(() -> path.grid().client().store(source::open, length).text());
    }

    @Override
    public Optional<String> storeUnfinished(ContentSource source) throws FileSystemException {
        return guarded(
                () -> Optional.of(path.grid().client().store(source::open, -1).text()));
    }

    @Override
    public String identityOf(String token) {
        return Capability.parse(token).identity();
    }

    @Override
    public List<LinkResult> link(Expectation directory, List<LinkRequest> batch) throws FileSystemException {
        return guarded(() -> new LinkBatch(path, batch).link(directory));
    }

    @Override
    public boolean unlink(Expectation expected) throws FileSystemException {
        return guarded(() -> new FileLink(path).remove(expected));
    }

    @Override
    public StoreSpace space() throws FileSystemException {
        return guarded(() -> path.grid().space());
    }

    @Override
    public boolean copyTo(FileObject target, Expectation expected) throws FileSystemException {
        return guarded(() -> {
            Entry entry = place().existing();
            Optional<GridPath> to = pathOf(target);
            if (!entry.isFile() || to.isEmpty()) {
                return false;
            }
            new FileLink(to.get()).copy(entry, expected);
            return true;
        });
    }

    @Override
    public GridFileContent getContent() {
        return new GridFileContent(this, path);
    }

    @Override
    public FileObject[] findFiles(FileSelector selector) throws FileSystemException {
        return exists() ? Selection.of(this, selector, false).toArray(FileObject[]::new) : null;
    }

    @Override
    public void findFiles(FileSelector selector, boolean depthwise, List<FileObject> selected)
            throws FileSystemException {
        selected.addAll(Selection.of(this, selector, depthwise));
    }

    @Override
    public FileOperations getFileOperations() {
        return new DefaultFileOperations(this);
    }

    @Override
    public Iterator<FileObject> iterator() {
        try {
            return Selection.of(this, Selectors.SELECT_ALL, false).iterator();
        } catch (FileSystemException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Override
    public boolean isAttached() {
        return true;
    }

    @Override
    public boolean isContentOpen() {
        return false;
    }

    @Override
    public void refresh() throws FileSystemException {
        guarded(() -> {
            path.grid().directories().clear();
            return null;
        });
    }

    @Override
    public void close() {
        // It holds nothing.
    }

    @Override
    public int compareTo(FileObject other) {
        return name.toString().compareToIgnoreCase(other.getName().toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GridFileObject that && fileSystem == that.fileSystem && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return getPublicURIString();
    }
}
