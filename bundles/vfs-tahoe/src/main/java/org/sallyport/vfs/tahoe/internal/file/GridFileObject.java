/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.vfs2.FileContent;
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
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.directory.Claim;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/**
 * A file or directory of a grid, by its place. Holds no state of its own and no lock: what it tells is as the directories are known at the
 * moment. For many threads.
 */
final class GridFileObject implements FileObject, StoreOperations {

    private static final Optional<Boolean> DONE = Optional.of(true);

    private final GridFileSystem fileSystem;
    private final GridFileName name;
    private final List<String> names;

    GridFileObject(GridFileSystem fileSystem, GridFileName name) {
        this.fileSystem = fileSystem;
        this.name = name;
        this.names = PathNames.of(name.getPath());
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

    Grid grid() throws IOException {
        return fileSystem.grid();
    }

    Place place() throws IOException {
        return Place.find(grid(), names);
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

    private FileObject sibling(String path) throws FileSystemException {
        return fileSystem.resolveFile(name.createName(path, FileType.FILE_OR_FOLDER));
    }

    @Override
    public FileObject getParent() throws FileSystemException {
        FileName parent = name.getParent();
        return parent == null ? null : fileSystem.resolveFile(parent);
    }

    @Override
    public FileObject[] getChildren() throws FileSystemException {
        return guarded(() -> {
            Entry entry = place().existing();
            if (!entry.isDirectory()) {
                throw new NotDirectoryException("");
            }
            Capability directory = entry.capability().orElseThrow(() -> new AccessDeniedException(""));
            String path = names.isEmpty() ? "/" : name.getPath() + "/";
            List<FileObject> children = new ArrayList<>();
            for (String child : grid().directories().entries(directory).keySet()) {
                children.add(sibling(path + PathNames.encode(ShownNames.show(child))));
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
            Place place = place();
            if (place.entry().filter(Entry::isFile).isEmpty()) {
                requireFree(place);
                make(Entry.file(Capability.parse("URI:LIT:")));
            }
            return null;
        });
    }

    @Override
    public void createFolder() throws FileSystemException {
        guarded(() -> {
            Place place = place();
            if (place.entry().filter(Entry::isDirectory).isEmpty()) {
                requireFree(place);
                make(Entry.directory(grid().client().makeDirectory()));
            }
            return null;
        });
    }

    private static void requireFree(Place place) throws IOException {
        if (place.exists()) {
            throw new FileAlreadyExistsException("");
        }
        if (!place.directory().kind().isWritable()) {
            throw new AccessDeniedException("");
        }
    }

    private void make(Entry entry) throws IOException {
        Grid grid = grid();
        grid.guards().change(this::place, place -> Claim.shared(place.directory()), place -> {
            requireFree(place);
            grid.directories().link(place.directory(), place.name(), entry, Replace.NOTHING);
            return DONE;
        });
    }

    @Override
    public boolean delete() throws FileSystemException {
        return guarded(() -> grid().guards().change(this::place, GridFileObject::needOfDelete, this::deleteHere));
    }

    private static Claim needOfDelete(Place place) {
        return Claim.alone(Stream.concat(place.parent().stream(), place.ownDirectory().stream())
                .toArray(Capability[]::new));
    }

    /** Empty if another thing is here than was known. */
    private Optional<Boolean> deleteHere(Place known) throws IOException {
        if (!known.exists()) {
            return Optional.of(false);
        }
        if (!known.isWritable()) {
            throw new AccessDeniedException("");
        }
        Grid grid = grid();
        Place place = known.now(grid);
        if (!place.exists()) {
            return Optional.of(false);
        }
        if (!needOfDelete(place).equals(needOfDelete(known))) {
            return Optional.empty();
        }
        Optional<Capability> directory = place.ownDirectory();
        if (directory.isPresent()
                && !grid.directories().entriesNow(directory.get()).isEmpty()) {
            throw new DirectoryNotEmptyException("");
        }
        grid.directories().unlink(place.directory(), place.name());
        return Optional.of(true);
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
        if (target instanceof GridFileObject there && there.fileSystem == fileSystem) {
            guarded(() -> {
                move(there);
                return null;
            });
        } else {
            target.copyFrom(this, Selectors.SELECT_ALL);
            deleteAll();
        }
    }

    private record Move(Place from, Place to) {

        Claim need() throws IOException {
            return Claim.moving(
                    from.directory(),
                    to.directory(),
                    from.entry().filter(Entry::isDirectory).isPresent());
        }

        boolean isNone() throws IOException {
            return isWithin() && from.name().equals(to.name());
        }

        boolean isWithin() throws IOException {
            return from.directory().identity().equals(to.directory().identity());
        }
    }

    private void move(GridFileObject target) throws IOException {
        Grid grid = grid();
        grid.guards().change(() -> new Move(place(), target.place()), Move::need, known -> {
            known.from().existing();
            if (known.isNone()) {
                return DONE;
            }
            if (!known.from().isWritable() || !known.to().isWritable()) {
                throw new AccessDeniedException("");
            }
            Move move = new Move(known.from().now(grid), known.to());
            return move.need().equals(known.need()) ? move(grid, move) : Optional.empty();
        });
    }

    private static Optional<Boolean> move(Grid grid, Move move) throws IOException {
        Place from = move.from();
        Place to = move.to();
        Entry moved = from.existing();
        if (!move.isWithin() && to.above().contains(moved.identity())) {
            // Nothing would lead to it any more (ticket 943).
            throw new IOException("Invalid argument: a directory cannot be moved below itself");
        }
        // What others have put there since the directory was read has been seen by nobody.
        Replace replace = moved.isDirectory() || !to.exists() ? Replace.NOTHING : Replace.FILES;
        grid.directories().link(to.directory(), to.name(), moved.renamed(), replace);
        grid.directories().unlink(from.directory(), from.name());
        return DONE;
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
                here.copyFile(file);
            }
        }
    }

    private void copyFile(FileObject source) throws FileSystemException {
        guarded(() -> {
            Optional<Entry> content = source instanceof GridFileObject other && other.fileSystem == fileSystem
                    ? other.place().entry()
                    : Optional.empty();
            boolean immutable = content.flatMap(Entry::capability)
                    .filter(capability -> capability.kind().isImmutable())
                    .isPresent();
            if (immutable) {
                linkContent(Entry.file(content.get().capability().get()));
                return null;
            }
            try (InputStream in = source.getContent().getInputStream();
                    OutputStream out = getContent().getOutputStream()) {
                in.transferTo(out);
            }
            return null;
        });
    }

    /** Makes a stored content the file at this place. */
    void linkContent(Entry content) throws IOException {
        Grid grid = grid();
        grid.guards().change(this::place, place -> Claim.shared(place.directory()), place -> {
            Entry entry = place.entry().map(old -> old.replacedBy(content)).orElse(content);
            grid.directories().link(place.directory(), place.name(), entry, Replace.FILES);
            return DONE;
        });
    }

    @FunctionalInterface
    private interface LinkChange {

        Entry of(Entry now) throws IOException;
    }

    /** Changes the link to what is here now, and only that. */
    private void relink(LinkChange change) throws IOException {
        Grid grid = grid();
        Place place = place();
        if (place.parent().isEmpty() && place.exists()) {
            throw new StoreException(Reason.UNSUPPORTED, "the root of a grid has no name that could keep attributes");
        }
        grid.guards().change(this::place, here -> Claim.alone(here.directory()), here -> {
            if (!here.isWritable()) {
                throw new AccessDeniedException("");
            }
            Entry now = here.now(grid).existing();
            grid.directories().link(here.directory(), here.name(), change.of(now), Replace.ANYTHING);
            return DONE;
        });
    }

    @Override
    public void setAttributes(Map<String, Object> attributes) throws FileSystemException {
        guarded(() -> {
            relink(entry -> {
                Entry changed = Links.withAttributes(entry.withTimeKept(), attributes);
                boolean inPlace = changed.isFile() && changed.write().isPresent();
                return inPlace ? changed.withSizeOfTimes(grid().directories().size(entry)) : changed;
            });
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
            Grid grid = grid();
            Place place = Place.find(grid, names);
            return place.exists() ? Optional.of(describe(grid, place)) : Optional.empty();
        });
    }

    private static NodeDescription describe(Grid grid, Place place) throws IOException {
        Entry found = place.existing();
        long size = found.isFile() ? grid.directories().size(found) : 0;
        Entry entry = found.ofSize(size);
        return new NodeDescription(
                entry.isDirectory(),
                size,
                place.isContentReadable(),
                place.isContentWritable(),
                entry.modified(),
                entry.accessed(),
                entry.created(),
                entry.own().mode(),
                entry.own().owner(),
                Links.others(entry));
    }

    @Override
    public String storeUnlinked(ContentSource source, long length) throws FileSystemException {
        return guarded(() -> grid().client().store(source::open, length).text());
    }

    @Override
    public Optional<String> storeUnfinished(ContentSource source) throws FileSystemException {
        return guarded(() -> Optional.of(grid().client().store(source::open, -1).text()));
    }

    @Override
    public String identityOf(String token) {
        return Capability.parse(token).identity();
    }

    @Override
    public List<LinkResult> link(Expectation directory, List<LinkRequest> batch) throws FileSystemException {
        return guarded(() -> {
            Grid grid = grid();
            return grid.guards()
                    .change(
                            this::place,
                            place -> Claim.alone(place.writableDirectory()),
                            place -> Optional.of(
                                    directory.allows(place.entry().map(Entry::identity))
                                            ? new Links(grid, place.writableDirectory()).make(batch)
                                            : Collections.nCopies(batch.size(), new LinkResult.Elsewhere())));
        });
    }

    @Override
    public boolean unlink(Expectation expected) throws FileSystemException {
        return guarded(() -> {
            Grid grid = grid();
            return grid.guards().change(this::place, place -> Claim.alone(place.directory()), place -> {
                if (!place.isWritable()) {
                    throw new AccessDeniedException("");
                }
                return Optional.of(new Links(grid, place.directory()).remove(place.name(), expected));
            });
        });
    }

    @Override
    public StoreSpace space() throws FileSystemException {
        return guarded(() -> grid().space());
    }

    @Override
    public boolean copyTo(FileObject target, Expectation expected) throws FileSystemException {
        return guarded(() -> {
            Entry entry = place().existing();
            if (!entry.isFile() || !(target instanceof GridFileObject there) || there.fileSystem != fileSystem) {
                return false;
            }
            Grid grid = grid();
            return grid.guards().change(there::place, place -> Claim.alone(place.directory()), place -> {
                if (!place.isWritable()) {
                    throw new AccessDeniedException("");
                }
                new Links(grid, place.directory()).copy(entry, place.name(), expected);
                return DONE;
            });
        });
    }

    @Override
    public FileContent getContent() {
        return new GridFileContent(this);
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
            grid().directories().clear();
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
