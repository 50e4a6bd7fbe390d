/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.filetree.internal.mount.MountSettings;

/**
 * How one path of a place stands to the rules: which one decides about it, and which others could decide about something below.
 *
 * @param reaches rules in order that match the path, or may match something below; none behind the first that matches
 */
record Standing(List<Reach> reaches) {

    /**
     * A rule that has to do with a path.
     *
     * @param states of its patterns, see {@link PathPattern}
     */
    record Reach(AccessRule rule, List<Long> states) {

        static Reach start(AccessRule rule) {
            return new Reach(rule, rule.paths().stream().map(PathPattern::start).toList());
        }

        Reach descendant(List<String> names) {
            Reach reach = this;
            for (String name : names) {
                reach = reach.child(name);
            }
            return reach;
        }

        boolean isMatch() {
            return states.contains(PathPattern.MATCHED);
        }

        boolean isPossible() {
            return states.stream().anyMatch(state -> state != PathPattern.IMPOSSIBLE);
        }

        Reach child(String name) {
            List<Long> next = new ArrayList<>(states.size());
            for (int i = 0; i < states.size(); i++) {
                next.add(rule.paths().get(i).step(states.get(i), name));
            }
            return new Reach(rule, next);
        }
    }

    /** Of the root, to rules whose paths are counted from there. */
    static Standing root(List<AccessRule> rules) {
        return of(rules.stream().map(Reach::start).toList());
    }

    /** Of a mount's root. */
    static Standing rootOf(List<AccessRule> rules, MountSettings mount) {
        List<Reach> reaches = new ArrayList<>(rules.size());
        for (AccessRule rule : rules) {
            if (rule.isOfMount(mount.name())) {
                Reach reach = Reach.start(rule);
                reaches.add(
                        rule.isRelative()
                                ? reach
                                : reach.descendant(mount.path().names()));
            }
        }
        return of(reaches);
    }

    private static Standing of(List<Reach> candidates) {
        List<Reach> reaches = new ArrayList<>(candidates.size());
        for (Reach reach : candidates) {
            if (reach.isMatch()) {
                reaches.add(reach);
                break;
            }
            if (reach.isPossible()) {
                reaches.add(reach);
            }
        }
        return new Standing(List.copyOf(reaches));
    }

    Standing child(String name) {
        return of(reaches.stream().map(reach -> reach.child(name)).toList());
    }

    Standing descendant(List<String> names) {
        Standing standing = this;
        for (String name : names) {
            standing = standing.child(name);
        }
        return standing;
    }

    /** The rule that decides about the path, if any does. */
    Optional<AccessRule> decisive() {
        return reaches.isEmpty() || !last().isMatch() ? Optional.empty() : Optional.of(last().rule());
    }

    private Reach last() {
        return reaches.get(reaches.size() - 1);
    }

    /** Where no rule decides, everything is allowed, as it is without rules. */
    Set<Right> allowed() {
        return decisive().map(AccessRule::allowed).orElse(Right.ALL);
    }

    /** Whether something may be allowed below, be nothing allowed here. */
    boolean leads() {
        return !most().isEmpty();
    }

    boolean hidden() {
        return decisive().filter(AccessRule::hide).isPresent() && !leads();
    }

    /** Whether something below may be hidden. */
    boolean mayHide() {
        return reaches.stream().anyMatch(reach -> reach.rule().hide());
    }

    /** What is allowed somewhere at the path or below it. */
    Set<Right> most() {
        EnumSet<Right> most = EnumSet.noneOf(Right.class);
        most.addAll(allowed());
        reaches.forEach(reach -> most.addAll(reach.rule().allowed()));
        return most;
    }

    /** What is allowed everywhere at the path and below it. */
    Set<Right> least() {
        EnumSet<Right> least = EnumSet.copyOf(Right.ALL);
        reaches.forEach(reach -> least.retainAll(reach.rule().allowed()));
        return least;
    }
}
