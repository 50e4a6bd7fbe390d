/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.NamePatterns;

/**
 * One access rule, checked. Of the rules for a user, the first that matches a path decides about all rights there.
 *
 * @param name of its configuration
 * @param order lower ones first; of equal ones, the names decide
 * @param mounts for paths of which it is, counted from their roots; empty for paths as users see them
 * @param users patterns of names; with {@code roles} empty too, it is for everybody
 * @param allowed all else is refused
 * @param hide whether what it matches is not there for clients
 */
record AccessRule(
        String name,
        int order,
        List<String> mounts,
        NamePatterns users,
        NamePatterns roles,
        List<PathPattern> paths,
        Set<Right> allowed,
        boolean hide) {

    static final Comparator<AccessRule> FIRST =
            Comparator.comparingInt(AccessRule::order).thenComparing(AccessRule::name);

    private static final String PATHS = "patterns separated by commas: absolute paths such as /inbox or /home/*/private"
            + ", or names at any depth such as *.exe; ** stands for any number of names, and each matches what is below it too";
    private static final String RIGHTS = "some of list, read, create, overwrite, append, delete, create-directories,"
            + " remove-directories, rename, rename-directories, link, symlink, copy, mode, owner, times, other-attributes;"
            + " write, remove, set-attributes and all for several; -NAME to take one away again; or none";

    static AccessRule read(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        boolean ignoreCase = reader.bool("ignore-case", false);
        AccessRule rule = new AccessRule(
                reader.instanceName(),
                reader.integer("order", 100, 0, 1_000_000),
                reader.list("mounts", List.of()),
                new NamePatterns(reader.list("users", List.of())),
                new NamePatterns(reader.list("roles", List.of())),
                paths(reader, ignoreCase),
                rights(reader),
                reader.bool("hide", false));
        if (rule.hide && !rule.allowed.isEmpty()) {
            reader.problem("hide", "true", "false, or allow = none: nothing can be done with what is hidden");
        }
        reader.finish();
        return rule;
    }

    private static Set<Right> rights(ConfigurationReader reader) {
        if (reader.text("allow").isEmpty()) {
            reader.problem("allow", "(missing)", RIGHTS);
        }
        return reader.value("allow", Set.of(), RIGHTS, Right::parse);
    }

    private static List<PathPattern> paths(ConfigurationReader reader, boolean ignoreCase) {
        List<String> texts = reader.list("paths", List.of());
        if (texts.isEmpty()) {
            reader.problem("paths", "(missing)", PATHS);
        }
        Map<String, PathPattern> patterns = new LinkedHashMap<>();
        for (String text : texts) {
            try {
                patterns.put(text, PathPattern.parse(text, ignoreCase));
            } catch (IllegalArgumentException malformed) {
                reader.problem("paths", text, PATHS);
            }
        }
        return List.copyOf(patterns.values());
    }

    boolean isFor(String user, Set<String> roleNames) {
        return users.patterns().isEmpty() && roles.patterns().isEmpty()
                || users.matches(user)
                || roleNames.stream().anyMatch(roles::matches);
    }

    boolean isOfMount(String mount) {
        return mounts.isEmpty() || mounts.contains(mount);
    }

    /** Whether its paths are counted from the roots of mounts. */
    boolean isRelative() {
        return !mounts.isEmpty();
    }

    /** The rule for one user, whose name stands where the patterns have {@code {user}}. */
    AccessRule of(String user) {
        return new AccessRule(
                name,
                order,
                mounts,
                users,
                roles,
                paths.stream().map(pattern -> pattern.of(user)).toList(),
                allowed,
                hide);
    }
}
