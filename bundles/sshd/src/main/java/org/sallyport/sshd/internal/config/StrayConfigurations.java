/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.config;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of configurations that are nobody's, since the name of a file that is misspelt would be without effect and without a word. */
@Component(service = ConfigurationListener.class, immediate = true)
public final class StrayConfigurations implements ConfigurationListener {

    private static final Logger LOG = LoggerFactory.getLogger(StrayConfigurations.class);
    private static final String OURS = "org.sallyport.";

    /** One configuration of each, without a name. */
    static final Set<String> SINGLE = Set.of("journal", "metadata", "quirks", "server", "users");

    /** Any number of each, with names. */
    static final Set<String> NAMED = Set.of("access", "grid", "listener", "mount", "quirk");

    @Activate
    public StrayConfigurations(@Reference ConfigurationAdmin configurations)
            throws IOException, InvalidSyntaxException {
        Configuration[] there = configurations.listConfigurations("(service.pid=" + OURS + "*)");
        if (there != null) {
            for (Configuration configuration : there) {
                tell(configuration.getPid(), configuration.getFactoryPid());
            }
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            tell(event.getPid(), event.getFactoryPid());
        }
    }

    private static void tell(String pid, String factoryPid) {
        problem(pid, factoryPid).ifPresent(problem -> LOG.error("configuration without effect: {}", problem));
    }

    /**
     * What is wrong with the name of a configuration.
     *
     * @param factoryPid of one that has a name of its own, or null
     */
    static Optional<String> problem(String pid, String factoryPid) {
        String kind = factoryPid == null ? pid : factoryPid;
        if (!kind.startsWith(OURS) || (factoryPid == null ? SINGLE : NAMED).contains(kind.substring(OURS.length()))) {
            return Optional.empty();
        }
        Set<String> valid = new TreeSet<>();
        SINGLE.forEach(single -> valid.add(OURS + single + ".cfg"));
        NAMED.forEach(named -> valid.add(OURS + named + "-NAME.cfg"));
        return Optional.of(pid + ": no such configuration; valid are " + String.join(", ", valid));
    }
}
