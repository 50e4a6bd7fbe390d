/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.storage.GridCheck;

/** Posts the ends of checks as events; where there is no EventAdmin this is not satisfied, and never loaded. */
@Component(service = CheckListener.class)
public final class CheckEvents implements CheckListener {

    private final EventAdmin events;

    @Activate
    public CheckEvents(@Reference EventAdmin events) {
        this.events = events;
    }

    @Override
    public void ended(GridCheck check) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                EventConstants.TIMESTAMP,
                System.currentTimeMillis(),
                EventTopics.GRID,
                check.grid(),
                EventTopics.HEALTHY,
                check.healthy(),
                EventTopics.REPAIRED,
                check.repaired(),
                EventTopics.DAMAGED,
                check.damaged(),
                EventTopics.LOST,
                check.lost(),
                EventTopics.UNKNOWN,
                check.unknown()));
        if (!check.problem().isEmpty()) {
            properties.put(EventTopics.PROBLEM, check.problem());
        }
        events.postEvent(new Event(EventTopics.GRID_CHECKED, properties));
    }
}
