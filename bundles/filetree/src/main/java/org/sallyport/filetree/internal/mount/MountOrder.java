/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sallyport.api.path.VirtualPath;

/**
 * The mounts at one time, and who sees which of them: at each path one mount for a user, one for a role, and one for everybody. Immutable.
 *
 * @param mounts by name
 * @param claimants the names of those that make each claim; the first one has it
 */
record MountOrder(Map<String, MountSettings> mounts, Map<MountClaim, List<String>> claimants) {

    /** No mounts. */
    static final MountOrder NONE = new MountOrder(new TreeMap<>(), Map.of());

    /**
     * Adds a mount, or replaces the one of that name. What a mount has nobody takes from it.
     *
     * @param byName instead the first by name has it
     */
    MountOrder with(MountSettings mount, boolean byName) {
        Map<String, MountSettings> next = new TreeMap<>(mounts);
        next.put(mount.name(), mount);
        Map<MountClaim, List<String>> claims = without(mount.name(), mount.claims());
        for (MountClaim claim : mount.claims()) {
            List<String> names = new ArrayList<>(claims.getOrDefault(claim, List.of()));
            if (!names.contains(mount.name())) {
                names.add(mount.name());
            }
            if (byName) {
                names.sort(Comparator.naturalOrder());
            }
            claims.put(claim, List.copyOf(names));
        }
        return new MountOrder(next, claims);
    }

    /** Takes a mount away; the next that make its claims have them. */
    MountOrder without(String name) {
        Map<String, MountSettings> next = new TreeMap<>(mounts);
        next.remove(name);
        return new MountOrder(next, without(name, Set.of()));
    }

    private Map<MountClaim, List<String>> without(String name, Set<MountClaim> kept) {
        Map<MountClaim, List<String>> next = new HashMap<>();
        claimants.forEach((claim, names) -> {
            List<String> rest = kept.contains(claim)
                    ? names
                    : names.stream().filter(other -> !other.equals(name)).toList();
            if (!rest.isEmpty()) {
                next.put(claim, rest);
            }
        });
        return next;
    }

    /** Those that a user sees, one at a path, the longest paths first, so that the first that fits is the innermost. */
    List<MountSettings> visibleTo(String user, Set<String> roles) {
        Map<VirtualPath, Map<MountClaim.Kind, MountSettings>> seen = new LinkedHashMap<>();
        // Of several roles of a user the mount counts whose name comes first.
        for (MountSettings mount : mounts.values()) {
            for (MountClaim claim : mount.claims()) {
                boolean isForUser =
                        switch (claim.kind()) {
                            case USER -> claim.name().equals(user);
                            case ROLE -> roles.contains(claim.name());
                            case EVERYBODY -> true;
                        };
                if (isForUser && has(mount, claim)) {
                    seen.computeIfAbsent(mount.path(), first -> new TreeMap<>()).putIfAbsent(claim.kind(), mount);
                }
            }
        }
        return seen.values().stream()
                .map(kinds -> kinds.values().iterator().next())
                .sorted(Comparator.comparingInt(
                                (MountSettings mount) -> mount.path().depth())
                        .reversed()
                        .thenComparing(MountSettings::name))
                .toList();
    }

    private boolean has(MountSettings mount, MountClaim claim) {
        return claimants.get(claim).get(0).equals(mount.name());
    }

    /** Whether anybody sees it. */
    boolean isSeen(MountSettings mount) {
        return mount.claims().stream().anyMatch(claim -> has(mount, claim));
    }

    /** Who does not see a mount though its configuration says so, and which mount is there instead; empty if all of them do. */
    Optional<String> conflict(MountSettings mount) {
        Map<String, List<MountClaim>> lost = mount.claims().stream()
                .filter(claim -> !has(mount, claim))
                .collect(
                        Collectors.groupingBy(claim -> claimants.get(claim).get(0), TreeMap::new, Collectors.toList()));
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        String who = lost.entrySet().stream()
                .map(entry -> "mount " + entry.getKey() + " has this path for "
                        + entry.getValue().stream().map(MountClaim::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return Optional.of((isSeen(mount) ? "not seen by all: " : "nobody sees it: ") + who);
    }
}
