/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each activity to all {@link ActivityListener} services. */
@Component(service = Activities.class)
public final class ActivityHub implements Activities {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityHub.class);

    private final List<ActivityListener> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public ActivityHub() {
        // listeners are bound one by one
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bind(ActivityListener listener) {
        listeners.add(listener);
    }

    void unbind(ActivityListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void report(SessionInfo session, Activity activity) {
        for (ActivityListener listener : listeners) {
            try {
                listener.activity(session, activity);
            } catch (RuntimeException | LinkageError faulty) {
                LOG.error(
                        "activity listener {} failed on {}", listener.getClass().getName(), activity.kind(), faulty);
            }
        }
    }
}
