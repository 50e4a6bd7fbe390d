/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.QuirkAdvisor.Advice;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.Activity.Kind;
import org.sallyport.api.session.SessionInfo;

/** What clients in trouble do, as the engine reports it. */
class AdvisorTest {

    private static final String OK = Activity.OK;

    private final Time time = new Time();
    private final List<Advice> applied = new ArrayList<>();
    private final Advisor advisor = new Advisor(time, applied::add);
    private List<Quirks.Setting> quirks = List.of();
    private String id = "1";

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-11-26T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private SessionInfo session() {
        return new SessionInfo(
                id,
                Optional.of("ann"),
                "127.0.0.1:1",
                "main",
                "Strange_1.0 (x)",
                Instant.EPOCH,
                Map.of(),
                List.of(),
                0,
                0,
                List.of(),
                quirks,
                Set.of());
    }

    private void does(Kind kind, String path, String target, String result) {
        does(kind, path, target, result, "");
    }

    private void does(Kind kind, String path, String target, String result, String detail) {
        time.now = time.now.plusMillis(100);
        advisor.activity(
                session(),
                new Activity(
                        kind,
                        Optional.ofNullable(path).map(VirtualPath::of),
                        Optional.ofNullable(target).map(VirtualPath::of),
                        0,
                        Duration.ZERO,
                        result,
                        detail));
    }

    private void renameRemoveRename() {
        does(Kind.RENAME, "/a", "/b", "already-exists");
        does(Kind.REMOVE, "/b", null, OK);
        does(Kind.RENAME, "/a", "/b", OK);
    }

    @Test
    void aRenameRefusedAndDoneAfterARemoval() throws InvalidConfigurationException {
        renameRemoveRename();
        renameRemoveRename();

        assertThat(advisor.advice()).singleElement().satisfies(advice -> {
            assertThat(advice.values()).containsExactlyEntriesOf(Map.of("rename-overwrite", "files"));
            assertThat(advice.condition()).isEqualTo("(&(user=ann)(banner=Strange_1.0))");
            assertThat(advice.times()).isEqualTo(2);
            assertThat(advice.last()).isEqualTo(time.now);
        });
        Advice advice = advisor.advice().get(0);
        Map<String, String> rule = new HashMap<>(advice.values());
        rule.put("service.pid", "org.sallyport.quirk~" + advice.name());
        rule.put("layer", "user");
        rule.put("condition", advice.condition());
        rule.put("evidence", advice.evidence());
        assertThat(new RuleReader(Map.of()).configured(rule)).as("is a rule").isNotNull();
    }

    @Test
    void anotherRenameIsNoSign() {
        does(Kind.RENAME, "/a", "/b", "already-exists");
        does(Kind.RENAME, "/a", "/c", OK);
        does(Kind.RENAME, "/a", "/b", OK);
        does(Kind.RENAME, "/x", "/b", "no-such-file");
        assertThat(advisor.advice()).isEmpty();
    }

    @Test
    void noAdviceForWhatARuleDecidesAlready() {
        quirks = List.of(new Quirks.Setting("rename-overwrite", "always", "user", "r", "", 0));
        renameRemoveRename();
        assertThat(advisor.advice()).isEmpty();
    }

    @Test
    void aFileThatIsLookedForWhileItIsUploadedElsewhere() {
        time.now = time.now.plusMillis(100);
        advisor.activity(
                session(),
                new Activity(
                        Kind.REFUSED,
                        Optional.of(VirtualPath.of("/a")),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        "no-such-file",
                        Activity.LOOK_AFTER_OPEN));
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .containsExactly(Map.entry("upload", "in-place")));
    }

    @Test
    void aLinkWhereSomethingIs() {
        does(Kind.SYMLINK, "/target", null, "already-exists");
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .containsEntry("symlink-order", "link-first"));
    }

    @Test
    void attributesRefusedAndTheUploadRepeated() {
        does(Kind.UPLOAD, "/f", null, OK);
        does(Kind.SET_ATTRIBUTES, "/f", null, "unsupported");
        does(Kind.UPLOAD, "/f", null, OK);
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .containsEntry("set-owner", "ignore"));
    }

    @Test
    void attributesRefusedByAnAccessRule() {
        does(Kind.UPLOAD, "/f", null, OK);
        does(
                Kind.REFUSED,
                "/f",
                null,
                "permission-denied",
                "set-attributes: access rule r does not allow set-permissions");
        does(Kind.UPLOAD, "/f", null, OK);
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .containsEntry("set-permissions", "ignore"));
    }

    @Test
    void anUploadRepeatedAfterAReconnect() {
        does(Kind.UPLOAD, "/f", null, OK);
        does(Kind.LOGOUT, null, null, OK);
        id = "2";
        does(Kind.UPLOAD, "/other", null, OK);
        assertThat(advisor.advice()).isEmpty();
        does(Kind.UPLOAD, "/f", null, OK);
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .containsEntry("close-reply", "sealed"));
    }

    @Test
    void anUploadRepeatedTheNextDayIsNoSign() {
        does(Kind.UPLOAD, "/f", null, OK);
        does(Kind.LOGOUT, null, null, OK);
        time.now = time.now.plus(Duration.ofDays(1));
        id = "2";
        does(Kind.UPLOAD, "/f", null, OK);
        assertThat(advisor.advice()).isEmpty();
    }

    @Test
    void aClientThatGoesAwayAfterEachFailureIsToldOfWithoutARule() {
        for (int i = 0; i < 3; i++) {
            id = "s" + i;
            does(Kind.MAKE_DIRECTORY, "/d", null, "already-exists");
            does(Kind.LOGOUT, null, null, OK);
        }
        assertThat(advisor.advice()).singleElement().satisfies(advice -> assertThat(advice.values())
                .isEmpty());
    }

    @Test
    void isAppliedOnceWhereThatIsConfigured() {
        renameRemoveRename();
        assertThat(applied).isEmpty();
        advisor.modified(Map.of("service.pid", "org.sallyport.quirks", "advice", "sometimes"));
        advisor.modified(Map.of("service.pid", "org.sallyport.quirks", "advice", "apply"));
        does(Kind.SYMLINK, "/target", null, "already-exists");
        does(Kind.SYMLINK, "/target", null, "already-exists");
        assertThat(applied).singleElement().satisfies(advice -> assertThat(advice.name())
                .isEqualTo("link_refused_ann_Strange_1.0"));
    }

    @Test
    void whatWasSeenBeforeThatIsConfiguredIsAppliedWhenItIsSeenAgain() {
        renameRemoveRename();
        advisor.modified(Map.of("service.pid", "org.sallyport.quirks", "advice", "apply"));
        assertThat(applied).isEmpty();

        renameRemoveRename();
        renameRemoveRename();

        assertThat(applied).singleElement().satisfies(advice -> assertThat(advice.times())
                .isEqualTo(2));
    }

    @Test
    void clientsThatNoRuleKnowsAreDescribedWithoutNames() {
        does(Kind.LOGIN, null, null, OK);
        does(Kind.UPLOAD, "/secret-name", null, OK);
        does(Kind.RENAME, "/secret-name", "/b", "already-exists");
        assertThat(advisor.unknownClients()).singleElement().satisfies(client -> {
            assertThat(client.banner()).isEqualTo("Strange_1.0");
            assertThat(client.sessions()).isEqualTo(1);
            assertThat(client.did()).containsExactly("login", "rename:already-exists", "upload");
        });
    }
}
