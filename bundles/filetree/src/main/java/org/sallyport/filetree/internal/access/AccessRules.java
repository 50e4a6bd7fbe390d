/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.filetree.AccessInfo;
import org.sallyport.api.filetree.AccessTable;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.filetree.internal.mount.Mounts;
import org.sallyport.filetree.internal.mount.VisibleMounts;

/**
 * The access rules that are configured now. Readers take the whole list; a change replaces it. One that is refused leaves the list as it
 * was; but before anybody came in there is no list yet that could stay, and until it is put right nobody comes in.
 */
@Component(service = {AccessRules.class, AccessTable.class})
public final class AccessRules implements AccessTable {

    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
    private final Mounts mounts;
    private final Set<String> missing = new TreeSet<>();
    private volatile List<AccessRule> rules = List.of();
    private boolean used;

    @Activate
    public AccessRules(@Reference Mounts mounts) {
        this.mounts = mounts;
    }

    /** Adds a rule, or replaces the one of that name. */
    synchronized void put(AccessRule rule) {
        List<AccessRule> next = new ArrayList<>(rules);
        next.removeIf(other -> other.name().equals(rule.name()));
        next.add(rule);
        next.sort(AccessRule.FIRST);
        rules = List.copyOf(next);
        missing.remove(rule.name());
        verdicts.accepted(rule.name());
    }

    synchronized void remove(String name) {
        rules = rules.stream().filter(other -> !other.name().equals(name)).toList();
        missing.remove(name);
        verdicts.gone(name);
    }

    /** A configuration of this name was not taken. */
    synchronized void refused(String name, String why) {
        if (!used && rules.stream().noneMatch(rule -> rule.name().equals(name))) {
            missing.add(name);
        }
        verdicts.refused(name, why);
    }

    /** Somebody comes in under the rules as they are. */
    public synchronized void requireComplete() throws FileTreeException {
        if (!missing.isEmpty()) {
            throw new FileTreeException(
                    Reason.UNAVAILABLE,
                    "An access rule is refused since the server started, and nobody comes in without it");
        }
        used = true;
    }

    List<AccessRule> all() {
        return rules;
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }

    @Override
    public AccessInfo explain(String user, Set<String> roles, VirtualPath path) {
        SessionAccess access = new SessionAccess(this, new VisibleMounts(mounts, user, roles), user, roles);
        return access.explain(path);
    }
}
