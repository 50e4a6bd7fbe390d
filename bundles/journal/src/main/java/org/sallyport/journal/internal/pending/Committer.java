/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.Notices.Happening;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.spool.DamagedException;
import org.sallyport.journal.internal.store.DirectoryMovedException;
import org.sallyport.journal.internal.store.NotStorableException;
import org.sallyport.journal.internal.store.Outcome;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the sealed uploads of one store into it. Contents go up beside each other, without names; then whatever is ready in a directory
 * gets its names in one go, by one at a time for each directory, in the order of the uploads for each name.
 */
final class Committer {

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int BATCH = 500;

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreHealth health;

    // Guarded by the lock of the uploads.
    private final Deque<SealedUpload> queued = new ArrayDeque<>();
    private final Map<List<String>, Set<SealedUpload>> ready = new LinkedHashMap<>();
    private final Set<List<String>> linking = new HashSet<>();
    private final CleanUp cleaning;
    private final DirectorySearch search;

    private int putting;
    private boolean alarmed;
    private long alarm;
    private boolean stopped;

    Committer(StoreUploads uploads, Spool spool) {
        this.uploads = uploads;
        this.spool = spool;
        this.health = new StoreHealth(spool.firstRetry(), spool.lastRetry());
        this.cleaning = new CleanUp(uploads, spool, health, this);
        this.search = new DirectorySearch(uploads, spool);
    }

    /** Something to be stored. The caller holds the lock. */
    void add(SealedUpload upload) {
        if (upload.record().unlinked().isPresent()) {
            makeReady(upload);
        } else {
            upload.phase(Phase.QUEUED);
            queued.add(upload);
        }
        dispatch();
    }

    private void makeReady(SealedUpload upload) {
        upload.phase(Phase.READY);
        ready.computeIfAbsent(directory(upload), directory -> new LinkedHashSet<>())
                .add(upload);
    }

    private static List<String> directory(SealedUpload upload) {
        List<String> names = upload.record().names();
        return names.subList(0, names.size() - 1);
    }

    /** An upload that is ready has another place now. The caller holds the lock. */
    void moved(SealedUpload upload, List<String> before) {
        Set<SealedUpload> there = ready.get(before.subList(0, before.size() - 1));
        if (there != null && there.remove(upload) && upload.phase() == Phase.READY) {
            makeReady(upload);
        }
    }

    /** Somebody waits for an upload. The caller holds the lock. */
    void hurry(SealedUpload upload) {
        upload.retryNow();
        health.retryNow();
        dispatch();
    }

    /** Begins nothing more. The caller holds the lock. */
    void stop() {
        stopped = true;
    }

    /** Whether something in the store is still to be deleted. The caller holds the lock. */
    boolean isDirty() {
        return cleaning.isDirty();
    }

    /** Whether the store has not answered of late. The caller holds the lock. */
    boolean isDoubtful() {
        return health.isDoubtful();
    }

    boolean isWorking() {
        return putting > 0 || cleaning.isWorking() || !linking.isEmpty();
    }

    /** Begins whatever can be begun. The caller holds the lock. */
    void dispatch() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        long wait = health.delay(now);
        if (wait > 0) {
            wakeUp(wait);
            return;
        }
        boolean one = health.isDoubtful();
        wait = Math.min(link(now, one), put(now, one));
        cleaning.begin(one, queued.isEmpty() && ready.isEmpty());
        if (wait < Long.MAX_VALUE) {
            wakeUp(wait);
        }
    }

    /** Comes back here after a time; one alarm at a time, the earliest. */
    private void wakeUp(long nanos) {
        long at = System.nanoTime() + nanos;
        if (alarmed && alarm - at <= 0) {
            return;
        }
        alarmed = true;
        alarm = at;
        later(nanos, () -> {
            alarmed &= alarm != at;
            dispatch();
        });
    }

    /** Does something under the lock after a time. */
    void later(long nanos, Runnable action) {
        try {
            spool.timer()
                    .schedule(
                            () -> uploads.locked(() -> {
                                action.run();
                                return null;
                            }),
                            nanos,
                            TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("the journal is being closed", closing);
        }
    }

    /** @return nanoseconds until something is due that is not yet */
    private long put(long now, boolean one) {
        long wait = Long.MAX_VALUE;
        int most = one ? 1 : spool.parallel();
        Iterator<SealedUpload> waiting = queued.iterator();
        while (waiting.hasNext() && putting < most && !(one && isWorking())) {
            SealedUpload upload = waiting.next();
            if (upload.phase() != Phase.QUEUED) {
                waiting.remove();
            } else if (upload.isBeingReplaced()) {
                continue; // its record may be the last one by now, and says that nothing of it is in the store
            } else if (upload.isDue(now)) {
                waiting.remove();
                upload.phase(Phase.PUTTING);
                putting++;
                run(() -> put(upload));
            } else {
                wait = Math.min(wait, upload.delay(now));
            }
        }
        return wait;
    }

    private long link(long now, boolean one) {
        long wait = Long.MAX_VALUE;
        for (List<String> directory : List.copyOf(ready.keySet())) {
            if (linking.contains(directory) || linking.size() >= spool.parallel() || one && isWorking()) {
                continue;
            }
            Set<SealedUpload> there = ready.get(directory);
            there.removeIf(upload -> upload.phase() != Phase.READY);
            if (there.isEmpty()) {
                ready.remove(directory);
                continue;
            }
            List<SealedUpload> batch = there.stream()
                    .filter(upload -> mayLink(upload) && upload.isDue(now))
                    .sorted(Comparator.comparingLong(upload -> upload.record().id()))
                    .limit(one ? 1 : BATCH)
                    .toList();
            wait = there.stream()
                    .filter(upload -> !upload.isDue(now))
                    .mapToLong(upload -> upload.delay(now))
                    .reduce(wait, Math::min);
            if (!batch.isEmpty()) {
                batch.forEach(upload -> upload.phase(Phase.LINKING));
                linking.add(directory);
                run(() -> link(directory, batch));
            }
        }
        return wait;
    }

    /** Whether an upload is the first of those to its place, and nobody is changing that. */
    private boolean mayLink(SealedUpload upload) {
        Optional<Place> place = uploads.find(upload.record().names());
        return place.isPresent()
                && !upload.isBeingReplaced()
                && !place.get().isClaimed()
                && place.get().sealed().get(0) == upload;
    }

    void run(Runnable task) {
        try {
            spool.workers().execute(task);
        } catch (RejectedExecutionException closing) {
            stopped = true;
        } catch (OutOfMemoryError noThread) {
            LOG.warn("no thread can be had to store uploads, which is tried again: {}", noThread.getMessage());
            later(spool.firstRetry().toNanos(), () -> run(task));
        }
    }

    // From here on: on workers, without the lock.

    private void put(SealedUpload upload) {
        UploadRecord record = uploads.locked(upload::record);
        try {
            Optional<String> early = sentEarly(upload, record);
            String unlinked = early.isPresent() ? early.get() : send(upload, record);
            uploads.update(upload, now -> now.withUnlinked(UploadState.STORING, Optional.of(unlinked)));
            uploads.locked(() -> {
                health.answered();
                if (upload.phase() != Phase.ENDED) {
                    // Known here even where its record did not change, because another is about to replace it.
                    upload.record(upload.record().withUnlinked(UploadState.STORING, Optional.of(unlinked)));
                    makeReady(upload);
                }
                return null;
            });
        } catch (NotStorableException | DamagedException impossible) {
            if (isMoved(upload, record)) {
                again(upload);
            } else {
                park(upload, impossible.getMessage());
            }
        } catch (DirectoryMovedException moved) {
            follow(upload, record);
        } catch (IOException | RuntimeException | Error failed) {
            failed(upload, Phase.QUEUED, failed);
        } finally {
            uploads.locked(() -> {
                putting--;
                if (upload.phase() == Phase.ENDED) {
                    cleanUp(record.cancelled());
                }
                uploads.signal();
                dispatch();
                return null;
            });
        }
    }

    private Optional<String> sentEarly(SealedUpload upload, UploadRecord record) throws IOException {
        Optional<EarlyContent> early = uploads.locked(upload::takeEarly);
        if (early.isEmpty()) {
            return Optional.empty();
        }
        try (Content content = new WantedContent(spool.contents().open(record), upload::isEnded)) {
            Optional<String> token = early.get().token(content, EarlyContent.longest(record.size()));
            token.ifPresent(used -> spool.notices().sentEarly(true));
            return token;
        }
    }

    private String send(SealedUpload upload, UploadRecord record) throws IOException {
        try (StoreAccess access = spool.opener().open(record.store());
                Content content = new WantedContent(spool.contents().open(record), upload::isEnded)) {
            return access.put(record, content);
        }
    }

    /** Deletes what a cancelled upload has in the store, and forgets it then. The caller holds the lock. */
    void cleanUp(UploadRecord cancelled) {
        cleaning.add(cancelled);
        dispatch();
    }

    private void link(List<String> directory, List<SealedUpload> batch) {
        try {
            Map<StoreDefinition, List<SealedUpload>> byStore = new LinkedHashMap<>();
            batch.forEach(upload -> byStore.computeIfAbsent(upload.record().store(), store -> new ArrayList<>())
                    .add(upload));
            byStore.forEach(this::link);
        } catch (RuntimeException | Error broken) {
            // Some of them may have their names.
            batch.stream()
                    .filter(upload -> uploads.locked(() -> upload.phase() == Phase.LINKING))
                    .forEach(upload -> unsure(upload, broken));
        } finally {
            uploads.locked(() -> {
                linking.remove(directory);
                uploads.signal();
                dispatch();
                return null;
            });
        }
    }

    private void link(StoreDefinition store, List<SealedUpload> batch) {
        List<UploadRecord> records =
                uploads.locked(() -> batch.stream().map(SealedUpload::record).toList());
        List<Outcome> outcomes;
        try (StoreAccess access = spool.opener().open(store)) {
            outcomes = access.link(records, spool.contents(), (record, state) -> expect(batch, record, state));
        } catch (IOException | RuntimeException failed) {
            batch.forEach(upload -> failed(upload, Phase.READY, failed));
            return;
        }
        List<SealedUpload> linked = new ArrayList<>();
        List<StoredState> states = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            SealedUpload upload = batch.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Linked done) {
                linked.add(upload);
                states.add(done.now());
            } else if (outcome instanceof Outcome.Missing || isMoved(upload, records.get(i))) {
                again(upload);
            } else if (outcome instanceof Outcome.Elsewhere) {
                follow(upload, records.get(i));
            } else if (outcome instanceof Outcome.Conflict conflict) {
                park(upload, conflict.why());
            } else if (outcome instanceof Outcome.Failed failed) {
                unsure(upload, failed.why());
            }
        }
        if (!linked.isEmpty()) {
            stored(linked, states);
        }
    }

    private void expect(List<SealedUpload> batch, UploadRecord record, String state) throws IOException {
        for (SealedUpload upload : batch) {
            if (upload.record().id() == record.id()) {
                uploads.update(upload, now -> {
                    Set<String> expected = new HashSet<>(now.expected());
                    expected.add(state);
                    return now.withExpected(expected);
                });
            }
        }
    }

    private void stored(List<SealedUpload> linked, List<StoredState> states) {
        List<List<String>> places = uploads.locked(
                () -> linked.stream().map(upload -> upload.record().names()).toList());
        CompletableFuture<List<UploadRecord>> appended = uploads.whenSealed(places, () -> {
            health.answered();
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < linked.size(); i++) {
                UploadRecord record = linked.get(i).record();
                changes.add(new Change(record.withState(UploadState.STORED), null));
                changes.addAll(uploads.seen(record.names(), states.get(i)));
            }
            return spool.records().append(changes);
        });
        try {
            Spool.durable(appended);
        } catch (IOException unwritable) {
            // They are stored, but the journal does not know it: the next attempt finds them there.
            linked.forEach(upload -> unsure(upload, unwritable));
            return;
        }
        uploads.locked(() -> {
            linked.forEach(upload -> uploads.end(upload, true));
            return null;
        });
        linked.forEach(upload -> spool.notices().tell(Happening.STORED, upload.record(), ""));
    }

    /** Nobody knows whether an upload has its name. */
    private void unsure(SealedUpload upload, Throwable why) {
        uploads.locked(() -> {
            upload.uncertain(true);
            return null;
        });
        failed(upload, Phase.READY, why);
    }

    /** Whether an upload has another place than it had, because its directory was renamed. */
    private boolean isMoved(SealedUpload upload, UploadRecord before) {
        return uploads.locked(() -> !upload.record().names().equals(before.names()));
    }

    /** Goes along with its directory, if that has another name in the store by now. */
    private void follow(SealedUpload upload, UploadRecord before) {
        if (isMoved(upload, before)) {
            again(upload);
            return;
        }
        try {
            Optional<List<String>> found = search.locate(before);
            if (found.isEmpty()) {
                park(upload, "its directory is gone");
                return;
            }
            List<String> from = before.names().subList(0, before.names().size() - 1);
            CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
                List<Change> changes = uploads.follow(from, before.directory(), found.get());
                return changes.isEmpty()
                        ? CompletableFuture.completedFuture(List.of())
                        : spool.records().append(changes);
            });
            Spool.durable(appended);
            LOG.info("{} to {} goes along with its directory, which was moved", before, before.store());
            again(upload);
        } catch (IOException | RuntimeException | Error failed) {
            failed(upload, Phase.QUEUED, failed);
        }
    }

    /** The content has to be put into the store again: it was lost there, or the place has another name by now. */
    private void again(SealedUpload upload) {
        uploads.locked(() -> {
            if (upload.phase() == Phase.ENDED) {
                return null;
            }
            upload.record(upload.record().withUnlinked(UploadState.SEALED, Optional.empty()));
            add(upload);
            return null;
        });
    }

    private void park(SealedUpload upload, String reason) {
        String why = uploads.locked(() -> upload.record().content().isEmpty())
                ? "what a rename was to replace could not be given its name back: " + reason
                : reason;
        boolean ending = uploads.locked(() -> {
            if (upload.phase() == Phase.ENDED) {
                return true;
            }
            if (upload.isBeingReplaced()) {
                upload.phase(Phase.QUEUED); // its content may have gone already, and it will
                queued.add(upload);
            }
            return upload.isBeingReplaced();
        });
        if (ending) {
            return;
        }
        try {
            uploads.update(upload, now -> now.failed(UploadState.PARKED, upload.attempts(), why));
        } catch (IOException unwritable) {
            failed(upload, Phase.QUEUED, unwritable);
            return;
        }
        boolean parked = uploads.locked(() -> {
            if (upload.phase() == Phase.ENDED) {
                return false;
            }
            uploads.park(upload, why);
            return true;
        });
        if (!parked) {
            return;
        }
        LOG.error(
                "{} to {} is parked, and needs a decision: {}",
                upload.record(),
                upload.record().store(),
                why);
        spool.notices().tell(Happening.PARKED, upload.record(), why);
    }

    /** Tries later: all of the store if it does not answer, only this upload if it does. */
    private void failed(SealedUpload upload, Phase next, Throwable why) {
        UploadRecord record = uploads.locked(() -> upload.phase() == Phase.ENDED ? null : upload.record());
        if (record == null) {
            return;
        }
        spool.notices().tell(Happening.FAILED, record, String.valueOf(why.getMessage()));
        boolean answers = answers(record);
        boolean givesUp = uploads.locked(() -> {
            if (upload.phase() == Phase.ENDED) {
                return false;
            }
            long now = System.nanoTime();
            report(upload, answers, why);
            if (answers) {
                health.answered();
                upload.failed(now
                        + StoreHealth.backOff(upload.attempts(), spool.firstRetry(), spool.lastRetry())
                                .toNanos());
            } else {
                health.failed(now);
            }
            UploadRecord current = upload.record();
            upload.record(current.failed(current.state(), upload.attempts(), String.valueOf(why.getMessage())));
            if (upload.isTriedFor(now, spool.giveUp())) {
                return true;
            }
            if (next == Phase.READY) {
                makeReady(upload);
            } else {
                upload.phase(Phase.QUEUED);
                queued.add(upload);
            }
            return false;
        });
        if (givesUp) {
            park(upload, String.valueOf(why.getMessage()));
        }
    }

    /** The first failure is worth a warning; what is tried for days must not fill the log. */
    private void report(SealedUpload upload, boolean answers, Throwable why) {
        if (!answers && !health.isDoubtful()) {
            LOG.warn(
                    "{} does not answer, uploads to it wait: {}",
                    upload.record().store(),
                    why.toString());
        } else if (answers && upload.attempts() == 0) {
            LOG.warn(
                    "{} to {} could not be stored, and is tried again: {}",
                    upload.record(),
                    upload.record().store(),
                    why.toString());
        } else {
            LOG.debug("{} is tried again", upload.record(), why);
        }
    }

    boolean answers(UploadRecord record) {
        try (StoreAccess access = spool.opener().open(record.store())) {
            access.probe();
            return true;
        } catch (IOException | RuntimeException | Error away) {
            return false;
        }
    }
}
