/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.event;

import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;

/** Posts each activity as an event; where there is no EventAdmin this is not satisfied, and never loaded. */
@Component(service = ActivityListener.class)
public final class ActivityEvents implements ActivityListener {

    private final EventAdmin events;

    @Activate
    public ActivityEvents(@Reference EventAdmin events) {
        this.events = events;
    }

    @Override
    public void activity(SessionInfo session, Activity activity) {
        events.postEvent(event(session, activity));
    }

    static Event event(SessionInfo session, Activity activity) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(EventConstants.TIMESTAMP, System.currentTimeMillis());
        properties.put(EventTopics.SESSION, session.id());
        session.user().ifPresent(user -> properties.put(EventTopics.USER, user));
        properties.put(EventTopics.ADDRESS, session.remoteAddress());
        properties.put(EventTopics.LISTENER, session.listener());
        properties.put(EventTopics.RESULT, activity.result());
        activity.path().ifPresent(path -> properties.put(EventTopics.PATH, path.toString()));
        activity.target().ifPresent(path -> properties.put(EventTopics.TARGET, path.toString()));
        properties.put(EventTopics.BYTES, activity.bytes());
        properties.put(EventTopics.MILLISECONDS, activity.duration().toMillis());
        if (!activity.detail().isEmpty()) {
            properties.put(EventTopics.DETAIL, activity.detail());
        }
        return new Event(EventTopics.ACTIVITY + activity.kind().name(), properties);
    }
}
