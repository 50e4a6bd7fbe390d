/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.ActivityListener;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each activity as an event while somebody listens to those; where there is no EventAdmin this is not satisfied, and never loaded.
 * The events of a few milliseconds are posted together, in their order: EventAdmin wakes a thread for each one that comes alone.
 */
@Component(service = ActivityListener.class)
public final class ActivityEvents implements ActivityListener {

    private static final Logger LOG = LoggerFactory.getLogger(ActivityEvents.class);
    private static final long GATHERING_MILLIS = 5;
    private static final int MOST_GATHERED = 500;
    private static final int IDLE_SECONDS = 10;

    private final EventAdmin events;
    private final ScheduledThreadPoolExecutor timer;

    /** Ids of the services that listen to activities. */
    private final Set<Object> subscribers = ConcurrentHashMap.newKeySet();

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

    @Reference(
            name = "handler",
            service = EventHandler.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "bind")
    void bind(Map<String, Object> handler) {
        Object id = handler.get(Constants.SERVICE_ID);
        if (topics(handler.get(EventConstants.EVENT_TOPIC)).anyMatch(ActivityEvents::isOfActivities)) {
            subscribers.add(id);
        } else {
            subscribers.remove(id);
        }
    }

    void unbind(Map<String, Object> handler) {
        subscribers.remove(handler.get(Constants.SERVICE_ID));
    }

    /** A text, several or a collection (OSGi Compendium 7, section 113.5). */
    private static Stream<String> topics(Object property) {
        if (property instanceof String one) {
            return Stream.of(one);
        }
        if (property instanceof String[] several) {
            return Stream.of(several);
        }
        return property instanceof Collection<?> all ? all.stream().map(String::valueOf) : Stream.empty();
    }

    private static boolean isOfActivities(String topic) {
        return topic.endsWith("*")
                ? EventTopics.ACTIVITY.startsWith(topic.substring(0, topic.length() - 1))
                : topic.startsWith(EventTopics.ACTIVITY);
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
        if (subscribers.isEmpty()) {
            return;
        }
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
