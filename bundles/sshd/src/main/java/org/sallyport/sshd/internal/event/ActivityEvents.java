/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each activity as an event; where there is no EventAdmin this is not satisfied, and never loaded. The events of a few
 * milliseconds are posted together, in their order: EventAdmin wakes a thread for each one that comes alone.
 */
@Component(service = ActivityListener.class)
public final class ActivityEvents implements ActivityListener {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityEvents.class);
    private static final long GATHERING_MILLIS = 5;
    private static final int MOST_GATHERED = 500;
    private static final int IDLE_SECONDS = 10;

    private final EventAdmin events;
    private final ScheduledThreadPoolExecutor timer;

    /** Guarded by itself. */
    private final List<Event> gathered = new ArrayList<>();

    @Activate
    public ActivityEvents(@Reference EventAdmin events) {
        this.events = events;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sallyport-events");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void deactivate() {
        synchronized (gathered) {
            timer.shutdown();
            post();
        }
    }

    @Override
    public void activity(SessionInfo session, Activity activity) {
        Event event = event(session, activity);
        synchronized (gathered) {
            if (timer.isShutdown()) {
                postOne(event);
                return;
            }
            gathered.add(event);
            if (gathered.size() == 1) {
                timer.schedule(this::post, GATHERING_MILLIS, TimeUnit.MILLISECONDS);
            } else if (gathered.size() >= MOST_GATHERED) {
                post();
            }
        }
    }

    /** Posting only queues: the lock is held so that nothing that comes later overtakes. */
    private void post() {
        synchronized (gathered) {
            List<Event> now = List.copyOf(gathered);
            gathered.clear();
            now.forEach(this::postOne);
        }
    }

    /** One that is not taken takes no others along. */
    private void postOne(Event event) {
        try {
            events.postEvent(event);
        } catch (RuntimeException refused) {
            LOG.warn("an event of topic {} could not be posted", event.getTopic(), refused);
        }
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
