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
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;

/** The listeners there are, for the console. */
@Component(service = {Listeners.class, ListenerDirectory.class})
public final class Listeners implements ListenerDirectory {

    private final Map<Object, Supplier<ListenerInfo>> listeners = new ConcurrentHashMap<>();

    @Activate
    public Listeners() {
        // nothing to prepare
    }

    void add(Object key, Supplier<ListenerInfo> listener) {
        listeners.put(key, listener);
    }

    void remove(Object key) {
        listeners.remove(key);
    }

    @Override
    public List<ListenerInfo> listeners() {
        return listeners.values().stream()
                .map(Supplier::get)
                .sorted(Comparator.comparing(ListenerInfo::name))
                .toList();
    }
}
