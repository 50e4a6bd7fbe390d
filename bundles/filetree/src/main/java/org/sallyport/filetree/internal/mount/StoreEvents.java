/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.sallyport.api.event.EventTopics;

/** Posts what becomes of stores as events; where there is no EventAdmin this is not satisfied, and never loaded. */
@Component(service = StoreListener.class)
public final class StoreEvents implements StoreListener {

    private final EventAdmin events;

    @Activate
    public StoreEvents(@Reference EventAdmin events) {
        this.events = events;
    }

    @Override
    public void down(String uri, String problem) {
        events.postEvent(new Event(
                EventTopics.STORE_DOWN,
                Map.of(
                        EventConstants.TIMESTAMP,
                        System.currentTimeMillis(),
                        EventTopics.URI,
                        uri,
                        EventTopics.PROBLEM,
                        problem)));
    }

    @Override
    public void up(String uri) {
        events.postEvent(new Event(
                EventTopics.STORE_UP,
                Map.of(EventConstants.TIMESTAMP, System.currentTimeMillis(), EventTopics.URI, uri)));
    }
}
