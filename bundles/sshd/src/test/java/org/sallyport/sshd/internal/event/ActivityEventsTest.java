/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;

class ActivityEventsTest {

    private static final SessionInfo SESSION = new SessionInfo(
            "s1",
            Optional.of("ann"),
            "127.0.0.1",
            "default",
            "client",
            Instant.EPOCH,
            Map.of(),
            List.of(),
            0,
            0,
            List.of(),
            List.of(),
            Set.of());

    private final BlockingQueue<Event> posted = new LinkedBlockingQueue<>();
    private final ActivityEvents events = new ActivityEvents(new EventAdmin() {

        @Override
        public void postEvent(Event event) {
            if ("/refused".equals(event.getProperty(EventTopics.PATH))) {
                throw new IllegalStateException("as of an EventAdmin that is being stopped");
            }
            posted.add(event);
        }

        @Override
        public void sendEvent(Event event) {
            throw new AssertionError("a listener must not be waited for");
        }
    });

    @BeforeEach
    void subscribe() {
        events.bind(handler("org/sallyport/*"));
    }

    private static Map<String, Object> handler(Object topics) {
        return Map.of(Constants.SERVICE_ID, 7L, EventConstants.EVENT_TOPIC, topics);
    }

    @AfterEach
    void end() {
        events.deactivate();
    }

    private void uploaded(String path) {
        events.activity(
                SESSION,
                new Activity(
                        Activity.Kind.UPLOAD,
                        Optional.of(VirtualPath.of(path)),
                        Optional.empty(),
                        10,
                        Duration.ofMillis(3),
                        Activity.OK,
                        ""));
    }

    private Object nextPath() throws InterruptedException {
        Event event = posted.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event.getProperty(EventTopics.PATH);
    }

    @Test
    void oneAloneIsPosted() throws InterruptedException {
        uploaded("/f");
        assertThat(nextPath()).isEqualTo("/f");
        uploaded("/g");
        assertThat(nextPath()).isEqualTo("/g");
    }

    @Test
    void manyKeepTheirOrder() throws InterruptedException {
        List<String> paths = IntStream.range(0, 2_000).mapToObj(i -> "/f" + i).toList();
        paths.forEach(this::uploaded);
        for (String path : paths) {
            assertThat(nextPath()).isEqualTo(path);
        }
    }

    @Test
    void oneThatIsNotTakenTakesNoOthersAlong() throws InterruptedException {
        uploaded("/f");
        uploaded("/refused");
        uploaded("/g");
        assertThat(nextPath()).isEqualTo("/f");
        assertThat(nextPath()).isEqualTo("/g");
        uploaded("/h");
        assertThat(nextPath()).isEqualTo("/h");
    }

    @Test
    void noneIsLostAtTheEnd() {
        uploaded("/f");
        events.deactivate();
        uploaded("/g");
        assertThat(posted)
                .extracting(event -> event.getProperty(EventTopics.PATH))
                .containsExactly("/f", "/g");
    }

    static Stream<Arguments> topics() {
        return Stream.of(
                Arguments.of("*", true),
                Arguments.of("org/*", true),
                Arguments.of("org/sallyport/activity/*", true),
                Arguments.of("org/sallyport/activity/UPLOAD", true),
                Arguments.of(new String[] {"com/*", "org/sallyport/activity/LOGIN"}, true),
                Arguments.of(List.of("org/sallyport/*"), true),
                Arguments.of("org/sallyport/upload/*", false),
                Arguments.of("org/sallyport/activity", false),
                Arguments.of(new String[] {"com/*", "org/osgi/*"}, false));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void theyArePostedWhileSomebodyListens(Object topics, boolean heard) throws InterruptedException {
        events.bind(handler(topics));
        uploaded("/f");
        events.unbind(handler(topics));
        uploaded("/g");
        events.bind(handler("*"));
        uploaded("/h");
        if (heard) {
            assertThat(nextPath()).isEqualTo("/f");
        }
        assertThat(nextPath()).isEqualTo("/h");
    }
}
