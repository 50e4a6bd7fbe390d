/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromptnessTest {

    private static final long QUICK = Duration.ofNanos(5_000).toNanos();
    private static final long SLOW = Duration.ofMillis(3).toNanos();

    private final Promptness local = new Promptness("ext4");

    private static void sync(Promptness promptness, int times, long nanos) {
        for (int i = 0; i < times; i++) {
            promptness.syncTook(nanos);
        }
    }

    @Test
    void onlyKnownTypesArePrompt() {
        assertThat(local.isPrompt()).isTrue();
        assertThat(new Promptness("nfs4").isPrompt()).isFalse();
    }

    @Test
    void oneSlowCallIsBelievedMoreThanTheType() {
        local.took(Duration.ofSeconds(1).toNanos());
        assertThat(local.isPrompt()).isFalse();
    }

    @Test
    void syncsArePromptOnceManyInARowWere() {
        sync(local, 10, QUICK);
        assertThat(local.syncsPromptly()).isFalse();
        sync(local, 100, QUICK);
        assertThat(local.syncsPromptly()).isTrue();
    }

    @Test
    void oneSlowSyncSendsTheNextOnesToTheWorkers() {
        sync(local, 100, QUICK);
        sync(local, 1, SLOW);
        assertThat(local.syncsPromptly()).isFalse();
        sync(local, 10, QUICK);
        assertThat(local.syncsPromptly()).isFalse();
        assertThat(local.isPrompt()).isTrue();
        sync(local, 100, QUICK);
        assertThat(local.syncsPromptly()).isTrue();
    }

    @Test
    void syncsAreNotPromptWhereNothingIs() {
        Promptness remote = new Promptness("nfs4");
        sync(remote, 100, QUICK);
        assertThat(remote.syncsPromptly()).isFalse();
        sync(local, 100, QUICK);
        local.took(Duration.ofSeconds(1).toNanos());
        assertThat(local.syncsPromptly()).isFalse();
    }
}
