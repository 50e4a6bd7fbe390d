/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;

/** The listeners there are, for the console. */
@Component(service = {Listeners.class, ListenerDirectory.class})
public final class Listeners implements ListenerDirectory {

    private final Map<String, Supplier<ListenerInfo>> listeners = new ConcurrentHashMap<>();
    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();

    @Activate
    public Listeners() {
        // nothing to prepare
    }

    /** A configuration is in force. */
    void accepted(String name, Supplier<ListenerInfo> listener) {
        listeners.put(name, listener);
        verdicts.accepted(name);
    }

    /** A configuration was not taken; the listener stays as it is. */
    void refused(String name, String why) {
        verdicts.refused(name, why);
    }

    void remove(String name) {
        listeners.remove(name);
        verdicts.gone(name);
    }

    @Override
    public List<ListenerInfo> listeners() {
        return listeners.values().stream()
                .map(Supplier::get)
                .sorted(Comparator.comparing(ListenerInfo::name))
                .toList();
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }
}
