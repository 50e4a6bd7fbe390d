/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadJournal;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.api.storage.StoreUnavailableException;
import org.sallyport.filetree.internal.local.LocalStore;
import org.sallyport.filetree.internal.local.UploadSweeper;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.vfs.JournaledVfs;
import org.sallyport.filetree.internal.vfs.KnownDirectories;
import org.sallyport.filetree.internal.vfs.VfsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open stores, shared by all sessions that see them and closed when the last one lets go. */
@Component(service = Stores.class)
public final class Stores {

    private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
    private static final String IN_MEMORY = "ram:";
    /** Stores of which the directories are remembered. */
    private static final int MOST_REMEMBERED = 50;

    /** The newest store for each key. */
    private final Map<MountSettings.StoreKey, Shared> newest = new HashMap<>();
    /** All that are open, those of earlier generations too; also the lock for this and for what is known of mounts. */
    private final Map<Store, Shared> open = new IdentityHashMap<>();

    /** What was counted in this run on stores that are no local folders, as long as a mount leads there. */
    private final Map<MountSettings.StoreKey, Quota> quotas = new HashMap<>();

    /** Those whose content goes with their last use: held as long as a mount leads there. */
    private final Map<MountSettings.StoreKey, Shared> held = new HashMap<>();

    /** Local folders that nobody uses any more, as of {@link System#nanoTime}: the next session is to find them open. */
    private final Map<Shared, Long> idle = new LinkedHashMap<>();

    private final Duration idleTime;
    private final ScheduledExecutorService timer = timer();
    private boolean closingIdle;

    private List<MountSettings> configured = List.of();

    /** So that a store that is away takes uploads of new sessions. */
    private final Map<MountSettings.StoreKey, KnownDirectories> remembered =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<MountSettings.StoreKey, KnownDirectories> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            });

    private final Map<String, MetadataMapper> mappers = new HashMap<>();
    private final StoreHealth health;
    private final UploadSweeper sweeper = new UploadSweeper();
    private volatile boolean retired;
    private volatile StoreManager manager;
    private volatile UploadJournal journal;
    private volatile LocalMetadataMapper localMapper;

    private static final class Shared {

        private final MountSettings.StoreKey key;
        private final Store store;
        private int users;

        Shared(MountSettings.StoreKey key, Store store) {
            this.key = key;
            this.store = store;
        }
    }

    @Activate
    public Stores(@Reference StoreHealth health) {
        this(health, Duration.ofSeconds(5));
    }

    /** @param idleTime how long a local folder stays open that nobody uses */
    Stores(StoreHealth health, Duration idleTime) {
        this.health = health;
        this.idleTime = idleTime;
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sallyport-idle-stores");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /** Sessions that began under this component go on with the services that they have. */
    @Deactivate
    void deactivate() {
        retired = true;
        configured(List.of());
        timer.shutdownNow();
    }

    /** These are the mounts now. What no mount leads to any more is let go. */
    void configured(List<MountSettings> mounts) {
        List<Shared> unwanted = new ArrayList<>();
        synchronized (open) {
            configured = mounts;
            health.retain(mounts.stream()
                    .flatMap(mount -> Stream.of(mount.shownUri(), mount.sharedUri()))
                    .collect(Collectors.toSet()));
            quotas.keySet().removeIf(key -> !isConfigured(key));
            for (MountSettings.StoreKey key : List.copyOf(held.keySet())) {
                if (!isConfigured(key)) {
                    unwanted.add(held.remove(key));
                }
            }
        }
        unwanted.forEach(shared -> release(shared.store));
        closeIdle(shared -> !isConfigured(shared.key));
    }

    private boolean isConfigured(MountSettings.StoreKey key) {
        return configured.stream().anyMatch(mount -> mount.leadsTo(key));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindManager(StoreManager service) {
        manager = service;
    }

    void unbindManager(StoreManager service) {
        if (manager == service && !retired) {
            manager = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(UploadJournal service) {
        journal = service;
    }

    void unbindJournal(UploadJournal service) {
        if (journal == service && !retired) {
            journal = null;
        }
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindLocalMapper(LocalMetadataMapper service) {
        localMapper = service;
    }

    void unbindLocalMapper(LocalMetadataMapper service) {
        LOG.debug("local mapper {} is gone and serves open stores until another comes", service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindMapper(MetadataMapper mapper, Map<String, Object> properties) {
        synchronized (mappers) {
            mappers.put(String.valueOf(properties.get(MetadataMapper.SCHEME)), mapper);
        }
    }

    void unbindMapper(MetadataMapper mapper) {
        synchronized (mappers) {
            if (!retired) {
                mappers.values().remove(mapper);
            }
        }
    }

    public LocalMetadataMapper localMapper() {
        return localMapper;
    }

    private Optional<MetadataMapper> mapper(String scheme) {
        synchronized (mappers) {
            return Optional.ofNullable(mappers.getOrDefault(scheme, mappers.get("*")));
        }
    }

    /**
     * The store of a mount for a user; {@link #release} ends the use.
     *
     * @throws FileTreeException UNAVAILABLE if it cannot be opened now
     */
    public Store acquire(MountSettings mount, String user) throws FileTreeException {
        MountSettings.StoreKey key = key(mount, user);
        Optional<Store> there = retain(key);
        if (there.isPresent()) {
            return there.get();
        }
        // They would keep providers in use of which there may be one only.
        closeIdle(shared -> !shared.store.isCurrent());
        Store made = open(mount, key);
        Shared shared;
        Optional<Shared> before;
        synchronized (open) {
            shared = newest.get(key);
            if (shared != null && shared.store.isCurrent()) {
                made.close();
            } else {
                shared = new Shared(key, made);
                newest.put(key, shared);
                open.put(made, shared);
            }
            shared.users++;
            idle.remove(shared);
            before = hold(shared);
        }
        before.ifPresent(outdated -> release(outdated.store));
        return shared.store;
    }

    private Optional<Store> retain(MountSettings.StoreKey key) {
        Shared shared;
        boolean wasIdle;
        synchronized (open) {
            shared = newest.get(key);
            if (shared == null || !shared.store.isCurrent()) {
                return Optional.empty();
            }
            shared.users++;
            wasIdle = idle.remove(shared) != null;
        }
        if (!wasIdle || shared.store.isInPlace()) {
            return Optional.of(shared.store);
        }
        synchronized (open) {
            newest.remove(key, shared);
        }
        release(shared.store);
        return Optional.empty();
    }

    /** @return what was held in its place */
    private Optional<Shared> hold(Shared shared) {
        if (!shared.key.uri().startsWith(IN_MEMORY) || held.get(shared.key) == shared || !isConfigured(shared.key)) {
            return Optional.empty();
        }
        shared.users++;
        return Optional.ofNullable(held.put(shared.key, shared));
    }

    /** What is counted starts anew with a content that does, and of what no mount leads to any more. */
    private Quota quota(MountSettings.StoreKey key) {
        Quota made = new Quota(key.mostBytes(), key.mostFiles());
        synchronized (open) {
            return !made.isBounded() || key.uri().startsWith(IN_MEMORY) || !isConfigured(key)
                    ? made
                    : quotas.computeIfAbsent(key, first -> made);
        }
    }

    /**
     * For those who must not make the folder of a mount by asking for it.
     *
     * @throws FileTreeException UNAVAILABLE if {@link #acquire} would make it
     */
    public void requireFolder(MountSettings mount, String user) throws FileTreeException {
        if (folderToMake(key(mount, user)).isPresent()) {
            throw new FileTreeException(
                    Reason.UNAVAILABLE, "The folder is made when the user comes for the first time");
        }
    }

    private static MountSettings.StoreKey key(MountSettings mount, String user) throws FileTreeException {
        try {
            return mount.storeKey(user);
        } catch (IllegalArgumentException impossibleName) {
            throw new FileTreeException(Reason.UNAVAILABLE, "There is no folder for this user", impossibleName);
        }
    }

    private Store open(MountSettings mount, MountSettings.StoreKey key) throws FileTreeException {
        try {
            Store store = open(key);
            health.opened(mount.shownUri());
            return store;
        } catch (FileTreeException failed) {
            health.failed(mount.name(), mount.shownUri(), failed.getMessage());
            throw failed;
        }
    }

    private Store open(MountSettings.StoreKey key) throws FileTreeException {
        StoreManager now = manager;
        if (now == null) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The storage service is not there");
        }
        try {
            makeFolder(key);
            StoreLease lease = now.acquire(key.uri(), key.options());
            try {
                Optional<Path> root = lease.localRoot();
                if (root.isEmpty()) {
                    return openRemote(key, lease);
                }
                requireUtf8Names();
                Quota quota = new Quota(key.mostBytes(), key.mostFiles());
                return new LocalStore(lease, root.get(), this::localMapper, quota, key.newModes(), sweeper);
            } catch (IOException | FileTreeException | RuntimeException failed) {
                lease.close();
                throw failed;
            }
        } catch (StoreUnavailableException unavailable) {
            throw new FileTreeException(Reason.UNAVAILABLE, unavailable.getMessage(), unavailable);
        } catch (IOException failed) {
            throw new FileTreeException(
                    Reason.UNAVAILABLE,
                    "The store cannot be opened: " + Failures.of(failed).getMessage(),
                    failed);
        }
    }

    private Store openRemote(MountSettings.StoreKey key, StoreLease lease) throws IOException, FileTreeException {
        Quota quota = quota(key);
        MetadataMapper opening = mapper(lease.scheme())
                .orElseThrow(() -> new StoreUnavailableException("no metadata mapper for " + lease.scheme()));
        VfsStore stored = new VfsStore(lease, () -> mapper(lease.scheme()).orElse(opening), quota, key.newModes());
        FileObject root = lease.resolve(List.of());
        if (!key.journal() || !root.getFileSystem().hasCapability(Capability.WRITE_CONTENT)) {
            return stored;
        }
        UploadJournal now = journal;
        if (now == null) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The upload journal is not there");
        }
        KnownDirectories directories = remembered.computeIfAbsent(key, first -> new KnownDirectories());
        return new JournaledVfs(stored, now.attach(definition(key, lease, root)), quota, directories);
    }

    private static StoreDefinition definition(MountSettings.StoreKey key, StoreLease lease, FileObject root)
            throws IOException {
        List<String> path = Arrays.stream(root.getName().getPathDecoded().split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
        String identity = root.getFileSystem().getRootURI() + new TreeMap<>(key.options());
        return new StoreDefinition(lease.displayName(), identity, key.uri(), key.options(), path);
    }

    /** Java cannot name files outside ASCII under another locale, and would silently show none of them. */
    private static void requireUtf8Names() throws StoreUnavailableException {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        if (!encoding.isEmpty() && !Charset.forName(encoding).equals(java.nio.charset.StandardCharsets.UTF_8)) {
            throw new StoreUnavailableException(
                    "local folders need a UTF-8 locale, but the server runs with " + encoding + ": set LC_ALL=C.UTF-8");
        }
    }

    private static void makeFolder(MountSettings.StoreKey key) throws IOException {
        Optional<Path> missing = folderToMake(key);
        if (missing.isPresent()) {
            Path folder = missing.get();
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        }
    }

    private static Optional<Path> folderToMake(MountSettings.StoreKey key) {
        if (!key.create() || !key.uri().startsWith("file:")) {
            return Optional.empty();
        }
        Path folder = MountSettings.folder(key.uri());
        return Files.exists(folder) ? Optional.empty() : Optional.of(folder);
    }

    public void release(Store store) {
        release(store, true);
    }

    /** @param lasting whether it may stay open for those who come next */
    private void release(Store store, boolean lasting) {
        synchronized (open) {
            Shared shared = open.get(store);
            shared.users--;
            if (shared.users > 0 || lasting && stays(shared)) {
                return;
            }
            forget(shared);
        }
        store.close();
    }

    private void forget(Shared shared) {
        open.remove(shared.store);
        newest.remove(shared.key, shared);
    }

    /** What is counted of a folder is counted anew at each opening: other programs write there too. */
    private boolean stays(Shared shared) {
        boolean counted = shared.key.mostBytes() > 0 || shared.key.mostFiles() > 0;
        if (retired
                || counted
                || idleTime.isZero()
                || !shared.key.uri().startsWith("file:")
                || newest.get(shared.key) != shared) {
            return false;
        }
        idle.put(shared, System.nanoTime());
        if (!closingIdle) {
            closingIdle = true;
            timer.schedule(this::closeLongIdle, idleTime.toNanos(), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    private void closeLongIdle() {
        long now = System.nanoTime();
        closeIdle(shared -> now - idle.get(shared) >= idleTime.toNanos());
        synchronized (open) {
            closingIdle = !idle.isEmpty() && !retired;
            if (closingIdle) {
                timer.schedule(this::closeLongIdle, idleTime.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void closeIdle(Predicate<Shared> which) {
        List<Shared> closing;
        synchronized (open) {
            closing = idle.keySet().stream().filter(which).toList();
            closing.forEach(idle::remove);
            closing.forEach(this::forget);
        }
        closing.forEach(shared -> shared.store.close());
    }

    /** Why a mount cannot be used now, by any user, or empty. */
    String problem(MountSettings mount) {
        if (mount.isPerUser()) {
            return missing(mount);
        }
        try {
            release(acquire(mount, ""), false);
            return "";
        } catch (FileTreeException unavailable) {
            return unavailable.getMessage();
        }
    }

    /**
     * Whether a mount lacks what has to be on this server for any user to use it: its provider or its local folder. That, and that it
     * is there again, is told as what sessions meet. Nothing else is asked: no store elsewhere, and no content.
     *
     * @param before what the last answer was
     */
    boolean lacks(MountSettings mount, boolean before) {
        String missing = missing(mount);
        if (mount.isPerUser()) {
            if (!missing.isEmpty()) {
                health.failed(mount.name(), mount.sharedUri(), missing);
            } else if (before) {
                health.opened(mount.sharedUri());
            }
            return !missing.isEmpty();
        }
        if (missing.isEmpty() && !before && !(mount.isLocal() && mount.create())) {
            return false;
        }
        boolean opens = problem(mount).isEmpty();
        return mount.isLocal() ? !opens : !missing.isEmpty();
    }

    private String missing(MountSettings mount) {
        StoreManager now = manager;
        if (now == null) {
            return "the storage service is not there";
        }
        List<String> schemes =
                now.providers().stream().map(ProviderInfo::scheme).toList();
        if (!schemes.contains(mount.scheme())) {
            return "no Commons VFS provider for the scheme '" + mount.scheme() + "' is in service; there are "
                    + String.join(", ", schemes);
        }
        return mount.isLocal() && !mount.create() && !Files.isDirectory(mount.sharedFolder())
                ? "the folder is not there"
                : "";
    }

    int openFiles(MountSettings mount) {
        synchronized (open) {
            return open.values().stream()
                    .filter(shared -> shared.key.uri().equals(mount.uri()))
                    .mapToInt(shared -> shared.store.openFiles())
                    .sum();
        }
    }
}
