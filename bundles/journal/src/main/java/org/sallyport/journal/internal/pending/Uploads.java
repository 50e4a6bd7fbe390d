/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.store.StoreAccess;

/** The uploads of all stores. */
public final class Uploads {

    private final Spool spool;
    private final Map<String, Attached> stores = new HashMap<>();
    /** Of each store that was ever used: sessions come and go, and may find it away. */
    private final Map<String, Remembered> remembered = new HashMap<>();

    private volatile boolean stopping;

    private record Remembered(DirectoryIdentities directories, LastSeen lastSeen) {}

    /** A store and how many views of it are in use. */
    private static final class Attached {

        private final StoreUploads uploads;
        private int views;

        Attached(StoreUploads uploads) {
            this.uploads = uploads;
        }
    }

    public Uploads(Spool spool) {
        this.spool = spool;
    }

    /** Takes up what earlier runs left, and deletes contents that no record refers to. */
    public void recover(List<UploadRecord> records) throws IOException {
        Set<String> referred = new HashSet<>();
        for (UploadRecord record : records) {
            record.content()
                    .filter(reference -> !reference.inline())
                    .map(SpoolReference::file)
                    .ifPresent(referred::add);
        }
        spool.contents().files().sweep(referred);
        Map<StoreUploads, List<UploadRecord>> byStore = new LinkedHashMap<>();
        for (UploadRecord record : records) {
            spool.contents().adopt(record);
            if (record.state().needsContent()) {
                spool.budget().count(record.user(), record.size(), 1);
            }
            byStore.computeIfAbsent(attached(record.store()).uploads, store -> new ArrayList<>())
                    .add(record);
        }
        // All of a store at once: an upload that is stored tells those behind it what they will find, so they have to
        // be known by then.
        byStore.forEach((uploads, pending) -> uploads.locked(() -> {
            pending.forEach(record -> uploads.recover(record, record.size()));
            return null;
        }));
    }

    private Attached attached(StoreDefinition store) {
        synchronized (stores) {
            return stores.computeIfAbsent(store.identity(), identity -> {
                Remembered known = remembered.computeIfAbsent(
                        identity, first -> new Remembered(new DirectoryIdentities(), new LastSeen()));
                return new Attached(new StoreUploads(spool, known.directories(), known.lastSeen()));
            });
        }
    }

    public JournaledStore attach(StoreDefinition store) throws FileTreeException {
        if (stopping) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The upload journal is being stopped");
        }
        Attached attached;
        synchronized (stores) {
            attached = attached(store);
            attached.views++;
        }
        return new StoreView(attached.uploads, store, () -> !stopping, () -> detach(store, attached));
    }

    private void detach(StoreDefinition store, Attached attached) {
        synchronized (stores) {
            attached.views--;
            if (attached.views == 0 && attached.uploads.locked(attached.uploads::isIdle)) {
                stores.remove(store.identity(), attached);
            }
        }
    }

    private List<StoreUploads> all() {
        synchronized (stores) {
            return stores.values().stream().map(attached -> attached.uploads).toList();
        }
    }

    private static List<SealedUpload> waiting(StoreUploads uploads) {
        return uploads.locked(
                () -> Stream.concat(uploads.sealed(), uploads.parked().stream()).toList());
    }

    public List<UploadInfo> list() {
        Map<Long, UploadInfo> result = new TreeMap<>();
        for (StoreUploads uploads : all()) {
            uploads.locked(() -> {
                waiting(uploads).forEach(upload -> result.put(upload.record().id(), info(upload)));
                return null;
            });
        }
        return List.copyOf(result.values());
    }

    private static UploadInfo info(SealedUpload upload) {
        UploadRecord record = upload.record();
        return new UploadInfo(
                Long.toHexString(record.id()),
                record.user(),
                record.store().displayName(),
                record.names(),
                record.size(),
                upload.phase() == Phase.PARKED ? UploadState.PARKED : record.state(),
                record.sealed(),
                upload.attempts(),
                record.problem());
    }

    /** Something done with one upload. */
    @FunctionalInterface
    private interface Action {

        void run(StoreUploads uploads, SealedUpload upload) throws IOException, FileTreeException;
    }

    private boolean with(String id, Action action) {
        for (StoreUploads uploads : all()) {
            Optional<SealedUpload> found = waiting(uploads).stream()
                    .filter(upload -> Long.toHexString(upload.record().id()).equals(id))
                    .findFirst();
            if (found.isPresent()) {
                try {
                    action.run(uploads, found.get());
                } catch (IOException | FileTreeException failed) {
                    throw new IllegalStateException(failed.getMessage(), failed);
                }
                return true;
            }
        }
        return false;
    }

    public boolean retry(String id) {
        return with(id, (uploads, upload) -> {
            boolean parked = uploads.locked(() -> upload.phase() == Phase.PARKED);
            if (parked) {
                uploads.update(upload, Uploads::triedAgain);
            }
            uploads.locked(() -> {
                if (parked && upload.phase() == Phase.PARKED) {
                    uploads.unpark(upload);
                }
                uploads.committer().hurry(upload);
                return null;
            });
        });
    }

    private static UploadRecord triedAgain(UploadRecord parked) {
        if (parked.content().isEmpty()) {
            return parked.failed(UploadState.STORING, 0, ""); // what it stands for is in the store alone
        }
        return parked.withExpected(Set.of(StoreAccess.ANYTHING))
                .withDirectory("")
                .failed(UploadState.SEALED, 0, "")
                .withUnlinked(UploadState.SEALED, Optional.empty());
    }

    public boolean discard(String id) {
        return with(id, StoreUploads::discard);
    }

    /** Waits until everything that is not parked is stored. @return whether it is */
    public boolean drain(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        for (StoreUploads uploads : all()) {
            uploads.locked(() -> {
                uploads.sealed().toList().forEach(uploads.committer()::hurry);
                return null;
            });
        }
        boolean drained = true;
        for (StoreUploads uploads : all()) {
            drained &= uploads.awaitNothingPending(end);
        }
        return drained;
    }

    /** Takes nothing more. What is being stored is waited for. */
    public void stop(Duration most) {
        stopping = true;
        long end = System.nanoTime() + most.toNanos();
        for (StoreUploads uploads : all()) {
            uploads.locked(() -> {
                uploads.committer().stop();
                return null;
            });
            uploads.early().stop();
        }
        for (StoreUploads uploads : all()) {
            uploads.awaitNoWork(end);
        }
    }

    /** How many there are of all stores. Of each store all are counted at one moment, so that none is missed on its way from state to state. */
    public UploadCounts counts() {
        return all().stream()
                .map(uploads -> uploads.locked(uploads::counts))
                .reduce(UploadCounts.NONE, UploadCounts::plus);
    }
}
