/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.UriParser;
import org.apache.commons.vfs2.provider.local.DefaultLocalFileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.api.storage.StoreUnavailableException;
import org.sallyport.filetree.internal.access.AccessRuleComponent;
import org.sallyport.filetree.internal.access.AccessRules;
import org.sallyport.journal.internal.Journal;
import org.sallyport.journal.internal.JournalSettings;

/** Mounts and stores as in the server, over plain stand-ins for the bundles {@code vfs} and {@code metadata}. */
public final class TestStores {

    public final Mounts mounts;
    public final AccessRules rules;
    final StoreHealth health = new StoreHealth();
    public final Stores stores;
    public final AtomicInteger leases = new AtomicInteger();

    /** What the stores of scheme {@code slow} are made to do. */
    public final SlowStore.Faults faults = new SlowStore.Faults();

    private final Manager manager = new Manager();
    private final Map<String, Function<Map<String, String>, FileSystemOptions>> fileSystemOptions =
            new ConcurrentHashMap<>();
    private final Map<String, MetadataMapper> mappers = new ConcurrentHashMap<>();
    private MetadataMapper mapper = new PlainMapper();
    private final Set<String> unavailable = ConcurrentHashMap.newKeySet();

    private volatile CountDownLatch opening = new CountDownLatch(0);

    /** Without a thread: what is due in it is done by hand. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, none -> null);

    public TestStores() {
        this(Duration.ofSeconds(30));
    }

    /** @param patience how long somebody who looks at the mounts waits for their stores */
    TestStores(Duration patience) {
        this(patience, Duration.ZERO);
    }

    /** @param idleTime how long a local folder stays open that nobody uses */
    TestStores(Duration patience, Duration idleTime) {
        stores = new Stores(health, idleTime);
        timer.setRemoveOnCancelPolicy(true);
        mounts = new Mounts(patience, timer);
        rules = new AccessRules(mounts);
        stores.bindManager(manager);
        stores.bindLocalMapper(new PlainLocalMapper());
        stores.bindMapper(mapper, Map.of(MetadataMapper.SCHEME, "*"));
        mounts.bindStores(stores);
    }

    /** Adds a mount, or replaces the one of that name, as its configuration would. */
    public void mount(String name, Map<String, String> values) throws InvalidConfigurationException {
        Map<String, String> configuration = new HashMap<>(values);
        configuration.put("service.pid", "org.sallyport.mount~" + name);
        mounts.put(MountSettings.read(configuration));
    }

    /** From now on stores that are opened have this mapper, and so has a journal that is. */
    public void use(MetadataMapper real) {
        mapper = real;
        stores.bindMapper(real, Map.of(MetadataMapper.SCHEME, "*"));
    }

    /** The same for one scheme. */
    public void use(String scheme, MetadataMapper real) {
        mappers.put(scheme, real);
        stores.bindMapper(real, Map.of(MetadataMapper.SCHEME, scheme));
    }

    /** From now on mounts may have URIs of another scheme, with what their options mean to its provider. */
    public void provide(
            String scheme, FileProvider provider, Function<Map<String, String>, FileSystemOptions> optionsOf)
            throws FileSystemException {
        manager.manager.addProvider(scheme, provider);
        fileSystemOptions.put(scheme, optionsOf);
    }

    /** Takes a mount away, as the end of its configuration would. */
    public void unmount(String name) {
        mounts.remove(name);
    }

    /** As the end of the server would. */
    public void close() {
        stores.deactivate();
    }

    public void use(LocalMetadataMapper real) {
        stores.bindLocalMapper(real);
    }

    /** Adds an access rule, or replaces the one of that name, as its configuration would; one that is refused is told of. */
    public void rule(String name, Map<String, String> values) {
        Map<String, Object> configuration = new HashMap<>(values);
        configuration.put("service.pid", "org.sallyport.access~" + name);
        new AccessRuleComponent(rules, configuration);
    }

    /** Opens a journal over these stores, which mounts use from then on. */
    public Journal openJournal(JournalSettings settings) throws IOException {
        org.sallyport.journal.internal.store.Stores opener = new org.sallyport.journal.internal.store.Stores();
        opener.use(manager);
        opener.use("*", mapper);
        mappers.forEach(opener::use);
        Journal journal = Journal.open(settings, opener, (what, upload, detail) -> {});
        stores.bindJournal(journal);
        return journal;
    }

    /** From now on the store of this URI cannot be opened. */
    public void makeUnavailable(String uri) {
        unavailable.add(uri);
    }

    /** From now on the store of this URI can be opened again. */
    void makeAvailable(String uri) {
        unavailable.remove(uri);
    }

    /** As if the time had passed for which the watch over the mounts waits; returns how many looks were due. */
    int passTime() {
        List<Runnable> due = List.copyOf(timer.getQueue());
        due.forEach(timer::remove);
        due.forEach(Runnable::run);
        return due.size();
    }

    /** From now on no store is opened before the latch is open. */
    void holdOpening(CountDownLatch open) {
        opening = open;
    }

    private final class Manager implements StoreManager {

        private final DefaultFileSystemManager manager;

        Manager() {
            try {
                DefaultFileSystemManager made = new DefaultFileSystemManager();
                made.setFilesCache(new NullFilesCache());
                made.addProvider("file", new DefaultLocalFileProvider());
                made.addProvider("ram", new RamFileProvider());
                made.addProvider("slow", new SlowStore(faults));
                made.init();
                manager = made;
            } catch (FileSystemException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public StoreLease acquire(String uri, Map<String, String> options) throws IOException {
            try {
                opening.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            if (unavailable.contains(uri)) {
                throw new StoreUnavailableException("the store is gone");
            }
            Optional<Path> root = uri.startsWith("file:") ? Optional.of(Path.of(URI.create(uri))) : Optional.empty();
            FileSystemOptions known = fileSystemOptions
                    .getOrDefault(uri.substring(0, uri.indexOf(':')), none -> new FileSystemOptions())
                    .apply(options);
            return new Lease(uri, root, manager.resolveFile(uri, known));
        }

        @Override
        public List<ProviderInfo> providers() {
            return Arrays.stream(manager.getSchemes())
                    .map(scheme -> new ProviderInfo(scheme, "test", 0, 1))
                    .toList();
        }
    }

    private final class Lease implements StoreLease {

        private final String uri;
        private final Optional<Path> root;
        private final FileObject rootObject;
        private boolean closed;

        Lease(String uri, Optional<Path> root, FileObject rootObject) {
            this.uri = uri;
            this.root = root;
            this.rootObject = rootObject;
            leases.incrementAndGet();
        }

        @Override
        public String scheme() {
            return rootObject.getName().getScheme();
        }

        @Override
        public String displayName() {
            return uri;
        }

        @Override
        public Optional<Path> localRoot() {
            return root;
        }

        @Override
        public FileObject resolve(List<String> names) throws IOException {
            if (names.isEmpty()) {
                return rootObject.getFileSystem().resolveFile(rootObject.getName());
            }
            StringBuilder path = new StringBuilder(
                    rootObject.getName().getPath().equals("/")
                            ? ""
                            : rootObject.getName().getPath());
            names.forEach(name -> path.append('/').append(UriParser.encode(name)));
            return rootObject
                    .getFileSystem()
                    .resolveFile(((AbstractFileName) rootObject.getName()).createName(path.toString(), FileType.FILE));
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
            return new Lease(uri, root, rootObject);
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                leases.decrementAndGet();
            }
        }
    }

    private static final class PlainLocalMapper implements LocalMetadataMapper {

        private static LinkOption[] options(boolean followLinks) {
            return followLinks ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        }

        @Override
        public FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) throws IOException {
            Map<String, Object> found =
                    Files.readAttributes(path, "unix:mode,size,uid,gid,nlink,lastModifiedTime", options(followLinks));
            int mode = (int) found.get("mode");
            long modified =
                    ((FileTime) found.get("lastModifiedTime")).toInstant().getEpochSecond();
            return FileAttributes.builder(org.sallyport.api.metadata.FileType.ofMode(mode))
                    .size((long) found.get("size"))
                    .permissions(mode)
                    .ownerIds((int) found.get("uid"), (int) found.get("gid"))
                    .linkCount((int) found.get("nlink"))
                    .modifyTime(modified, 0)
                    .accessTime(modified, 0)
                    .build();
        }

        @Override
        public Set<Attribute> write(Path path, boolean followLinks, FileAttributes changes) throws IOException {
            PosixFileAttributeView view =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, options(followLinks));
            if (changes.has(Attribute.PERMISSIONS)) {
                Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
                for (PosixFilePermission permission : PosixFilePermission.values()) {
                    if ((changes.permissions() & 0400 >> permission.ordinal()) != 0) {
                        permissions.add(permission);
                    }
                }
                view.setPermissions(permissions);
            }
            if (changes.has(Attribute.MODIFY_TIME)) {
                view.setTimes(FileTime.from(Instant.ofEpochSecond(changes.modifySeconds())), null, null);
            }
            return Set.of();
        }

        @Override
        public List<Optional<String>> userNames(List<Integer> uids) {
            return uids.stream().map(uid -> Optional.<String>empty()).toList();
        }

        @Override
        public List<Optional<String>> groupNames(List<Integer> gids) {
            return userNames(gids);
        }

        @Override
        public int userNumber(String name) {
            return 300_000 + name.length();
        }

        @Override
        public int groupNumber(String name) {
            return 400_000 + name.length();
        }
    }

    private static final class PlainMapper implements MetadataMapper {

        @Override
        public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
            boolean folder = file.getType() == FileType.FOLDER;
            return FileAttributes.builder(
                            folder
                                    ? org.sallyport.api.metadata.FileType.DIRECTORY
                                    : org.sallyport.api.metadata.FileType.REGULAR)
                    .size(folder ? 0 : file.getContent().getSize())
                    .permissions(folder ? 0755 : 0644)
                    .modifyTime(file.getContent().getLastModifiedTime() / 1000, 0)
                    .build();
        }

        @Override
        public Set<Attribute> write(FileObject file, FileAttributes changes) throws FileSystemException {
            if (changes.has(Attribute.MODIFY_TIME)) {
                file.getContent().setLastModifiedTime(changes.modifySeconds() * 1000);
            }
            return Set.of();
        }
    }
}
