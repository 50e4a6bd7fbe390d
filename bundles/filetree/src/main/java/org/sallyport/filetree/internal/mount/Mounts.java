/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The mounts that are configured now. Readers take the whole list; a change replaces it. */
@Component(service = {Mounts.class, MountTable.class})
public final class Mounts implements MountTable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
    private volatile List<MountSettings> mounts = List.of();
    private final StoreProbe probe;
    private volatile Stores stores;

    @Activate
    public Mounts() {
        this(PATIENCE);
    }

    /** @param patience how long somebody who looks waits for the stores */
    Mounts(Duration patience) {
        probe = new StoreProbe(this::problem, patience);
    }

    @Deactivate
    void deactivate() {
        probe.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void bindStores(Stores service) {
        stores = service;
        service.configured(mounts);
    }

    void unbindStores(Stores service) {
        if (stores == service) {
            stores = null;
        }
    }

    /** Adds a mount, or replaces the one of that name. */
    public synchronized void put(MountSettings mount) {
        List<MountSettings> next = new ArrayList<>(mounts);
        next.removeIf(other -> other.name().equals(mount.name()));
        next.add(mount);
        // Longest paths first, so that the first match is the innermost mount.
        next.sort(Comparator.comparingInt((MountSettings other) -> other.path().depth())
                .reversed()
                .thenComparing(MountSettings.precedence()));
        use(List.copyOf(next));
        verdicts.accepted(mount.name());
    }

    synchronized void remove(String name) {
        use(mounts.stream().filter(other -> !other.name().equals(name)).toList());
        verdicts.gone(name);
    }

    private void use(List<MountSettings> next) {
        mounts = next;
        Stores now = stores;
        if (now != null) {
            now.configured(next);
        }
    }

    /** A configuration of this name was not taken; the mount stays as it is. */
    void refused(String name, String why) {
        verdicts.refused(name, why);
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }

    /** All of them, the longest paths first; another list after each change. */
    List<MountSettings> all() {
        return mounts;
    }

    @Override
    public List<MountInfo> mounts() {
        return infos(mounts.stream()
                .sorted(Comparator.comparing(MountSettings::name))
                .toList());
    }

    @Override
    public Optional<MountInfo> mount(String name) {
        return infos(mounts.stream().filter(mount -> mount.name().equals(name)).toList()).stream()
                .findFirst();
    }

    private List<MountInfo> infos(List<MountSettings> which) {
        Map<MountSettings, String> problems = probe.problems(which);
        return which.stream().map(mount -> info(mount, problems.get(mount))).toList();
    }

    /** Mounts that nobody sees, each with the one that is seen in its place. */
    Map<MountSettings, MountSettings> hidden() {
        List<MountSettings> all = mounts;
        Map<MountSettings, MountSettings> hidden = new LinkedHashMap<>();
        all.forEach(mount ->
                all.stream().filter(mount::isHiddenBy).findFirst().ifPresent(other -> hidden.put(mount, other)));
        return hidden;
    }

    private String problem(MountSettings mount) {
        Optional<String> instead = mounts.stream()
                .filter(mount::isHiddenBy)
                .map(MountSettings::name)
                .findFirst();
        if (instead.isPresent()) {
            return "nobody sees it: mount " + instead.get() + " has the same path";
        }
        Stores now = stores;
        return now == null ? "the stores are not ready" : now.problem(mount);
    }

    private MountInfo info(MountSettings mount, String problem) {
        Stores now = stores;
        return new MountInfo(
                mount.name(),
                mount.path().toString(),
                mount.shownUri(),
                mount.users(),
                mount.roles(),
                mount.readOnly(),
                problem.isEmpty(),
                problem,
                now == null ? 0 : now.openFiles(mount),
                mount.described());
    }
}
