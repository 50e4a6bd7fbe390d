/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.JournaledStore.StoreAction;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.Notices.Happening;

/**
 * All uploads to one store: who writes what, what is sealed, what is parked. One lock guards it, and is never held across a read, a write
 * or a wait for the disk or the store.
 */
final class StoreUploads {

    /** How long a drain waits for what has to be deleted. */
    private static final Duration CLEANING = Duration.ofSeconds(10);

    private final Spool spool;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By directory, then by name. */
    private final Map<List<String>, Map<String, Place>> places = new HashMap<>();

    private final Map<Long, SealedUpload> parked = new TreeMap<>();
    /** Where directories are being made or removed: nothing begins there, nor below. */
    private final Set<List<String>> barred = new HashSet<>();

    private final DirectoryIdentities directories;
    private final RecentChanges recent = new RecentChanges();
    private final LastSeen lastSeen;
    private final Committer committer;
    private final EarlyContents early;

    StoreUploads(Spool spool, DirectoryIdentities directories, LastSeen lastSeen) {
        this.spool = spool;
        this.directories = directories;
        this.lastSeen = lastSeen;
        this.committer = new Committer(this, spool);
        this.early = new EarlyContents(this, spool);
    }

    Spool spool() {
        return spool;
    }

    DirectoryIdentities directories() {
        return directories;
    }

    ReentrantLock lock() {
        return lock;
    }

    Committer committer() {
        return committer;
    }

    EarlyContents early() {
        return early;
    }

    /** Something guarded by the lock. */
    @FunctionalInterface
    interface Guarded<T> {

        T get();
    }

    <T> T locked(Guarded<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nothing newer is being sealed to some places, which takes no longer than the disk, and does something then: a record that
     * is on its way to the disk cannot be told what it will find at its place, and a crash just after would leave it with what it expected.
     */
    <T> T whenSealed(Collection<List<String>> names, Guarded<T> action) {
        lock.lock();
        try {
            while (names.stream().flatMap(each -> find(each).stream()).anyMatch(Place::isSealing)) {
                changed.awaitUninterruptibly();
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    // The following are for callers who hold the lock.

    Optional<Place> find(List<String> names) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Place> directory = places.get(names.subList(0, names.size() - 1));
        return directory == null ? Optional.empty() : Optional.ofNullable(directory.get(names.get(names.size() - 1)));
    }

    Place place(List<String> names) {
        Place place = new Place(names);
        return places.computeIfAbsent(place.directory(), directory -> new HashMap<>())
                .computeIfAbsent(place.name(), name -> place);
    }

    /** Forgets a place that nothing is left at, and lets those go on who wait for a change. */
    void left(Place place) {
        if (place.isEmpty()) {
            Map<String, Place> directory = places.get(place.directory());
            if (directory != null && directory.remove(place.name(), place) && directory.isEmpty()) {
                places.remove(place.directory());
            }
        }
        changed.signalAll();
        committer.dispatch();
    }

    Collection<Place> in(List<String> directory) {
        return places.getOrDefault(directory, Map.of()).values();
    }

    /** Everything at a place or below it. */
    Stream<Place> within(List<String> names) {
        Stream<Place> below = places.entrySet().stream()
                .filter(entry -> isWithin(entry.getKey(), names))
                .flatMap(entry -> entry.getValue().values().stream());
        return Stream.concat(find(names).stream(), below);
    }

    static boolean isWithin(List<String> names, List<String> ancestor) {
        return names.size() >= ancestor.size()
                && names.subList(0, ancestor.size()).equals(ancestor);
    }

    /** Whether an upload has to wait before it begins at a place. */
    boolean isBarred(List<String> names) {
        return !barred.isEmpty()
                && IntStream.rangeClosed(1, names.size()).anyMatch(depth -> barred.contains(names.subList(0, depth)));
    }

    Collection<SealedUpload> parked() {
        return parked.values();
    }

    Stream<SealedUpload> sealed() {
        return places.values().stream()
                .flatMap(directory -> directory.values().stream())
                .flatMap(place -> place.sealed().stream());
    }

    UploadCounts counts() {
        long writing = places.values().stream()
                .flatMap(directory -> directory.values().stream())
                .mapToLong(place -> place.open().size())
                .sum();
        return new UploadCounts(sealed().count(), parked.size(), writing);
    }

    boolean isIdle() {
        return places.isEmpty() && parked.isEmpty();
    }

    /** @param directory what tells the directory that it goes to, or empty */
    void move(SealedUpload upload, StoreDefinition store, List<String> to, Set<String> states, String directory) {
        List<String> before = upload.record().names();
        find(before).ifPresent(place -> place.sealed().remove(upload));
        upload.record(upload.record().movedTo(store, to, states).withDirectory(directory));
        place(to).add(upload);
        committer.moved(upload, before);
    }

    /** Takes what is pending in a directory along to where that is now. @return the records, to be written */
    List<Change> follow(List<String> from, String identity, List<String> to) {
        List<Change> changes = new ArrayList<>();
        for (Place place : List.copyOf(in(from))) {
            List<String> names = new ArrayList<>(to);
            names.add(place.name());
            for (SealedUpload upload : List.copyOf(place.sealed())) {
                UploadRecord record = upload.record();
                if (record.directory().equals(identity) && !upload.isBeingReplaced()) {
                    move(upload, record.store(), List.copyOf(names), record.expected(), identity);
                    changes.add(new Change(upload.record(), null));
                }
            }
            left(place);
        }
        return changes;
    }

    /** Takes up a sealed upload. */
    void install(SealedUpload upload) {
        place(upload.record().names()).add(upload);
        committer.add(upload);
        changed.signalAll();
    }

    /** Takes up what an earlier run left. */
    void recover(UploadRecord record, long charge) {
        if (record.state() == UploadState.CANCELLED) {
            committer.cleanUp(record);
            return;
        }
        SealedUpload upload = SealedUpload.recovered(record, charge);
        if (record.state() == UploadState.PARKED) {
            upload.phase(Phase.PARKED);
            parked.put(record.id(), upload);
        } else {
            upload.uncertain(record.state() == UploadState.STORING);
            install(upload);
        }
    }

    /**
     * Forgets an upload that is stored, replaced or thrown away; does nothing for one that is over. Its last record is durable.
     *
     * @param linked whether it has its name
     */
    void end(SealedUpload upload, boolean linked) {
        if (upload.phase() == Phase.ENDED) {
            return;
        }
        boolean isCleanedUpLater = upload.phase() == Phase.PUTTING;
        upload.phase(Phase.ENDED);
        recent.add(upload.record().names());
        if (!linked && !isCleanedUpLater && upload.isInStore()) {
            committer.cleanUp(upload.ending());
        }
        parked.remove(upload.record().id());
        find(upload.record().names()).ifPresent(place -> {
            place.sealed().remove(upload);
            left(place);
        });
        spool.contents().release(upload.record());
        spool.budget().give(upload.record().user(), upload.charge(), 1);
        upload.stored().complete(null);
        changed.signalAll();
    }

    void park(SealedUpload upload, String why) {
        find(upload.record().names()).ifPresent(place -> {
            place.sealed().remove(upload);
            left(place);
        });
        parked.put(upload.record().id(), upload);
        upload.parked(new FileTreeException(Reason.FAILURE, "The upload cannot be stored: " + why));
        changed.signalAll();
    }

    void unpark(SealedUpload upload) {
        parked.remove(upload.record().id());
        upload.phase(Phase.QUEUED);
        upload.retryNow();
        install(upload);
    }

    /** How many changes this server has made to the store so far. */
    long moment() {
        return recent.moment();
    }

    /** What a look at a place showed. @param look the moment before it */
    void saw(List<String> names, StoredState then, long look) {
        if (!isDoubtful(names, look)) {
            lastSeen.saw(names, then);
        }
    }

    LastSeen lastSeen() {
        return lastSeen;
    }

    /** Whether a look at a place may be out of date, by what this server has done since or is doing. */
    boolean isDoubtful(List<String> names, long look) {
        return recent.hasChangedSince(names, look)
                || find(names).filter(Place::isLinking).isPresent();
    }

    /** This server has changed a place in the store itself. */
    void changed(List<String> names) {
        lastSeen.forget(names);
        recent.add(names);
    }

    /** This server is about to rename something in the store itself; the answer may be lost. */
    void moving(List<String> from, List<String> to) {
        lastSeen.mayMove(from, to);
        recent.add(from);
        recent.add(to);
    }

    /** It was done. */
    void moved(List<String> from, List<String> to) {
        lastSeen.moved(from, to);
        recent.add(from);
        recent.add(to);
    }

    /** This server has made a second name in the store itself. */
    void linked(List<String> existing, List<String> newLink) {
        lastSeen.linked(existing, newLink);
        recent.add(newLink);
    }

    /** What this server made of a place in the store itself: whoever is to replace it has seen that. */
    List<Change> seen(List<String> names, StoredState now) {
        recent.add(names);
        lastSeen.saw(names, now);
        List<Change> changes = new ArrayList<>();
        find(names).ifPresent(place -> {
            place.open().forEach(upload -> upload.expect(Set.of(now.state())));
            for (SealedUpload upload : place.sealed()) {
                if (upload.phase() != Phase.LINKING && !upload.isBeingReplaced()) {
                    upload.record(upload.record().withExpected(Set.of(now.state())));
                    changes.add(new Change(upload.record(), null));
                }
            }
        });
        return changes;
    }

    // From here on: for callers who do not hold the lock.

    /** Changes the record of an upload, and returns when that is durable; changes nothing if it is over. */
    void update(SealedUpload upload, UnaryOperator<UploadRecord> change) throws IOException {
        UploadRecord before;
        UploadRecord after;
        CompletableFuture<List<UploadRecord>> appended;
        lock.lock();
        try {
            if (upload.phase() == Phase.ENDED || upload.isBeingReplaced()) {
                return;
            }
            before = upload.record();
            after = change.apply(before);
            upload.record(after);
            appended = spool.records().append(List.of(new Change(after, null)));
        } finally {
            lock.unlock();
        }
        try {
            Spool.durable(appended);
        } catch (IOException lost) {
            locked(() -> {
                if (upload.record() == after) {
                    upload.record(before);
                }
                return null;
            });
            throw lost;
        }
    }

    /** Waits, as long as operations wait for each other, until something holds of what the lock guards. */
    void await(Guarded<Boolean> condition) throws FileTreeException {
        if (!await(condition, System.nanoTime() + spool.patience().toNanos())) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The store still works on an earlier upload");
        }
    }

    /** @param end as {@link System#nanoTime} @return whether it holds */
    private boolean await(Guarded<Boolean> condition, long end) {
        lock.lock();
        try {
            while (!condition.get()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitNothingPending(long end) {
        boolean stored = await(() -> sealed().findAny().isEmpty() && !committer.isWorking(), end);
        if (stored) {
            // What then remains in the store is of no use to anybody, and is deleted later.
            await(() -> !committer.isDirty(), Math.min(end, System.nanoTime() + CLEANING.toNanos()));
        }
        return stored;
    }

    boolean awaitNoWork(long end) {
        return await(() -> !committer.isWorking() && early.isIdle(), end);
    }

    /** Something that others may wait for has changed. The caller holds the lock. */
    void signal() {
        changed.signalAll();
    }

    /** Places that nothing else changes, and nothing is stored to, until it is closed. */
    final class Claim implements AutoCloseable {

        private final Set<Place> claimed = new HashSet<>();

        private boolean take(Set<List<String>> names) {
            boolean free = names.stream()
                    .flatMap(each -> find(each).stream())
                    .noneMatch(place -> place.isClaimed() || place.isLinking());
            free &= names.stream().noneMatch(StoreUploads.this::isBarred);
            if (free) {
                names.forEach(each -> {
                    Place place = place(each);
                    place.claimed(true);
                    claimed.add(place);
                });
            }
            return free;
        }

        /** Whether the places are still claimed: true until it is closed. */
        boolean isHeld() {
            return !claimed.isEmpty();
        }

        @Override
        public void close() {
            locked(() -> {
                for (Place place : claimed) {
                    place.claimed(false);
                    left(place);
                }
                claimed.clear();
                return null;
            });
        }
    }

    Claim claim(Set<List<String>> names) throws FileTreeException {
        Claim claim = new Claim();
        await(() -> claim.take(names));
        return claim;
    }

    /**
     * Does something while nothing begins at a place and below it, and nobody else changes anything there.
     *
     * @param which what must not be pending or being written at or below the place
     * @param taken why it is refused if something is
     */
    void alone(List<String> names, Predicate<Place> which, Reason taken, StoreAction action) throws FileTreeException {
        boolean[] busy = new boolean[1];
        await(() -> {
            busy[0] = within(names).filter(which).anyMatch(Place::isTaken);
            return busy[0] || bar(names);
        });
        if (busy[0]) {
            throw new FileTreeException(taken, "Something is being uploaded there");
        }
        try {
            action.run();
        } finally {
            locked(() -> {
                barred.remove(names);
                signal();
                return null;
            });
        }
    }

    private boolean bar(List<String> names) {
        boolean free = !isBarred(names)
                && barred.stream().noneMatch(other -> isWithin(other, names))
                && within(names).noneMatch(Place::isClaimed);
        return free && barred.add(names);
    }

    /** Whether an upload whose content could not be read was just ending; waits until it has. */
    boolean awaitEnd(SealedUpload upload) throws FileTreeException {
        await(() -> upload.phase() == Phase.ENDED || !upload.isEnding());
        return locked(() -> upload.phase() == Phase.ENDED);
    }

    /** Waits until what is pending within some places is stored, or parked. */
    void flush(List<List<String>> names, Predicate<SealedUpload> which) throws FileTreeException {
        locked(() -> {
            names.forEach(each -> within(each).forEach(place -> place.sealed().forEach(committer::hurry)));
            return null;
        });
        await(() -> names.stream()
                .flatMap(this::within)
                .flatMap(place -> place.sealed().stream())
                .noneMatch(which));
    }

    /** Throws an upload away. */
    void discard(SealedUpload upload) throws IOException, FileTreeException {
        await(() -> {
            boolean free = upload.phase() != Phase.LINKING;
            upload.beingReplaced(free || upload.isBeingReplaced());
            return free;
        });
        try {
            Spool.durable(locked(() -> spool.records().append(List.of(new Change(upload.ending(), null)))));
        } catch (IOException lost) {
            locked(() -> {
                upload.beingReplaced(false);
                committer.dispatch();
                return null;
            });
            throw lost;
        }
        locked(() -> {
            end(upload, false);
            return null;
        });
        spool.notices().tell(Happening.DISCARDED, upload.record(), "");
    }
}
