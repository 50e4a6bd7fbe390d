/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.AccessInfo;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.mount.VisibleMounts;
import org.sallyport.filetree.internal.store.Guard;

/**
 * The access rules as they concern one user. A place that the user can see by several paths, since mounts show parts of one store, allows
 * what all of these paths allow. Rules and mounts that change hold from the next question on. For use by many threads.
 */
public final class SessionAccess {

    private final AccessRules rules;
    private final VisibleMounts mounts;
    private final String user;
    private final Set<String> roles;
    private final RuledGuard paths = new RuledGuard(this::at);
    private volatile Known known;

    /**
     * What was worked out for some rules and mounts, which stand for themselves.
     *
     * @param all the rules that there were
     * @param virtual of the root, for paths outside of all mounts
     * @param settled whether nothing has to be looked for again
     */
    private record Known(
            List<AccessRule> all,
            List<MountSettings> mounts,
            List<AccessRule> rules,
            Standing virtual,
            List<Shown> shown,
            boolean settled) {}

    /**
     * A mount.
     *
     * @param location of its root
     * @param root how that stands to the rules
     */
    record Shown(MountSettings mount, StoreLocation location, Standing root) {}

    public SessionAccess(AccessRules rules, VisibleMounts mounts, String user, Set<String> roles) {
        this.rules = rules;
        this.mounts = mounts;
        this.user = user;
        this.roles = Set.copyOf(roles);
    }

    private Known known() {
        List<AccessRule> all = rules.all();
        List<MountSettings> visible = mounts.now();
        Known before = known;
        if (before != null && before.all == all && before.mounts == visible && before.settled) {
            return before;
        }
        Known now = work(all, visible);
        known = now;
        return now;
    }

    private Known work(List<AccessRule> all, List<MountSettings> visible) {
        List<AccessRule> mine = all.stream()
                .filter(rule -> rule.isFor(user, roles))
                .map(rule -> rule.of(user))
                .toList();
        List<Shown> shown = new ArrayList<>();
        if (!mine.isEmpty()) {
            for (MountSettings mount : visible) {
                shown.add(new Shown(mount, StoreLocation.of(mount, user), Standing.rootOf(mine, mount)));
            }
        }
        Standing virtual =
                Standing.root(mine.stream().filter(rule -> !rule.isRelative()).toList());
        boolean settled = shown.stream().allMatch(one -> one.location().isSettled());
        return new Known(all, visible, mine, virtual, shown, settled);
    }

    /** Whether no rule is for the user. */
    public boolean isOpen() {
        return known().rules().isEmpty();
    }

    /** For places of a mount's store. */
    public Guard guard(MountSettings mount) {
        return new RuledGuard(place -> {
            Known now = known();
            return now.rules().isEmpty()
                    ? Ruling.OPEN
                    : at(now, location(now, mount).below(place));
        });
    }

    private StoreLocation location(Known now, MountSettings mount) {
        for (Shown shown : now.shown()) {
            if (shown.mount() == mount) {
                return shown.location();
            }
        }
        return StoreLocation.of(mount, user);
    }

    /** For paths as the user sees them, by their names. */
    RuledGuard paths() {
        return paths;
    }

    /** Whether attributes may be set by an open file, whose content may be changed as it was opened to be. */
    public void requireSettable(VirtualPath path, OpenOptions options, FileAttributes changes)
            throws FileTreeException {
        FileAttributes asked = options.write() && !options.append()
                ? changes.toBuilder().without(Attribute.SIZE).build()
                : changes;
        if (!asked.isEmpty() && !isOpen()) {
            paths.setAttributes(path.names(), asked);
        }
    }

    Ruling at(List<String> path) {
        Known now = known();
        if (now.rules().isEmpty()) {
            return Ruling.OPEN;
        }
        for (Shown shown : now.shown()) {
            List<String> root = shown.mount().path().names();
            if (StoreLocation.isAtOrBelow(path, root)) {
                List<String> below = path.subList(root.size(), path.size());
                return now.shown().size() == 1
                        ? new Ruling(List.of(shown.root().descendant(below)), false)
                        : at(now, shown.location().below(below));
            }
        }
        return new Ruling(List.of(now.virtual().descendant(path)), false);
    }

    private static Ruling at(Known now, List<String> location) {
        List<Standing> standings = new ArrayList<>(1);
        boolean holdsMount = false;
        for (Shown shown : now.shown()) {
            List<String> root = shown.location().names();
            if (StoreLocation.isAtOrBelow(location, root)) {
                standings.add(shown.root().descendant(location.subList(root.size(), location.size())));
            } else {
                holdsMount |= StoreLocation.isAtOrBelow(root, location);
            }
        }
        return standings.isEmpty() ? Ruling.OPEN : new Ruling(standings, holdsMount);
    }

    AccessInfo explain(VirtualPath path) {
        Known now = known();
        Ruling ruling = at(path.names());
        List<String> allowed = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Right right : Right.values()) {
            (ruling.allows(right) ? allowed : refused).add(right.spelling());
        }
        return new AccessInfo(
                path.toString(),
                mountOf(path),
                allowed,
                refused,
                ruling.isHidden(),
                new Explanation(now.rules()).of(waysTo(now, path)));
    }

    private String mountOf(VirtualPath path) {
        return mounts.now().stream()
                .filter(mount -> path.startsWith(mount.path()))
                .map(MountSettings::name)
                .findFirst()
                .orElse("");
    }

    /** All paths by which the user can see what is at a path, with the mounts that show it there. */
    private static List<Explanation.Way> waysTo(Known now, VirtualPath path) {
        Optional<Shown> innermost = now.shown().stream()
                .filter(shown -> path.startsWith(shown.mount().path()))
                .findFirst();
        if (innermost.isEmpty()) {
            return List.of(new Explanation.Way("", path.names(), now.virtual().descendant(path.names())));
        }
        int depth = innermost.get().mount().path().depth();
        List<String> location = innermost.get().location().below(path.names().subList(depth, path.depth()));
        List<Explanation.Way> ways = new ArrayList<>();
        for (Shown shown : now.shown()) {
            List<String> root = shown.location().names();
            if (StoreLocation.isAtOrBelow(location, root)) {
                List<String> below = location.subList(root.size(), location.size());
                List<String> names = new ArrayList<>(shown.mount().path().names());
                names.addAll(below);
                ways.add(new Explanation.Way(
                        shown.mount().name(), names, shown.root().descendant(below)));
            }
        }
        return ways;
    }
}
