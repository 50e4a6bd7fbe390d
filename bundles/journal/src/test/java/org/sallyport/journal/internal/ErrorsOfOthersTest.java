/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.journal.internal.Notices.Happening;

/** Services whose bundles are just going throw what nobody expects; what is acknowledged is stored all the same. */
@Timeout(60)
class ErrorsOfOthersTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicBoolean refuses = new AtomicBoolean();
    private volatile Happening untold;
    private volatile boolean lookFails;
    private RecordedStore store;
    private Journal journal;
    private JournaledStore pending;

    @BeforeEach
    void open() throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), Optional.of(new ConcurrentHashMap<>()));
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void content() throws FileSystemException {
                if (refuses.getAndSet(false)) {
                    throw new FileSystemException("not now");
                }
            }

            @Override
            public void looked(String path) {
                if (lookFails) {
                    lookFails = false;
                    throw new NoClassDefFoundError("its bundle is being updated");
                }
            }
        });
        journal = Journal.open(settings(), store.opener(), (what, upload, detail) -> {
            if (what == untold) {
                throw new IllegalStateException("the service is being stopped");
            }
        });
        pending = journal.attach(DEFINITION);
    }

    @AfterEach
    void close() throws Exception {
        pending.close();
        journal.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Happening.class,
            names = {"SEALED", "STORED", "FAILED"})
    void whoCannotBeToldHoldsNothingUp(Happening what) throws Exception {
        untold = what;
        refuses.set(true);

        put(pending, "f", StoredState.ABSENT, "content");

        assertThat(journal.drain(LONG)).isTrue();
        assertThat(visible(store)).isEqualTo(Map.of("f", "content"));
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void anErrorWhileAMovedDirectoryIsLookedForIsTriedAgain() throws Exception {
        StoredState nothing = pending.inspect(place("f"));
        store.renameDirectory("/inbox", "/renamed");
        lookFails = true;

        put(pending, "f", nothing, "content");

        assertThat(journal.drain(LONG)).isTrue();
        assertThat(lookFails).isFalse();
        assertThat(store.file("/renamed/f").getContent().getString(StandardCharsets.UTF_8))
                .isEqualTo("content");
    }
}
