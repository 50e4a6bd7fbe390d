/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says how rules come to what they decide.
 *
 * @param rules those for the user, in order
 */
record Explanation(List<AccessRule> rules) {

    /**
     * A path by which a user sees a place.
     *
     * @param mount by which, or empty
     */
    record Way(String mount, List<String> path, Standing standing) {}

    List<String> of(List<Way> ways) {
        List<String> steps = new ArrayList<>();
        for (Way way : ways) {
            String seen =
                    "/" + String.join("/", way.path()) + (way.mount().isEmpty() ? "" : " by mount " + way.mount());
            boolean decided = false;
            for (AccessRule rule : rules) {
                if (decided || !rule.mounts().isEmpty() && !rule.mounts().contains(way.mount())) {
                    continue;
                }
                decided = way.standing().decisive().filter(rule::equals).isPresent();
                steps.add(seen + ": rule " + rule.name() + " (order " + rule.order() + ") "
                        + (decided ? "decides: " + effect(rule) : "is of " + paths(rule)));
            }
            if (!decided) {
                steps.add(seen + ": no rule decides: all is allowed");
            }
        }
        return steps;
    }

    private static String paths(AccessRule rule) {
        return rule.paths().stream().map(PathPattern::toString).collect(Collectors.joining(", "));
    }

    private static String effect(AccessRule rule) {
        if (rule.allowed().isEmpty()) {
            return rule.hide() ? "hidden" : "nothing is allowed";
        }
        return rule.allowed().equals(Right.ALL)
                ? "all is allowed"
                : "allowed are " + rule.allowed().stream().map(Right::spelling).collect(Collectors.joining(", "));
    }
}
