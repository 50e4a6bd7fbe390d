/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;

/** Contents that are sent to the store while clients still write them: whatever comes between, the store has in the end what was written. */
@Timeout(120)
class EarlyContentTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;
    private static final int SIZE = 6 * MIB;
    /** What the spool has surely written to its file of so much. */
    private static final int SENT = SIZE - (128 << 10);

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final SentContents sent = new SentContents();
    private RecordedStore store;
    private Journal journal;
    private JournaledStore pending;

    private void open() throws Exception {
        open(Map.of());
    }

    private void open(Map<String, String> settings) throws Exception {
        open(settings, Optional.of(contents));
    }

    private void open(Map<String, String> settings, Optional<Map<String, byte[]>> unnamed) throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), unnamed);
        store.onUpdate(sent);
        Map<String, String> all = new HashMap<>(Map.of("early-pause", "60s", "drain", "20s"));
        all.putAll(settings);
        journal = Journal.open(settings(all), store.opener(), (what, upload, detail) -> {});
        pending = journal.attach(DEFINITION);
    }

    @AfterEach
    void close() throws Exception {
        sent.goOn();
        pending.close();
        journal.close();
    }

    private ClientUpload begin(String name) throws FileTreeException {
        return begin(name, SESSION, BrokenUpload.DISCARD);
    }

    /** Each name and session has a content of its own. */
    private ClientUpload begin(String name, String session, BrokenUpload broken) throws FileTreeException {
        return new ClientUpload(
                begin(pending, name, session, StoredState.ABSENT, broken), (name + session).hashCode(), SIZE);
    }

    /** One that is all written, and that the store has but for what the spool may still keep in memory. */
    private ClientUpload beginAndSend(String name) throws Exception {
        ClientUpload upload = begin(name);
        upload.write();
        sent.awaitReceived(SENT);
        return upload;
    }

    /** One that is all written, and that the store takes no further than that until {@link SentContents#goOn}. */
    private ClientUpload beginAndHoldAt(int bytes, String name) throws Exception {
        sent.holdAt(bytes);
        ClientUpload upload = begin(name);
        upload.write();
        sent.awaitReceived(bytes);
        return upload;
    }

    private void awaitGivenUp() throws InterruptedException {
        while (journal.status().givenUpEarly() != 1) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void awaitFailed() throws InterruptedException {
        while (journal.status().failures() != 1) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void assertStored(String name, ClientUpload upload) throws IOException {
        assertStored(Map.of(name, upload.content()));
    }

    /** In the end these and no others, and nothing is left in the spool. */
    private void assertStored(Map<String, byte[]> expected) throws IOException {
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

    /** Of one content: all of it was sent while it was written. */
    private void assertSentEarly() {
        assertThat(sent.sealed()).isZero();
        assertThat(journal.status().sentEarly()).isEqualTo(1);
        assertThat(journal.status().givenUpEarly()).isZero();
    }

    /** Of one content: what was sent while it was written was given up, and it was sent from the spool. */
    private void assertSentFromSpool() {
        assertThat(sent.sealed()).isEqualTo(1);
        assertThat(journal.status().sentEarly()).isZero();
        assertThat(journal.status().givenUpEarly()).isEqualTo(1);
    }

    @Test
    void theStoreHasItBeforeCloseAndIsNotSentItAgain() throws Exception {
        open();
        ClientUpload upload = beginAndSend("f");
        assertThat(store.visible()).isEmpty();

        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentEarly();
    }

    @Test
    void whatIsNotLargeIsSentWhenItIsSealed() throws Exception {
        open();
        ClientUpload upload = begin("f");

        upload.write(0, 4 * MIB);
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertThat(sent.sealed()).isEqualTo(1);
        assertThat(journal.status().givenUpEarly()).isZero();
    }

    @Test
    void whatIsWrittenBackwardsIsThereInOrder() throws Exception {
        open();
        ClientUpload upload = begin("f");

        upload.writeBackwards();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentEarly();
    }

    @Test
    void thePlaceOfOneThatIsGivenUpIsFreeForAnother() throws Exception {
        open(Map.of("early", "1"));
        ClientUpload one = beginAndSend("one");
        one.change(0);
        awaitGivenUp();

        ClientUpload two = begin("two");
        two.write();
        two.closeWhenStored();

        assertThat(journal.status().sentEarly()).isEqualTo(1);
        one.closeWhenSealed();
        assertStored(Map.of("one", one.content(), "two", two.content()));
    }

    @Test
    void aChangeOfWhatWasSentGivesItUp() throws Exception {
        open();
        ClientUpload upload = beginAndSend("f");

        upload.change(100);
        awaitGivenUp();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentFromSpool();
    }

    @Test
    void aChangeOfWhatWasNotSentYetDoesNot() throws Exception {
        open();
        ClientUpload upload = beginAndHoldAt(MIB, "f");

        for (int at : new int[] {2 * MIB, 3 * MIB + 1000, SIZE - 10, 5 * MIB}) {
            upload.change(at);
        }
        sent.goOn();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentEarly();
    }

    @Test
    void aGapIsWaitedForAndZerosIfItStays() throws Exception {
        open();
        ClientUpload upload = begin("f");

        upload.write(0, 4 * MIB);
        upload.write(5 * MIB, SIZE);
        upload.write(4 * MIB, 4 * MIB + ClientUpload.PIECE);
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentEarly();
    }

    @Test
    void cutIntoWhatWasSentGivesItUp() throws Exception {
        open();
        ClientUpload upload = beginAndSend("f");

        upload.truncate(1000);
        awaitGivenUp();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentFromSpool();
    }

    @Test
    void cutBehindWhatWasSentAndMadeLongerItIsSentSo() throws Exception {
        open();
        ClientUpload upload = beginAndHoldAt(MIB, "f");

        upload.truncate(5_000_000);
        upload.truncate(7_000_000);
        sent.goOn();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentEarly();
    }

    @Test
    void aClientThatPausesHoldsNoConnection() throws Exception {
        open(Map.of("early-pause", "1ms"));
        ClientUpload upload = begin("f");

        upload.write(0, 5 * MIB);
        awaitGivenUp();
        upload.write(5 * MIB, SIZE);
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentFromSpool();
    }

    @Test
    void aStoreThatFailsMeanwhileGetsItFromTheSpool() throws Exception {
        open();
        sent.failAt(2 * MIB);
        ClientUpload upload = begin("f");

        upload.write();
        awaitGivenUp();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentFromSpool();
    }

    @Test
    void aStoreThatFailsAfterwardsGetsItFromTheSpool() throws Exception {
        open();
        sent.failAt(SIZE);
        ClientUpload upload = beginAndSend("f");

        upload.closeWhenSealed();

        assertStored("f", upload);
        assertSentFromSpool();
    }

    @Test
    void aConnectionThatBreaksDiscardsItOrKeepsIt() throws Exception {
        open();
        ClientUpload discarded = beginAndSend("discarded");

        discarded.abandon();
        awaitGivenUp();

        assertStored(Map.of());

        sent.forgetReceived();
        ClientUpload kept = begin("kept", SESSION, BrokenUpload.PART);
        kept.write();
        sent.awaitReceived(SENT);

        kept.abandon();

        assertStored("kept.part", kept);
        assertThat(sent.sealed()).isZero();
    }

    @Test
    void ofTwoWhoWriteOneNameTheLastIsThereWhole() throws Exception {
        open();
        ClientUpload one = begin("f", "one", BrokenUpload.DISCARD);
        ClientUpload two = begin("f", "two", BrokenUpload.DISCARD);
        ClientUpload.writeByTurns(one, two);

        two.closeWhenSealed();
        one.closeWhenSealed();

        assertStored("f", one);
    }

    @Test
    void aRenamedOneGetsItsNewName() throws Exception {
        open();
        ClientUpload upload = begin("f");
        upload.write(0, 5 * MIB);
        sent.awaitReceived(4 * MIB);

        pending.rename(SESSION, place("f"), place("g"), RenameMode.REPLACE, () -> {});
        upload.write(5 * MIB, SIZE);
        upload.closeWhenSealed();

        assertStored("g", upload);
        assertSentEarly();
    }

    @Test
    void aRemovedOneIsGivenUp() throws Exception {
        open();
        ClientUpload upload = beginAndSend("f");

        pending.remove(SESSION, place("f"), () -> {});
        awaitGivenUp();
        upload.closeWhenSealed();

        assertStored(Map.of());
        assertThat(sent.sealed()).isZero();
    }

    @Test
    void aNewerOneTakesThePlaceOfOneThatIsStillBeingSent() throws Exception {
        open();
        ClientUpload upload = beginAndHoldAt(SENT, "f");
        upload.closeWhenSealed();

        byte[] newer = new byte[1000];
        Arrays.fill(newer, (byte) 7);
        put(pending, "f", StoredState.ABSENT, newer);
        sent.goOn();

        assertStored(Map.of("f", newer));
        awaitGivenUp();
    }

    @Test
    void moreThanAreAllowedAreSentWhenTheyAreSealed() throws Exception {
        open(Map.of("early", "1"));
        sent.holdAt(1);
        ClientUpload one = begin("one");
        ClientUpload two = begin("two");
        one.write();
        sent.awaitReceived(1);

        two.write();
        two.closeWhenStored();

        assertThat(sent.sealed()).isEqualTo(1);
        sent.goOn();
        one.closeWhenSealed();
        assertStored(Map.of("one", one.content(), "two", two.content()));
        assertThat(sent.sealed()).isEqualTo(1);
        assertThat(journal.status().sentEarly()).isEqualTo(1);
    }

    @Test
    void noneIsIfNoneIsAllowed() throws Exception {
        open(Map.of("early", "0"));
        ClientUpload upload = begin("f");

        upload.write();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertThat(sent.sealed()).isEqualTo(1);
        assertThat(sent.received()).isZero();
    }

    @Test
    void aStoreThatTakesWholeContentsOnlyGetsThose() throws Exception {
        open(Map.of(), Optional.empty());
        ClientUpload upload = begin("f");

        upload.write();
        upload.closeWhenSealed();

        assertStored("f", upload);
        assertThat(journal.status().sentEarly()).isZero();
        assertThat(journal.status().givenUpEarly()).isZero();
    }

    @Test
    void whatIsSyncedAndWrittenFurtherIsThereAsItWasClosed() throws Exception {
        open();
        ClientUpload upload = begin("f");
        upload.write(0, 5 * MIB);

        upload.sync();

        assertThat(Arrays.equals(store.visible().get("f"), upload.content())).isTrue();
        assertSentEarly();
        upload.write(5 * MIB, SIZE);
        upload.change(0);
        upload.closeWhenSealed();
        assertStored("f", upload);
    }

    @Test
    void aJournalThatIsClosedWaitsForNoClient() throws Exception {
        open();
        beginAndSend("f");

        journal.close();

        assertThat(journal.status().givenUpEarly()).isEqualTo(1);
        open();
        assertThat(journal.uploads()).isEmpty();
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void whatIsStillOnItsWayWhenTheJournalIsClosedIsThereForTheNextOne() throws Exception {
        open(Map.of("drain", "0"));
        ClientUpload upload = beginAndHoldAt(SENT, "f");
        upload.closeWhenSealed();

        journal.close();
        sent.goOn();
        awaitFailed(); // it was tried again from the spool, too late

        open(Map.of());
        assertStored("f", upload);
    }

    @Test
    void aNameThatSomebodyElseTookMeanwhileIsNotReplaced() throws Exception {
        open();
        ClientUpload upload = beginAndSend("f");

        store.file("/inbox/f").getContent().getOutputStream().close();
        upload.closeWhenSealed();

        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.status().parked()).isEqualTo(1);
        assertThat(store.visible().get("f")).isEmpty();
    }
}
