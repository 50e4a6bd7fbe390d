/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore.StoreAction;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of names where something is pending. What the store does not know yet is changed here alone; everything else is done in the store,
 * in order with what is pending. Whatever a crash leaves is the state before or the state after.
 */
final class Namespace {

    /** Uploads that go along with a directory whose records are written together. */
    private static final int TOGETHER = 1000;

    private static final String ABSENT = StoredState.ABSENT.state();

    private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreDefinition store;

    Namespace(StoreUploads uploads, StoreDefinition store) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.store = store;
    }

    /**
     * Writes records. Whoever holds the lock has to write those of changes that it makes, or they would come after later ones; and wait
     * without it.
     */
    private CompletableFuture<List<UploadRecord>> append(List<Change> changes) {
        return changes.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : spool.records().append(changes);
    }

    private static List<UploadRecord> durable(CompletableFuture<List<UploadRecord>> appended) throws FileTreeException {
        try {
            return Spool.durable(appended);
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        }
    }

    private List<SealedUpload> sealed(List<String> names) {
        return uploads.locked(() ->
                uploads.find(names).map(place -> List.copyOf(place.sealed())).orElse(List.of()));
    }

    /** Whether the store cannot know an upload: nothing was at its name, and it was never given it. */
    private static boolean isUnknownToStore(SealedUpload upload) {
        return !upload.isUncertain() && upload.record().expected().equals(Set.of(ABSENT));
    }

    /** Whether the store has nothing at a place, nor ever had, as far as the uploads there tell. */
    private boolean isUnknownToStore(List<String> names) {
        return uploads.locked(() -> {
            Optional<Place> place = uploads.find(names);
            return place.isPresent()
                    && !place.get().sealed().isEmpty()
                    && place.get().sealed().stream().allMatch(Namespace::isUnknownToStore);
        });
    }

    private boolean expectsNothing(Optional<OpenUpload> written) {
        return uploads.locked(() -> written.map(OpenUpload::expectsNothing).orElse(false));
    }

    boolean setAttributes(Object session, List<String> names, FileAttributes changes) throws FileTreeException {
        Optional<OpenUpload> own = uploads.locked(() -> uploads.find(names).flatMap(place -> place.openedBy(session)));
        if (own.isPresent()) {
            own.get().setAttributes(changes);
            return true;
        }
        try (StoreUploads.Claim claim = uploads.claim(Set.of(names))) {
            Optional<SealedUpload> pending =
                    uploads.locked(() -> uploads.find(names).flatMap(Place::visible));
            if (pending.isEmpty()) {
                return false;
            }
            uploads.update(pending.get(), record -> record.withAttributes(Changes.merge(record.attributes(), changes)));
            return claim.isHeld();
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        }
    }

    void remove(Object session, List<String> names, StoreAction stored) throws FileTreeException {
        try (StoreUploads.Claim claim = uploads.claim(Set.of(names))) {
            stored.begin();
            Optional<OpenUpload> own =
                    uploads.locked(() -> uploads.find(names).flatMap(place -> place.openedBy(session)));
            boolean unknownToStore = isUnknownToStore(names);
            List<SealedUpload> pending = sealed(names);
            boolean onlyWritten = pending.isEmpty() && expectsNothing(own);
            if (!unknownToStore && !onlyWritten) {
                removeStored(pending, own.isPresent(), stored);
            }
            cancel(pending);
            durable(uploads.locked(() -> {
                own.ifPresent(upload -> unlink(names, upload));
                return append(claim.isHeld() ? uploads.seen(names, StoredState.ABSENT) : List.of());
            }));
        }
    }

    private void unlink(List<String> names, OpenUpload upload) {
        upload.unlink();
        uploads.find(names).ifPresent(place -> place.open().remove(upload));
    }

    /** Removes what is stored. A crash before the pending ones are cancelled leaves them, to be stored where nothing is then. */
    private void removeStored(List<SealedUpload> pending, boolean written, StoreAction stored)
            throws FileTreeException {
        try {
            for (SealedUpload upload : pending) {
                uploads.update(upload, record -> record.withExpected(with(record.expected(), ABSENT)));
            }
            stored.run();
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        } catch (FileTreeException failed) {
            if (failed.reason() != Reason.NO_SUCH_FILE || pending.isEmpty() && !written) {
                throw failed;
            }
        }
    }

    private static Set<String> with(Set<String> states, String more) {
        Set<String> all = new HashSet<>(states);
        all.add(more);
        return all;
    }

    private void cancel(List<SealedUpload> pending) throws FileTreeException {
        CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
            List<Change> changes = new ArrayList<>();
            for (SealedUpload upload : pending) {
                upload.beingReplaced(true);
                changes.add(new Change(upload.ending(), null));
            }
            return append(changes);
        });
        try {
            durable(appended);
        } catch (FileTreeException lost) {
            uploads.locked(() -> {
                pending.forEach(upload -> upload.beingReplaced(false));
                return null;
            });
            throw lost;
        }
        uploads.locked(() -> {
            pending.forEach(upload -> uploads.end(upload, false));
            return null;
        });
    }

    void rename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        if (from.equals(to)) {
            renameOntoItself(session, from, mode, stored);
            return;
        }
        long end = System.nanoTime() + spool.patience().toNanos();
        while (!tryRename(session, from, to, mode, stored)) {
            if (System.nanoTime() > end) {
                throw new FileTreeException(Reason.UNAVAILABLE, "The file is being changed by somebody else");
            }
        }
    }

    private void renameOntoItself(Object session, List<String> names, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        refuseTaken(session, names, mode);
        boolean isPending = uploads.locked(() -> uploads.find(names)
                .filter(place ->
                        !place.sealed().isEmpty() || place.openedBy(session).isPresent())
                .isPresent());
        if (!isPending) {
            stored.run();
        }
    }

    /** @return false if what is pending was not any more as it had been found, so that there may be another way now */
    private boolean tryRename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        refuseTaken(session, to, mode);
        Optional<OpenUpload> own = uploads.locked(() -> uploads.find(from).flatMap(place -> place.openedBy(session)));
        if (isUnknownToStore(from)) {
            return renamePending(session, from, to, mode, own, stored);
        } else if (sealed(from).isEmpty() && expectsNothing(own)) {
            return renameWritten(session, from, to, mode, own.orElseThrow(), stored);
        }
        return renameStored(session, from, to, mode, own, stored);
    }

    private void refuseTaken(Object session, List<String> to, RenameMode mode) throws FileTreeException {
        if (mode == RenameMode.NO_REPLACE
                && uploads.locked(() -> uploads.find(to)
                        .filter(place -> !place.sealed().isEmpty()
                                || place.openedBy(session).isPresent())
                        .isPresent())) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
    }

    /** What an upload that comes to a place may replace there. */
    private Set<String> expectedAt(List<String> from, List<String> to, RenameMode mode) throws FileTreeException {
        List<SealedUpload> there = sealed(to);
        if (!there.isEmpty()) {
            if (mode == RenameMode.NO_REPLACE) {
                throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
            }
            return uploads.locked(() -> {
                Set<String> states = new HashSet<>();
                there.forEach(upload -> states.addAll(upload.record().expected()));
                return states;
            });
        }
        StoredState now;
        try {
            now = Inspections.inspect(uploads, store, to);
        } catch (FileTreeException away) {
            if (away.reason() == Reason.UNAVAILABLE && parent(from).equals(parent(to))) {
                return expectedFromMemory(to, mode);
            }
            throw away;
        }
        if (now.kind() == StoredState.Kind.DIRECTORY) {
            throw new FileTreeException(
                    mode == RenameMode.REPLACE ? Reason.IS_A_DIRECTORY : Reason.ALREADY_EXISTS, "Is a directory");
        }
        if (now.exists() && mode == RenameMode.NO_REPLACE) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
        if (!now.exists()) {
            requireDirectory(parent(to));
        }
        return Set.of(now.state());
    }

    /** It takes the name only where nothing has it, or what was last seen there. */
    private Set<String> expectedFromMemory(List<String> to, RenameMode mode) throws FileTreeException {
        StoredState seen = uploads.lastSeen().shown(to);
        if (seen.kind() == StoredState.Kind.DIRECTORY || seen.exists() && mode == RenameMode.NO_REPLACE) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
        return OpenUpload.remembered(uploads.lastSeen(), to);
    }

    private static List<String> parent(List<String> names) {
        return names.subList(0, names.size() - 1);
    }

    private void requireDirectory(List<String> directory) throws FileTreeException {
        if (Inspections.inspect(uploads, store, directory).kind() != StoredState.Kind.DIRECTORY) {
            throw new FileTreeException(Reason.NO_SUCH_FILE, "No such directory");
        }
    }

    private boolean renameWritten(
            Object session, List<String> from, List<String> to, RenameMode mode, OpenUpload upload, StoreAction stored)
            throws FileTreeException {
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            Set<String> states = expectedAt(from, to, mode);
            stored.begin();
            return uploads.locked(() -> {
                moveOpen(session, from, to, upload, states);
                return claim.isHeld();
            });
        }
    }

    private void moveOpen(Object session, List<String> from, List<String> to, OpenUpload upload, Set<String> states) {
        uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(replaced -> unlink(to, replaced));
        uploads.find(from).ifPresent(place -> {
            place.open().remove(upload);
            uploads.left(place);
        });
        upload.moved(
                store,
                to,
                parent(from).equals(parent(to))
                        ? upload.directory()
                        : uploads.directories().of(parent(to)));
        upload.expect(states);
        uploads.place(to).open().add(upload);
    }

    /** Renames what the store does not know: in the journal alone. */
    private boolean renamePending(
            Object session,
            List<String> from,
            List<String> to,
            RenameMode mode,
            Optional<OpenUpload> own,
            StoreAction stored)
            throws FileTreeException {
        settle(from);
        settle(to);
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            List<SealedUpload> moving = sealed(from);
            List<SealedUpload> replaced = sealed(to);
            Set<String> states = expectedAt(from, to, mode);
            stored.begin();
            CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
                if (moving.isEmpty()
                        || !sealed(from).containsAll(moving) // one has gone along with its directory meanwhile
                        || !isUnknownToStore(from)
                        || !areFree(moving)
                        || !areFree(replaced)
                        || !sealed(to).equals(replaced)) { // an upload was closed meanwhile: it may not be replaced
                    return null;
                }
                List<Change> changes = new ArrayList<>();
                for (SealedUpload upload : moving) {
                    upload.beingReplaced(true); // by nobody else, until it has its new name
                    changes.add(new Change(
                            upload.record().movedTo(store, to, states).withDirectory(directoryOf(upload, to)), null));
                }
                for (SealedUpload upload : replaced) {
                    upload.beingReplaced(true);
                    changes.add(new Change(upload.ending(), null));
                }
                return spool.records().append(changes);
            });
            if (appended == null) {
                return false;
            }
            try {
                durable(appended);
            } catch (FileTreeException lost) {
                uploads.locked(() -> {
                    replaced.forEach(upload -> upload.beingReplaced(false));
                    moving.forEach(upload -> upload.beingReplaced(false));
                    return null;
                });
                throw lost;
            }
            return uploads.locked(() -> {
                moving.forEach(upload -> upload.beingReplaced(false));
                replaced.forEach(upload -> uploads.end(upload, false));
                moving.forEach(upload -> uploads.move(upload, store, to, states, directoryOf(upload, to)));
                uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(there -> unlink(to, there));
                own.ifPresent(upload -> moveOpen(session, from, to, upload, states));
                return claim.isHeld();
            });
        }
    }

    private static boolean areFree(List<SealedUpload> pending) {
        return pending.stream().allMatch(SealedUpload::canBeReplaced);
    }

    /** What tells the directory of an upload when it has another name, as far as is known. The caller holds the lock. */
    private String directoryOf(SealedUpload upload, List<String> to) {
        return parent(upload.record().names()).equals(parent(to))
                ? upload.record().directory()
                : uploads.directories().of(parent(to));
    }

    /** Waits until no upload to a place is in a state that only the store can end. */
    private void settle(List<String> names) throws FileTreeException {
        uploads.await(
                () -> uploads.find(names).map(place -> areFree(place.sealed())).orElse(true));
    }

    /** Renames in the store, after everything that is pending at both places and below them. */
    private boolean renameStored(
            Object session,
            List<String> from,
            List<String> to,
            RenameMode mode,
            Optional<OpenUpload> own,
            StoreAction stored)
            throws FileTreeException {
        uploads.flush(List.of(from, to), upload -> true);
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            if (!sealed(from).isEmpty() || !sealed(to).isEmpty()) {
                return false;
            }
            stored.begin();
            uploads.locked(() -> {
                uploads.moving(from, to); // also if its answer is lost
                return null;
            });
            if (mode == RenameMode.REPLACE || mode == RenameMode.REPLACE_FILE) {
                replaceInStore(from, to, stored);
            } else {
                stored.run();
            }
            uploads.locked(() -> {
                uploads.moved(from, to);
                return null;
            });
            uploads.directories().forget(from);
            uploads.directories().forget(to);
            lookAgain(from);
            lookAgain(to);
            List<CompletableFuture<List<UploadRecord>>> appended = uploads.locked(() -> {
                uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(there -> unlink(to, there));
                own.ifPresent(upload -> moveOpen(session, from, to, upload, upload.expected()));
                List<Change> moved = moveBelow(from, to);
                moved.addAll(moveParked(from, to));
                List<CompletableFuture<List<UploadRecord>>> parts = new ArrayList<>();
                for (int i = 0; i < moved.size(); i += TOGETHER) {
                    parts.add(append(moved.subList(i, Math.min(moved.size(), i + TOGETHER))));
                }
                return parts;
            });
            for (CompletableFuture<List<UploadRecord>> part : appended) {
                durable(part);
            }
            if (own.isPresent()) {
                lookAgain(to);
            }
            return claim.isHeld();
        }
    }

    /** Keeps what is replaced until that is done: what fails, or a crash, in between would lose it in a store that takes two steps. */
    private void replaceInStore(List<String> from, List<String> to, StoreAction stored) throws FileTreeException {
        Optional<UploadRecord> replaced = Optional.empty();
        try (StoreAccess access = spool.opener().open(store)) {
            replaced = access.replacing(from, to, spool.records());
            if (replaced.isPresent()) {
                durable(append(List.of(new Change(replaced.get(), null))));
                access.setAside(replaced.get());
            }
            stored.run();
        } catch (IOException failed) {
            replaced.ifPresent(this::putBack);
            throw new FileTreeException(Reason.UNAVAILABLE, "The store is not available", failed);
        } catch (FileTreeException failed) {
            replaced.ifPresent(this::putBack);
            throw failed;
        }
        replaced.ifPresent(this::letGo);
    }

    private void letGo(UploadRecord replaced) {
        UploadRecord over = replaced.cancelled();
        CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
            CompletableFuture<List<UploadRecord>> begun = append(List.of(new Change(over, null)));
            uploads.committer().cleanUp(over);
            return begun;
        });
        try {
            Spool.durable(appended);
        } catch (IOException unwritable) {
            // The rename was done, which is what has to be told. The next start finds so by itself.
            LOG.warn("that {} was replaced could not be recorded: {}", replaced, unwritable.toString());
        }
    }

    /** Leaves it to the committer to give a file its name back, however long the store is away. */
    private void putBack(UploadRecord replaced) {
        spool.budget().count(replaced.user(), 0, 1);
        SealedUpload upload = SealedUpload.recovered(replaced, 0);
        upload.uncertain(true);
        uploads.locked(() -> {
            uploads.install(upload);
            return null;
        });
    }

    /** What is being written in a directory goes along with it, and what was sealed just then. */
    private List<Change> moveBelow(List<String> from, List<String> to) {
        List<Change> changes = new ArrayList<>();
        List<Place> below = uploads.within(from)
                .filter(place -> place.names().size() > from.size())
                .toList();
        for (Place place : below) {
            for (OpenUpload upload : List.copyOf(place.open())) {
                place.open().remove(upload);
                List<String> names = moved(place.names(), from, to);
                upload.moved(store, names, upload.directory());
                uploads.place(names).open().add(upload);
            }
            for (SealedUpload upload : List.copyOf(place.sealed())) {
                if (!upload.isBeingReplaced()) {
                    uploads.move(
                            upload,
                            store,
                            moved(place.names(), from, to),
                            upload.record().expected(),
                            upload.record().directory());
                    changes.add(new Change(upload.record(), null));
                }
            }
            uploads.left(place);
        }
        return changes;
    }

    private List<Change> moveParked(List<String> from, List<String> to) {
        List<Change> changes = new ArrayList<>();
        for (SealedUpload upload : uploads.parked()) {
            UploadRecord record = upload.record();
            if (!upload.isBeingReplaced()
                    && StoreUploads.isWithin(record.names(), from)
                    && record.names().size() > from.size()) {
                upload.record(movedAlong(record, from, to));
                changes.add(new Change(upload.record(), null));
            }
        }
        return changes;
    }

    /** What is in the store alone goes along with its directory. */
    private UploadRecord movedAlong(UploadRecord record, List<String> from, List<String> to) {
        UploadRecord along = record.movedTo(store, moved(record.names(), from, to), record.expected());
        return record.content().isPresent()
                ? along
                : along.withUnlinked(
                        record.state(),
                        record.unlinked()
                                .map(kept -> String.join("/", moved(Arrays.asList(kept.split("/")), from, to))));
    }

    private static List<String> moved(List<String> names, List<String> from, List<String> to) {
        List<String> result = new ArrayList<>(to);
        result.addAll(names.subList(from.size(), names.size()));
        return result;
    }

    void makeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        uploads.alone(names, place -> place.names().equals(names), Reason.ALREADY_EXISTS, () -> {
            stored.begin();
            stored.run();
            changed(names);
        });
    }

    void removeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        uploads.alone(names, place -> place.names().size() > names.size(), Reason.NOT_EMPTY, () -> {
            stored.begin();
            stored.run();
            changed(names);
        });
    }

    boolean link(Object session, List<String> existing, List<String> newLink) throws FileTreeException {
        refuseTaken(session, newLink, RenameMode.NO_REPLACE);
        Optional<SealedUpload> source = uploads.locked(() -> uploads.find(existing)
                .filter(place -> place.openedBy(session).isEmpty())
                .flatMap(Place::visible));
        if (source.isEmpty()) {
            return false;
        }
        try (StoreUploads.Claim claim = uploads.claim(Set.of(newLink))) {
            refuseTaken(session, newLink, RenameMode.NO_REPLACE);
            Set<String> states = expectedAt(existing, newLink, RenameMode.NO_REPLACE);
            copy(source.get().record(), newLink, states);
            return claim.isHeld();
        } catch (FileTreeException failed) {
            if (failed.reason() == Reason.FAILURE && uploads.awaitEnd(source.get())) {
                return false; // it was stored just then
            }
            throw failed;
        }
    }

    private void copy(UploadRecord original, List<String> newLink, Set<String> states) throws FileTreeException {
        spool.budget().take(original.user(), original.size(), 1);
        boolean done = false;
        try (Content content = spool.contents().open(original)) {
            byte[] inline =
                    original.content().orElseThrow().inline() ? content.stream().readAllBytes() : null;
            String directory = uploads.directories().of(parent(newLink));
            UploadRecord copy =
                    original.copy(spool.records(), store, newLink, states).withDirectory(directory);
            spool.contents().adopt(copy);
            try {
                // Whoever closed an upload to the name meanwhile has it.
                Optional<CompletableFuture<List<UploadRecord>>> appended =
                        uploads.locked(() -> sealed(newLink).isEmpty()
                                ? Optional.of(append(List.of(new Change(copy, inline))))
                                : Optional.empty());
                UploadRecord kept = durable(appended.orElseThrow(
                                () -> new FileTreeException(Reason.ALREADY_EXISTS, "File already exists")))
                        .get(0);
                uploads.locked(() -> {
                    uploads.install(new SealedUpload(kept, original.size()));
                    return null;
                });
                done = true;
            } finally {
                if (!done) {
                    spool.contents().release(copy);
                }
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        } finally {
            if (!done) {
                spool.budget().give(original.user(), original.size(), 1);
            }
        }
    }

    /** Says that a directory was made or removed, and looks again where somebody is going to replace it. */
    void changed(List<String> names) throws FileTreeException {
        uploads.directories().forget(names);
        uploads.locked(() -> {
            uploads.changed(names);
            return null;
        });
        lookAgain(names);
    }

    /** Says that attributes were set, which in some stores shows in what was seen of a file. */
    void attributesChanged(List<String> names) throws FileTreeException {
        StoredState seen = uploads.lastSeen().shown(names);
        boolean isSure = uploads.lastSeen().of(names).size() == 1;
        changed(names);
        if (isSure && StoreAccess.isContent(seen)) {
            uploads.lastSeen().saw(names, seen);
        } else if (seen.exists()) {
            remember(names);
        }
    }

    private void remember(List<String> names) {
        long moment = uploads.locked(uploads::moment);
        try {
            StoredState now = Inspections.inspect(uploads, store, names);
            uploads.locked(() -> {
                uploads.saw(names, now, moment);
                return null;
            });
        } catch (FileTreeException away) {
            LOG.debug("what is there now will be seen when the store is back", away);
        }
    }

    /** Looks again at a place that this server has changed, where somebody is going to replace it. */
    private void lookAgain(List<String> names) throws FileTreeException {
        boolean pending =
                uploads.locked(() -> uploads.find(names).filter(Place::isTaken).isPresent());
        if (!pending) {
            return;
        }
        StoredState now = Inspections.inspect(uploads, store, names);
        durable(uploads.whenSealed(List.of(names), () -> append(uploads.seen(names, now))));
    }
}
