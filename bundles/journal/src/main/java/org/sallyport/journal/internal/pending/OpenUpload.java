/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.JournaledStore.Base;
import org.sallyport.api.journal.JournaledStore.Beginning;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;
import org.sallyport.journal.internal.Notices.Happening;
import org.sallyport.journal.internal.spool.ContentWriter;

/**
 * A file that a session is writing, by one handle or several. Each CLOSE and each fsync seals what was written so far. Its place and what it
 * expects there are guarded by the lock of its {@link StoreUploads}.
 */
final class OpenUpload {

    private static final int LOAD = 128 << 10;
    private static final int PERMISSIONS = 0644;
    private static final String PART = ".part";

    private final StoreUploads uploads;
    private final Spool spool;
    private final Beginning beginning;
    private final ContentWriter writer;
    private StoreDefinition store;
    private List<String> names;
    private String directory;
    private Set<String> expected;
    private int writers = 1;
    private int readers;
    private boolean unlinked;
    private boolean isToldOfChange;
    private int sealing;
    private volatile FileAttributes attributes;
    private volatile Instant written;
    private volatile boolean changed;
    private volatile SealedUpload last;
    /** Its content on the way to the store, as it was at the first seal. */
    private volatile Optional<EarlyContent> early = Optional.empty();

    OpenUpload(StoreUploads uploads, StoreDefinition store, List<String> names, Beginning beginning) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.beginning = beginning;
        this.written = spool.clock().instant();
        this.store = store;
        this.names = names;
        this.directory = uploads.directories().of(names.subList(0, names.size() - 1));
        this.expected = beginning.expected().isRemembered()
                ? remembered(uploads.lastSeen(), names)
                : Set.of(beginning.expected().state());
        this.writer = spool.writer(beginning.user());
        this.attributes = beginning.initial();
        this.changed = beginning.truncate() || beginning.base().isEmpty();
    }

    Object session() {
        return beginning.session();
    }

    // For callers who hold the lock.

    List<String> names() {
        return names;
    }

    /** What tells its directory, or empty. */
    String directory() {
        return directory;
    }

    void moved(StoreDefinition definition, List<String> place, String identity) {
        store = definition;
        names = place;
        directory = identity;
    }

    /** What is only remembered may have gone meanwhile: where nothing is, nothing is destroyed. */
    static Set<String> remembered(LastSeen lastSeen, List<String> names) {
        Set<String> states = new HashSet<>(Set.of(StoredState.ABSENT.state()));
        lastSeen.of(names).forEach(state -> states.add(state.state()));
        return Set.copyOf(states);
    }

    Set<String> expected() {
        return expected;
    }

    /** Whether the store has nothing at its name. */
    boolean expectsNothing() {
        return expected.equals(Set.of(StoredState.ABSENT.state()));
    }

    void expect(Set<String> states) {
        expected = states;
        isToldOfChange = true;
    }

    /** Whether a record of it is on its way to the disk, so that it cannot be told yet what the store makes of its place. */
    boolean isSealing() {
        return sealing > 0;
    }

    /** What a look at the store found, unless this server has changed it since. */
    void found(StoredState state) {
        if (!isToldOfChange) {
            expected = Set.of(state.state());
        }
    }

    void addWriter() {
        writers++;
    }

    void addReader() {
        readers++;
    }

    /** Its name was removed or taken by another file: what is written goes nowhere. */
    void unlink() {
        unlinked = true;
        early.ifPresent(EarlyContent::giveUpUnlessSealed);
    }

    // For callers who do not.

    boolean isUnlinked() {
        return uploads.locked(() -> unlinked);
    }

    FileAttributes attributes() {
        return shown(attributes, writer.size(), written);
    }

    /** What everybody is told of a pending file: what was set, and the rest made up as stores do. */
    static FileAttributes shown(FileAttributes set, long size, Instant written) {
        FileAttributes.Builder shown = set.toBuilder().type(FileType.REGULAR).size(size);
        if (!set.has(Attribute.PERMISSIONS)) {
            shown.permissions(PERMISSIONS).origin(Attribute.PERMISSIONS, Origin.ASSUMED);
        }
        if (!set.has(Attribute.MODIFY_TIME)) {
            shown.modifyTime(written.getEpochSecond(), written.getNano());
        }
        if (!set.has(Attribute.ACCESS_TIME)) {
            FileAttributes soFar = shown.build();
            shown.accessTime(soFar.modifySeconds(), soFar.modifyNanos()).origin(Attribute.ACCESS_TIME, Origin.DERIVED);
        }
        if (!set.has(Attribute.LINK_COUNT)) {
            shown.linkCount(1).origin(Attribute.LINK_COUNT, Origin.ASSUMED);
        }
        return shown.build();
    }

    /** Begins with what was there before. */
    void load(Base base) throws FileTreeException {
        ByteBuffer buffer = ByteBuffer.allocate(LOAD);
        long position = 0;
        try {
            for (int count = base.read(buffer, 0); count > 0; count = base.read(buffer, position)) {
                writer.write(buffer.flip(), position);
                position += count;
                buffer.clear();
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        }
    }

    int read(ByteBuffer target, long position) throws FileTreeException {
        try {
            return writer.read(target, position);
        } catch (IOException failed) {
            throw Spool.unwritable(failed);
        }
    }

    void write(ByteBuffer source, long position) throws FileTreeException {
        try {
            writer.write(source, position);
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        }
        touched();
        sendEarly();
    }

    /** What is large may go to the store meanwhile; once, since what was given up would be given up again. */
    private void sendEarly() {
        if (early.isEmpty() && writer.size() > EarlyContents.MORE_THAN) {
            uploads.early().begin(writer, this::destination).ifPresent(begun -> early = Optional.of(begun));
        }
    }

    private Optional<StoreDefinition> destination() {
        return uploads.locked(() -> Optional.of(store).filter(any -> !unlinked));
    }

    void truncate(long size) throws FileTreeException {
        if (size == writer.size()) {
            return;
        }
        try {
            writer.truncate(size);
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        }
        touched();
    }

    /** As on POSIX, a change of the content is a change of the time, whatever was set before. */
    private void touched() {
        written = spool.clock().instant();
        changed = true;
        if (attributes.has(Attribute.MODIFY_TIME)) {
            attributes = attributes.toBuilder().without(Attribute.MODIFY_TIME).build();
        }
    }

    void setAttributes(FileAttributes changes) {
        attributes = Changes.merge(attributes, changes);
        changed = true;
    }

    long size() {
        return writer.size();
    }

    /** Seals what was written so far. @return what has to be stored before it is stored; empty if nothing was changed */
    Optional<SealedUpload> seal() throws FileTreeException {
        if (changed) {
            changed = false;
            boolean sealed = false;
            try {
                seal(false);
                sealed = true;
            } finally {
                changed |= !sealed;
            }
        }
        return Optional.ofNullable(last);
    }

    private void seal(boolean keepsCharge) throws FileTreeException {
        try {
            ContentWriter.Snapshot snapshot = writer.seal();
            Sealing sealing = uploads.locked(() -> append(snapshot));
            if (sealing == null) {
                snapshot.reference().ifPresent(spool.contents().files()::release);
                return;
            }
            install(sealing, snapshot, keepsCharge);
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        }
    }

    /** A record on its way to the disk, and those that it takes the place of. */
    private record Sealing(
            CompletableFuture<List<UploadRecord>> appended, List<SealedUpload> replaced, Set<String> expected) {}

    private Sealing append(ContentWriter.Snapshot snapshot) {
        if (unlinked) {
            return null;
        }
        List<SealedUpload> replaced = uploads.find(names).stream()
                .flatMap(place -> place.sealed().stream())
                .filter(SealedUpload::canBeReplaced)
                .toList();
        Set<String> states = new HashSet<>(replaced.isEmpty() ? expected : Set.of());
        replaced.forEach(upload -> states.addAll(upload.record().expected()));
        RecordStore records = spool.records();
        List<Change> changes = new ArrayList<>();
        FileAttributes kept = attributes.has(Attribute.MODIFY_TIME)
                ? attributes
                : attributes.toBuilder()
                        .modifyTime(written.getEpochSecond(), written.getNano())
                        .build();
        changes.add(new Change(
                new UploadRecord(
                        records.nextId(),
                        records.owner(),
                        records.epoch(),
                        UploadState.SEALED,
                        beginning.user(),
                        store,
                        directory,
                        names,
                        snapshot.reference(),
                        Optional.empty(),
                        snapshot.size(),
                        states,
                        kept,
                        spool.clock().instant(),
                        0,
                        ""),
                snapshot.inline()));
        for (SealedUpload upload : replaced) {
            upload.beingReplaced(true);
            changes.add(new Change(upload.ending(), null));
        }
        Sealing begun = new Sealing(records.append(changes), replaced, expected);
        sealing++;
        return begun;
    }

    private void install(Sealing sealing, ContentWriter.Snapshot snapshot, boolean keepsCharge) throws IOException {
        List<UploadRecord> durable;
        try {
            durable = Spool.durable(sealing.appended());
        } catch (IOException lost) {
            uploads.locked(() -> {
                sealed();
                sealing.replaced().forEach(upload -> upload.beingReplaced(false));
                uploads.committer().dispatch();
                return null;
            });
            snapshot.reference().ifPresent(spool.contents().files()::release);
            throw lost;
        }
        long charge = writer.charged();
        SealedUpload upload = new SealedUpload(durable.get(0), charge, early.filter(content -> content.isOf(snapshot)));
        if (!keepsCharge) {
            spool.budget().count(beginning.user(), charge, 1);
        }
        boolean changedMeanwhile = uploads.locked(() -> {
            sealed();
            sealing.replaced().forEach(replaced -> uploads.end(replaced, false));
            // An earlier upload to the name may have been stored while this one was on its way to the disk.
            boolean told = expected != sealing.expected();
            if (told) {
                upload.record(upload.record().withExpected(expected));
            }
            if (!upload.record().names().equals(names)) {
                told = true; // its directory was renamed
                upload.record(upload.record()
                        .movedTo(store, names, upload.record().expected())
                        .withDirectory(directory));
            }
            uploads.install(upload);
            return told;
        });
        last = upload;
        if (changedMeanwhile) {
            uploads.update(upload, record -> record);
        }
        spool.notices().tell(Happening.SEALED, upload.record(), "");
    }

    private void sealed() {
        sealing--;
        uploads.signal();
    }

    /** Ends one handle. @return what has to be stored before it is stored */
    Optional<SealedUpload> close() throws FileTreeException {
        boolean lastHandle = uploads.locked(() -> writers == 1 && readers == 0);
        boolean keepsCharge = false;
        try {
            if (lastHandle && changed) {
                changed = false;
                SealedUpload before = last;
                seal(true);
                keepsCharge = last != before;
            } else {
                seal();
            }
            return Optional.ofNullable(last);
        } finally {
            closeHandle(keepsCharge);
        }
    }

    /** Ends an upload that never began. */
    void discard() {
        end(false);
    }

    private void closeHandle(boolean keepsCharge) {
        boolean over = uploads.locked(() -> {
            writers--;
            if (writers == 0) {
                forget();
            }
            return writers == 0 && readers == 0;
        });
        if (over) {
            end(keepsCharge);
        }
    }

    private void end(boolean keepsCharge) {
        writer.close(keepsCharge);
        if (!keepsCharge) {
            spool.budget().give(beginning.user(), 0, 1);
        }
    }

    /** Ends the use by a reader. */
    void closeReader() {
        boolean over = uploads.locked(() -> {
            readers--;
            return writers == 0 && readers == 0;
        });
        if (over) {
            end(false);
        }
    }

    private void forget() {
        uploads.find(names).ifPresent(place -> {
            place.open().remove(this);
            uploads.left(place);
        });
    }

    /** Ends one handle whose client is gone. What was sealed stays sealed; of the rest becomes what the policy says. */
    void abandon() {
        boolean keepsCharge = false;
        try {
            if (uploads.locked(() -> writers == 1 && readers == 0 && !unlinked)
                    && last == null
                    && changed
                    && writer.size() > 0) {
                keepsCharge = keep();
            }
        } catch (FileTreeException notKept) {
            keepsCharge = false;
        } finally {
            closeHandle(keepsCharge);
        }
    }

    private boolean keep() throws FileTreeException {
        boolean nothingThere = uploads.locked(() -> expectsNothing()
                && uploads.find(names).map(place -> place.sealed().isEmpty()).orElse(true));
        if (beginning.broken() == BrokenUpload.DISCARD) {
            return false;
        }
        if (beginning.broken() == BrokenUpload.PART || !nothingThere) {
            List<String> part = new ArrayList<>(uploads.locked(() -> names));
            part.set(part.size() - 1, part.get(part.size() - 1) + PART);
            StoredState there = Inspections.inspect(uploads, store, part);
            uploads.locked(() -> {
                forget();
                names = part;
                expected = Set.of(there.state());
                uploads.place(part).open().add(this);
                return null;
            });
        }
        seal(true);
        return last != null;
    }
}
