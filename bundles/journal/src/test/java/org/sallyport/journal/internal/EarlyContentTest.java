/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.JournaledStore.Beginning;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;

/** Contents that are sent to the store while clients still write them: whatever comes between, the store has in the end what was written. */
@Timeout(120)
class EarlyContentTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PIECE = 32 << 10;
    private static final int SIZE = 6 << 20;
    /** What the spool has surely written to its file of so much. */
    private static final int SENT = SIZE - (128 << 10);

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Store seen = new Store();
    private RecordedStore store;
    private Journal journal;
    private JournaledStore pending;

    /** What the store sees. */
    private static final class Store implements RecordedStore.Updates {

        private final AtomicInteger received = new AtomicInteger();
        /** Contents that were sent from the spool after they had been sealed. */
        private final AtomicInteger sealed = new AtomicInteger();

        private final CountDownLatch goesOn = new CountDownLatch(1);
        private volatile int holdsAt = Integer.MAX_VALUE;
        private volatile int failsAt = Integer.MAX_VALUE;

        @Override
        public void content() {
            sealed.incrementAndGet();
        }

        @Override
        public void early(int bytes) throws FileSystemException {
            received.accumulateAndGet(bytes, Math::max);
            if (bytes >= failsAt) {
                throw new FileSystemException("the node is gone");
            }
            if (bytes >= holdsAt) {
                try {
                    goesOn.await();
                } catch (InterruptedException stopped) {
                    throw new FileSystemException(stopped);
                }
            }
        }

        @Override
        public void before(int names) {
            // nobody wants to know
        }

        @Override
        public void after() {
            // nobody wants to know
        }
    }

    private void open(Map<String, String> settings) throws Exception {
        open(settings, Optional.of(contents));
    }

    private void open(Map<String, String> settings, Optional<Map<String, byte[]>> unnamed) throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), unnamed);
        store.onUpdate(seen);
        Map<String, String> all = new HashMap<>(Map.of("early-pause", "60s", "drain", "20s"));
        all.putAll(settings);
        journal = Journal.open(settings(all), store.opener(), (what, upload, detail) -> {});
        pending = journal.attach(DEFINITION);
    }

    @AfterEach
    void close() throws Exception {
        seen.goesOn.countDown();
        pending.close();
        journal.close();
    }

    private static byte[] random(long seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    private Upload begin(String name, Object session, BrokenUpload broken) throws FileTreeException {
        return pending.begin(
                place(name),
                new Beginning(
                        session,
                        "ann",
                        false,
                        true,
                        Optional.empty(),
                        FileAttributes.EMPTY,
                        StoredState.ABSENT,
                        broken));
    }

    private Upload begin(String name) throws FileTreeException {
        return begin(name, SESSION, BrokenUpload.DISCARD);
    }

    private static void write(Upload upload, byte[] content, int from, int to) throws FileTreeException {
        for (int at = from; at < to; at += PIECE) {
            upload.write(ByteBuffer.wrap(content, at, Math.min(PIECE, to - at)), at);
        }
    }

    private static void write(Upload upload, byte[] content) throws FileTreeException {
        write(upload, content, 0, content.length);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void awaitReceived(int bytes) throws InterruptedException {
        await(() -> seen.received.get() >= bytes);
    }

    private void awaitGivenUp() throws InterruptedException {
        await(() -> journal.status().givenUpEarly() == 1);
    }

    private void stored(Map<String, byte[]> expected) throws IOException {
        assertThat(journal.drain(LONG)).isTrue();
        Map<String, byte[]> found = store.visible();
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, content) -> assertThat(Arrays.equals(found.get(name), content))
                .as("content of %s", name)
                .isTrue());
        assertThat(journal.uploads()).isEmpty();
        assertThat(journal.status().spoolBytes()).isZero();
        assertThat(journal.status().failures()).isZero();
    }

    /** Of one content: all of it was sent while it was written, or it was given up and sent from the spool. */
    private void wasSentEarly(boolean early) {
        assertThat(seen.sealed).hasValue(early ? 0 : 1);
        assertThat(journal.status().sentEarly()).isEqualTo(early ? 1 : 0);
        assertThat(journal.status().givenUpEarly()).isEqualTo(early ? 0 : 1);
    }

    @Test
    void theStoreHasItBeforeCloseAndIsNotSentItAgain() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(SENT);
        assertThat(store.visible()).isEmpty();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(true);
    }

    @Test
    void whatIsNotLargeIsSentWhenItIsSealed() throws Exception {
        open(Map.of());
        byte[] content = random(1, 4 << 20);
        Upload upload = begin("f");
        write(upload, content);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        assertThat(seen.sealed).hasValue(1);
        assertThat(journal.status().givenUpEarly()).isZero();
    }

    @Test
    void whatIsWrittenBackwardsIsThereInOrder() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        for (int at = SIZE - PIECE; at >= 0; at -= PIECE) {
            upload.write(ByteBuffer.wrap(content, at, PIECE), at);
        }
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(true);
    }

    @Test
    void thePlaceOfOneThatIsGivenUpIsFreeForAnother() throws Exception {
        open(Map.of("early", "1"));
        byte[] first = random(1, SIZE);
        byte[] second = random(2, SIZE);
        Upload one = begin("one");
        write(one, first);
        awaitReceived(SENT);
        first[0] ^= 1;
        one.write(ByteBuffer.wrap(first, 0, 1), 0);
        awaitGivenUp();
        Upload two = begin("two");
        write(two, second);
        two.close(CloseReply.STORED);
        assertThat(journal.status().sentEarly()).isEqualTo(1);
        one.close(CloseReply.SEALED);
        stored(Map.of("one", first, "two", second));
    }

    @Test
    void aChangeOfWhatWasSentGivesItUp() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(SENT);
        content[100] ^= 1;
        upload.write(ByteBuffer.wrap(content, 100, 1), 100);
        awaitGivenUp();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(false);
    }

    @Test
    void aChangeOfWhatWasNotSentYetDoesNot() throws Exception {
        open(Map.of());
        seen.holdsAt = 1 << 20;
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(1 << 20);
        for (int at : new int[] {2 << 20, (3 << 20) + 1000, SIZE - 10, 5 << 20}) {
            content[at] ^= 1;
            upload.write(ByteBuffer.wrap(content, at, 1), at);
        }
        seen.goesOn.countDown();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(true);
    }

    @Test
    void aGapIsWaitedForAndZerosIfItStays() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content, 0, 4 << 20);
        write(upload, content, 5 << 20, SIZE);
        write(upload, content, 4 << 20, (4 << 20) + PIECE);
        Arrays.fill(content, (4 << 20) + PIECE, 5 << 20, (byte) 0);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(true);
    }

    @Test
    void cutIntoWhatWasSentGivesItUp() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(SENT);
        upload.truncate(1000);
        awaitGivenUp();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", Arrays.copyOf(content, 1000)));
        wasSentEarly(false);
    }

    @Test
    void cutBehindWhatWasSentAndMadeLongerItIsSentSo() throws Exception {
        open(Map.of());
        seen.holdsAt = 1 << 20;
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(1 << 20);
        upload.truncate(5_000_000);
        upload.truncate(7_000_000);
        seen.goesOn.countDown();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", Arrays.copyOf(Arrays.copyOf(content, 5_000_000), 7_000_000)));
        wasSentEarly(true);
    }

    @Test
    void aClientThatPausesHoldsNoConnection() throws Exception {
        open(Map.of("early-pause", "1ms"));
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content, 0, 5 << 20);
        awaitGivenUp();
        write(upload, content, 5 << 20, SIZE);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(false);
    }

    @Test
    void aStoreThatFailsMeanwhileGetsItFromTheSpool() throws Exception {
        open(Map.of());
        seen.failsAt = 2 << 20;
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitGivenUp();
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(false);
    }

    @Test
    void aStoreThatFailsAfterwardsGetsItFromTheSpool() throws Exception {
        open(Map.of());
        seen.failsAt = SIZE;
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        awaitReceived(SENT);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        wasSentEarly(false);
    }

    @Test
    void aConnectionThatBreaksDiscardsItOrKeepsIt() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload discarded = begin("discarded");
        write(discarded, content);
        awaitReceived(SENT);
        discarded.abandon();
        awaitGivenUp();
        stored(Map.of());
        seen.received.set(0);
        Upload kept = begin("kept", SESSION, BrokenUpload.PART);
        write(kept, content);
        awaitReceived(SENT);
        kept.abandon();
        stored(Map.of("kept.part", content));
        assertThat(seen.sealed).hasValue(0);
    }

    @Test
    void ofTwoWhoWriteOneNameTheLastIsThereWhole() throws Exception {
        open(Map.of());
        byte[] first = random(1, SIZE);
        byte[] second = random(2, SIZE);
        Upload one = begin("f", "one", BrokenUpload.DISCARD);
        Upload two = begin("f", "two", BrokenUpload.DISCARD);
        for (int at = 0; at < SIZE; at += PIECE) {
            write(one, first, at, at + PIECE);
            write(two, second, at, at + PIECE);
        }
        two.close(CloseReply.SEALED);
        one.close(CloseReply.SEALED);
        stored(Map.of("f", first));
    }

    @Test
    void aRenamedOneGetsItsNewName() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content, 0, 5 << 20);
        awaitReceived(4 << 20);
        pending.rename(SESSION, place("f"), place("g"), RenameMode.REPLACE, () -> {});
        write(upload, content, 5 << 20, SIZE);
        upload.close(CloseReply.SEALED);
        stored(Map.of("g", content));
        wasSentEarly(true);
    }

    @Test
    void aRemovedOneIsGivenUp() throws Exception {
        open(Map.of());
        Upload upload = begin("f");
        write(upload, random(1, SIZE));
        awaitReceived(SENT);
        pending.remove(SESSION, place("f"), () -> {});
        awaitGivenUp();
        upload.close(CloseReply.SEALED);
        stored(Map.of());
        assertThat(seen.sealed).hasValue(0);
    }

    @Test
    void aNewerOneTakesThePlaceOfOneThatIsStillBeingSent() throws Exception {
        open(Map.of());
        seen.holdsAt = SENT;
        Upload upload = begin("f");
        write(upload, random(1, SIZE));
        awaitReceived(SENT);
        upload.close(CloseReply.SEALED);
        byte[] newer = random(2, 1000);
        put(pending, "f", StoredState.ABSENT, newer);
        seen.goesOn.countDown();
        stored(Map.of("f", newer));
        awaitGivenUp();
    }

    @Test
    void moreThanAreAllowedAreSentWhenTheyAreSealed() throws Exception {
        open(Map.of("early", "1"));
        seen.holdsAt = 1;
        byte[] first = random(1, SIZE);
        byte[] second = random(2, SIZE);
        Upload one = begin("one");
        Upload two = begin("two");
        write(one, first);
        awaitReceived(1);
        write(two, second);
        two.close(CloseReply.STORED);
        assertThat(seen.sealed).hasValue(1);
        seen.goesOn.countDown();
        one.close(CloseReply.SEALED);
        stored(Map.of("one", first, "two", second));
        assertThat(seen.sealed).hasValue(1);
        assertThat(journal.status().sentEarly()).isEqualTo(1);
    }

    @Test
    void noneIsIfNoneIsAllowed() throws Exception {
        open(Map.of("early", "0"));
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        assertThat(seen.sealed).hasValue(1);
        assertThat(seen.received).hasValue(0);
    }

    @Test
    void aStoreThatTakesWholeContentsOnlyGetsThose() throws Exception {
        open(Map.of(), Optional.empty());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
        assertThat(journal.status().sentEarly()).isZero();
        assertThat(journal.status().givenUpEarly()).isZero();
    }

    @Test
    void whatIsSyncedAndWrittenFurtherIsThereAsItWasClosed() throws Exception {
        open(Map.of());
        byte[] content = random(1, SIZE);
        Upload upload = begin("f");
        write(upload, content, 0, 5 << 20);
        upload.sync(CloseReply.STORED);
        assertThat(Arrays.equals(store.visible().get("f"), Arrays.copyOf(content, 5 << 20)))
                .isTrue();
        wasSentEarly(true);
        write(upload, content, 5 << 20, SIZE);
        content[0] ^= 1;
        upload.write(ByteBuffer.wrap(content, 0, 1), 0);
        upload.close(CloseReply.SEALED);
        stored(Map.of("f", content));
    }

    @Test
    void aJournalThatIsClosedWaitsForNoClient() throws Exception {
        open(Map.of());
        Upload upload = begin("f");
        write(upload, random(1, SIZE));
        awaitReceived(SENT);
        journal.close();
        assertThat(journal.status().givenUpEarly()).isEqualTo(1);
        open(Map.of());
        assertThat(journal.uploads()).isEmpty();
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void aNameThatSomebodyElseTookMeanwhileIsNotReplaced() throws Exception {
        open(Map.of());
        Upload upload = begin("f");
        write(upload, random(1, SIZE));
        awaitReceived(SENT);
        store.file("/inbox/f").getContent().getOutputStream().close();
        upload.close(CloseReply.SEALED);
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.status().parked()).isEqualTo(1);
        assertThat(store.visible().get("f")).isEmpty();
    }
}
