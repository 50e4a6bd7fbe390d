/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when a store cannot be opened, and when it can again: once each, however many sessions meet it. */
@Component(service = StoreHealth.class)
public final class StoreHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

    /** URIs as configured, {@code {user}} not filled in. */
    private final Set<String> down = new HashSet<>();

    private final List<StoreListener> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public StoreHealth() {
        // listeners are bound one by one
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bind(StoreListener listener) {
        listeners.add(listener);
    }

    void unbind(StoreListener listener) {
        listeners.remove(listener);
    }

    /** @param uri as configured, without password */
    void opened(String uri) {
        boolean changed;
        synchronized (down) {
            changed = down.remove(uri);
        }
        if (changed) {
            LOG.info("store {} can be opened now", uri);
            listeners.forEach(listener -> listener.up(uri));
        }
    }

    /**
     * @param mount the one by which it was met
     * @param uri as configured, without password
     */
    void failed(String mount, String uri, String problem) {
        boolean changed;
        synchronized (down) {
            changed = down.add(uri);
        }
        if (changed) {
            LOG.warn("mount {}: store {} cannot be opened: {}", mount, uri, problem);
            listeners.forEach(listener -> listener.down(uri, problem));
        }
    }

    /** Forgets what no mount leads to any more, so that it is told anew if one does again. */
    void retain(Set<String> uris) {
        synchronized (down) {
            down.retainAll(uris);
        }
    }
}
