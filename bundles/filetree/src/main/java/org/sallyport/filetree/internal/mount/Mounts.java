/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.path.VirtualPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mounts that are configured now. Readers take all of them at once; a change replaces them. */
@Component(service = {Mounts.class, MountTable.class})
public final class Mounts implements MountTable {

    private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofSeconds(30);

    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
    private volatile MountOrder mounts = MountOrder.NONE;
    /** Whether anybody has seen the mounts as they are; before that the order in which they come says nothing. */
    private volatile boolean seen;

    private final StoreProbe probe;
    private final MountWatch watch;
    private volatile Stores stores;

    @Activate
    public Mounts() {
        this(PATIENCE, Executors.newSingleThreadScheduledExecutor(Mounts::thread));
    }

    /**
     * @param patience how long somebody who looks waits for the stores
     * @param timer of the watch over mounts that lack something
     */
    Mounts(Duration patience, ScheduledExecutorService timer) {
        probe = new StoreProbe(this::problem, patience);
        watch = new MountWatch(this::watched, this::lacks, QUIET, timer);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sallyport-mount-watch");
        thread.setDaemon(true);
        return thread;
    }

    @Deactivate
    void deactivate() {
        probe.close();
        watch.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindStores(Stores service) {
        stores = service;
        service.configured(List.copyOf(mounts.mounts().values()));
        watch.changed();
    }

    void unbindStores(Stores service) {
        if (stores == service) {
            stores = null;
        }
    }

    /** Adds a mount, or replaces the one of that name. */
    public synchronized void put(MountSettings mount) {
        use(mounts.with(mount, !seen));
        verdicts.accepted(mount.name());
    }

    synchronized void remove(String name) {
        use(mounts.without(name));
        verdicts.gone(name);
    }

    private void use(MountOrder next) {
        MountOrder before = mounts;
        mounts = next;
        tellConflicts(before, next);
        Stores now = stores;
        if (now != null) {
            now.configured(List.copyOf(next.mounts().values()));
        }
        watch.changed();
    }

    private static void tellConflicts(MountOrder before, MountOrder now) {
        now.mounts().forEach((name, mount) -> {
            MountSettings earlier = before.mounts().get(name);
            Optional<String> old = earlier == null ? Optional.empty() : before.conflict(earlier);
            Optional<String> conflict = now.conflict(mount);
            if (conflict.isPresent() && !conflict.equals(old)) {
                LOG.warn(
                        "{}~{}: path = {}: another path, or other users or roles; {}",
                        MountComponent.PID,
                        name,
                        mount.path(),
                        conflict.get());
            } else if (conflict.isEmpty() && old.isPresent()) {
                LOG.info("mount {} is seen by all that it is for now", name);
            }
        });
    }

    private boolean lacks(MountSettings mount, boolean before) {
        Stores now = stores;
        return now != null && now.lacks(mount, before);
    }

    /** A configuration of this name was not taken; the mount stays as it is. */
    void refused(String name, String why) {
        verdicts.refused(name, why);
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        seen = true;
        return verdicts.all();
    }

    /** All of them, for somebody who acts on what is seen; something else after each change. */
    MountOrder inForce() {
        seen = true;
        return mounts;
    }

    private List<MountSettings> watched() {
        MountOrder now = inForce();
        return now.mounts().values().stream().filter(now::isSeen).toList();
    }

    @Override
    public List<MountInfo> mounts() {
        MountOrder now = inForce();
        return infos(now, List.copyOf(now.mounts().values()));
    }

    @Override
    public Optional<MountInfo> mount(String name) {
        MountOrder now = inForce();
        return Optional.ofNullable(now.mounts().get(name))
                .map(mount -> infos(now, List.of(mount)).get(0));
    }

    @Override
    public Optional<MountInfo> seen(String user, Set<String> roles, VirtualPath path) {
        MountOrder now = inForce();
        return now.visibleTo(user, roles).stream()
                .filter(mount -> path.startsWith(mount.path()))
                .findFirst()
                .map(mount -> infos(now, List.of(mount)).get(0));
    }

    private List<MountInfo> infos(MountOrder now, List<MountSettings> which) {
        Map<MountSettings, String> problems =
                probe.problems(which.stream().filter(now::isSeen).toList());
        return which.stream()
                .map(mount -> info(
                        mount,
                        now.isSeen(mount) && problems.get(mount).isEmpty(),
                        Stream.of(now.conflict(mount).orElse(""), problems.getOrDefault(mount, ""))
                                .filter(problem -> !problem.isEmpty())
                                .collect(Collectors.joining("; "))))
                .toList();
    }

    private String problem(MountSettings mount) {
        Stores now = stores;
        return now == null ? "the stores are not ready" : now.problem(mount);
    }

    private MountInfo info(MountSettings mount, boolean available, String problem) {
        Stores now = stores;
        return new MountInfo(
                mount.name(),
                mount.path().toString(),
                mount.shownUri(),
                mount.users(),
                mount.roles(),
                mount.readOnly(),
                available,
                problem,
                now == null ? 0 : now.openFiles(mount),
                mount.described());
    }
}
