/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.apache.commons.vfs2.CacheStrategy;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.ram.RamFileObject;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileSystem;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.journal.internal.store.StoreAccess;
import org.sallyport.journal.internal.store.Stores;

/** Commons VFS's store in memory, which records each change to it, together with how far the spool's disk had come then. */
final class RecordedStore implements StoreManager, MetadataMapper {

    static final String DIRECTORY = "/inbox";
    private static final String HIDDEN = ".sallyport-upload-";
    private static final int PART = 16 << 10;

    private final IntSupplier moment;
    private final Optional<Map<String, byte[]>> unnamed;
    private final List<Change> changes = new ArrayList<>();
    /** What the thread changes that will be one change. */
    private final ThreadLocal<List<Consumer<Map<String, Stored>>>> together = new ThreadLocal<>();
    /** Of files, by path: theirs do not depend on the speed of the test. */
    private final Map<String, Long> times = new ConcurrentHashMap<>();

    /** Of directories, by path: they go along when one is renamed. */
    private final Map<String, String> identities = new ConcurrentHashMap<>();

    private final AtomicLong directories = new AtomicLong();
    /** Listings that are told as they were. */
    private final Map<String, FileObject[]> remembered = new ConcurrentHashMap<>();

    /** Told of each update of a directory, and of contents before they have names. */
    interface Updates {

        default void content() throws FileSystemException {
            // few want to know
        }

        /** @param received bytes so far of a content that is still being written */
        default void early(int received) throws FileSystemException {
            // few want to know
        }

        /** @param path of a directory of which somebody was told which one it is */
        default void looked(String path) throws FileSystemException {
            // few want to know
        }

        default void before(int names) throws FileSystemException {
            // few want to know
        }

        default void after() throws FileSystemException {
            // few want to know
        }
    }

    private volatile Updates updates = new Updates() {};

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();

    /** @param modified as the store tells it */
    record Stored(byte[] content, long modified) {}

    /**
     * One change.
     *
     * @param moment operations of the disk before it
     */
    private record Change(int moment, Consumer<Map<String, Stored>> effect) {}

    /**
     * @param content by absolute path, all in one directory
     * @param unnamed where contents are stored first and named afterwards, by their tokens; empty where the store has files alone
     */
    RecordedStore(IntSupplier moment, Map<String, Stored> content, Optional<Map<String, byte[]>> unnamed)
            throws IOException {
        this.moment = moment;
        this.unnamed = unnamed;
        manager.setFilesCache(new NullFilesCache());
        manager.setCacheStrategy(CacheStrategy.MANUAL);
        manager.addProvider("ram", new Provider());
        manager.init();
        file(DIRECTORY).createFolder();
        for (Map.Entry<String, Stored> file : content.entrySet()) {
            FileObject made = file(file.getKey());
            try (OutputStream out = made.getContent().getOutputStream()) {
                out.write(file.getValue().content());
            }
            times.put(file.getKey(), file.getValue().modified());
        }
        changes.clear();
    }

    void onUpdate(Updates listener) {
        updates = listener;
    }

    StoreAccess.Opener opener() {
        Stores opener = new Stores();
        opener.use(this);
        opener.use("*", this);
        return opener;
    }

    FileObject file(String path) throws FileSystemException {
        return manager.resolveFile("ram://" + path);
    }

    void remove(String path) throws FileSystemException {
        file(path).delete();
    }

    /** At each moment it is somewhere, as in stores that link it to its new name before they unlink the old one. */
    void renameDirectory(String from, String to) throws FileSystemException {
        identities.put(to, identities.get(from));
        file(from).moveTo(file(to));
        identities.remove(from);
    }

    /** Tells from now on what is in a directory now, as a store with a cache does, until it is told to look again. */
    void remember(String directory) throws FileSystemException {
        remembered.put(directory, file(directory).getChildren());
    }

    void removeDirectory(String path) throws FileSystemException {
        file(path).deleteAll();
        identities.remove(path);
    }

    /** In one step, as stores do that can rename over an existing name. */
    void rename(String from, String to) throws FileSystemException {
        begin();
        try {
            file(to).delete();
            file(from).moveTo(file(to));
        } finally {
            end();
        }
    }

    /** What this thread changes from now on is one change. */
    private void begin() {
        together.set(new ArrayList<>());
    }

    private void end() {
        List<Consumer<Map<String, Stored>>> steps = together.get();
        together.remove();
        if (!steps.isEmpty()) {
            record(files -> steps.forEach(step -> step.accept(files)));
        }
    }

    int count() {
        synchronized (changes) {
            return changes.size();
        }
    }

    /** How many changes there may have been when the disk had seen so many operations: the least and the most. */
    int[] countsAt(int operations) {
        synchronized (changes) {
            int least = (int) changes.stream()
                    .filter(change -> change.moment() < operations)
                    .count();
            int most = (int) changes.stream()
                    .filter(change -> change.moment() <= operations)
                    .count();
            return new int[] {least, most};
        }
    }

    /** What was there after so many changes. */
    Map<String, Stored> after(int count, Map<String, Stored> first) {
        Map<String, Stored> files = new TreeMap<>(first);
        synchronized (changes) {
            changes.subList(0, count).forEach(change -> change.effect().accept(files));
        }
        return files;
    }

    /** What clients see of it, by name. */
    Map<String, byte[]> visible() throws IOException {
        Map<String, byte[]> result = new TreeMap<>();
        for (FileObject child : file(DIRECTORY).getChildren()) {
            String name = child.getName().getBaseName();
            if (!name.startsWith(HIDDEN)) {
                result.put(name, child.getContent().getByteArray());
            }
        }
        return result;
    }

    /** Names of what no client sees. */
    List<String> hidden() throws IOException {
        return Stream.of(file(DIRECTORY).getChildren())
                .map(child -> child.getName().getBaseName())
                .filter(name -> name.startsWith(HIDDEN))
                .toList();
    }

    private void record(Consumer<Map<String, Stored>> effect) {
        List<Consumer<Map<String, Stored>>> steps = together.get();
        if (steps != null) {
            steps.add(effect);
            return;
        }
        synchronized (changes) {
            changes.add(new Change(moment.getAsInt(), effect));
        }
    }

    @Override
    public StoreLease acquire(String uri, Map<String, String> options) {
        return new Lease();
    }

    @Override
    public List<ProviderInfo> providers() {
        return List.of();
    }

    @Override
    public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
        return FileAttributes.builder(FileType.REGULAR)
                .size(file.getContent().getSize())
                .build();
    }

    @Override
    public Set<Attribute> write(FileObject file, FileAttributes changes) {
        return Set.of();
    }

    private final class Lease implements StoreLease {

        @Override
        public String scheme() {
            return "ram";
        }

        @Override
        public String displayName() {
            return "ram:///";
        }

        @Override
        public Optional<Path> localRoot() {
            return Optional.empty();
        }

        @Override
        public FileObject resolve(List<String> names) throws IOException {
            return file("/" + String.join("/", names));
        }

        @Override
        public String nameOf(FileObject file) {
            return file.getName().getBaseName();
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public StoreLease share() {
            return new Lease();
        }

        @Override
        public void close() {
            // it holds nothing
        }
    }

    private final class Provider extends RamFileProvider {

        @Override
        protected FileSystem doCreateFileSystem(FileName name, FileSystemOptions options) {
            return new Memory(name, options);
        }
    }

    private final class Memory extends RamFileSystem {

        private static final long serialVersionUID = 1L;

        Memory(FileName name, FileSystemOptions options) {
            super(name, options);
        }

        @Override
        protected FileObject createFile(AbstractFileName name) {
            return unnamed.<FileObject>map(contents -> new NamedLater(name, this, contents))
                    .orElseGet(() -> new File(name, this));
        }
    }

    private class File extends RamFileObject {

        File(AbstractFileName name, RamFileSystem system) {
            super(name, system);
        }

        @Override
        protected long doGetLastModifiedTime() {
            return times.getOrDefault(getName().getPath(), 0L);
        }

        @Override
        protected void doDelete() throws Exception {
            super.doDelete();
            String path = getName().getPath();
            record(files -> files.remove(path));
        }

        @Override
        protected void doRename(FileObject target) throws Exception {
            super.doRename(target);
            String from = getName().getPath();
            String to = target.getName().getPath();
            if (!times.containsKey(from)) {
                return; // a directory
            }
            long modified = times.remove(from);
            times.put(to, modified);
            Stored moved = new Stored(file(to).getContent().getByteArray(), modified);
            record(files -> {
                files.remove(from);
                files.put(to, moved);
            });
        }

        @Override
        protected OutputStream doGetOutputStream(boolean append) throws Exception {
            String path = getName().getPath();
            record(files -> files.put(path, new Stored(new byte[0], 0)));
            OutputStream out = super.doGetOutputStream(append);
            return new ByteArrayOutputStream() {

                @Override
                public void close() throws IOException {
                    out.write(toByteArray());
                    out.close();
                    Stored stored = new Stored(toByteArray(), clock.incrementAndGet());
                    times.put(path, stored.modified());
                    record(files -> files.put(path, stored));
                }
            };
        }
    }

    /** A file of a store where contents are stored first and named afterwards: a content's token and identity is its hash. */
    private final class NamedLater extends File implements StoreOperations {

        private final Map<String, byte[]> contents;

        NamedLater(AbstractFileName name, RamFileSystem system, Map<String, byte[]> contents) {
            super(name, system);
            this.contents = contents;
        }

        @Override
        public FileObject[] getChildren() throws FileSystemException {
            FileObject[] known = remembered.get(getName().getPath());
            return known == null ? super.getChildren() : known;
        }

        @Override
        public void refresh() throws FileSystemException {
            remembered.clear();
            super.refresh();
        }

        @Override
        public String storeUnlinked(ContentSource source, long length) throws FileSystemException {
            updates.content();
            try (InputStream in = source.open()) {
                byte[] content = in.readAllBytes();
                assertThat(content).hasSize((int) length);
                String token = "node" + Arrays.hashCode(content);
                contents.put(token, content);
                return token;
            } catch (IOException failed) {
                throw new FileSystemException(failed);
            }
        }

        @Override
        public Optional<String> storeUnfinished(ContentSource source) throws FileSystemException {
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            try (InputStream in = source.open()) {
                byte[] part = new byte[PART];
                for (int count = in.read(part); count >= 0; count = in.read(part)) {
                    received.write(part, 0, count);
                    updates.early(received.size());
                }
            } catch (IOException failed) {
                throw new FileSystemException(failed);
            }
            byte[] content = received.toByteArray();
            String token = "node" + Arrays.hashCode(content);
            contents.put(token, content);
            return Optional.of(token);
        }

        @Override
        public String identityOf(String token) {
            return token;
        }

        @Override
        public List<LinkResult> link(Expectation directory, List<LinkRequest> batch) throws FileSystemException {
            updates.before(batch.size());
            if (!exists()) {
                throw new StoreException(StoreException.Reason.NO_SUCH_FILE, "no such directory");
            }
            if (!directory.allows(nodeIdentity())) {
                return Collections.nCopies(batch.size(), new LinkResult.Elsewhere());
            }
            List<LinkResult> results = new ArrayList<>();
            begin();
            try {
                for (LinkRequest request : batch) {
                    results.add(link(request));
                }
            } finally {
                end();
            }
            updates.after();
            return results;
        }

        private LinkResult link(LinkRequest request) throws FileSystemException {
            FileObject target = file(getName().getPath() + "/" + request.name());
            Optional<String> found = ((StoreOperations) target).nodeIdentity();
            if (found.filter(request.token()::equals).isEmpty()) {
                if (!request.expected().allows(found)) {
                    return new LinkResult.Unexpected(found);
                }
                try (OutputStream out = target.getContent().getOutputStream()) {
                    out.write(contents.get(request.token()));
                } catch (IOException failed) {
                    throw new FileSystemException(failed);
                }
            }
            return new LinkResult.Linked(request.token());
        }

        @Override
        public boolean unlink(Expectation expected) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<NodeDescription> describe() throws FileSystemException {
            throw new UnsupportedOperationException("the journal asks for no description");
        }

        @Override
        public Optional<String> nodeIdentity() throws FileSystemException {
            if (!exists()) {
                return Optional.empty();
            }
            String path = getName().getPath();
            if (isFolder()) {
                String identity =
                        identities.computeIfAbsent(path, first -> "directory" + directories.incrementAndGet());
                updates.looked(path);
                return Optional.of(identity);
            }
            try {
                return Optional.of("node" + Arrays.hashCode(getContent().getByteArray()));
            } catch (IOException failed) {
                throw new FileSystemException(failed);
            }
        }

        @Override
        public void setAttributes(Map<String, Object> attributes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StoreSpace space() {
            return new StoreSpace(-1, -1);
        }

        @Override
        public boolean copyTo(FileObject target, Expectation expected) {
            return false;
        }
    }
}
