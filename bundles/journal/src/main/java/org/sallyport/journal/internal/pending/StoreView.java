/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.PendingFile;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The uploads of a store as one definition sees them: with names from its own root. */
final class StoreView implements JournaledStore {

    private static final Logger LOG = LoggerFactory.getLogger(StoreView.class);

    private final StoreUploads uploads;
    private final StoreDefinition store;
    private final Namespace namespace;
    private final BooleanSupplier open;
    private final Runnable onClose;

    /** @param open whether the journal takes uploads */
    StoreView(StoreUploads uploads, StoreDefinition store, BooleanSupplier open, Runnable onClose) {
        this.uploads = uploads;
        this.store = store;
        this.namespace = new Namespace(uploads, store);
        this.open = open;
        this.onClose = onClose;
    }

    private List<String> absolute(List<String> names) {
        if (store.path().isEmpty()) {
            return names;
        }
        List<String> absolute = new ArrayList<>(store.path());
        absolute.addAll(names);
        return absolute;
    }

    List<String> relative(OpenUpload upload) {
        List<String> names = uploads.locked(upload::names);
        return List.copyOf(names.subList(store.path().size(), names.size()));
    }

    @Override
    public boolean isOpen() {
        return open.getAsBoolean();
    }

    private void requireOpen() throws FileTreeException {
        if (!isOpen()) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The upload journal is being stopped");
        }
    }

    private Optional<PendingFile> visible(Object session, Place place) {
        Optional<PendingFile> own = place.openedBy(session).map(upload -> new OpenUploadFile(uploads, upload));
        return own.isPresent() ? own : place.visible().map(upload -> new SealedFile(uploads, upload, upload.record()));
    }

    @Override
    public Optional<PendingFile> find(Object session, List<String> names) {
        return uploads.locked(() -> uploads.find(absolute(names)).flatMap(place -> visible(session, place)));
    }

    @Override
    public Map<String, PendingFile> children(Object session, List<String> directory) {
        return uploads.locked(() -> {
            Map<String, PendingFile> children = new HashMap<>();
            for (Place place : uploads.in(absolute(directory))) {
                visible(session, place).ifPresent(file -> children.put(place.name(), file));
            }
            return children;
        });
    }

    @Override
    public boolean isTaken(List<String> names) {
        return uploads.locked(
                () -> uploads.find(absolute(names)).filter(Place::isTaken).isPresent());
    }

    @Override
    public long moment() {
        return uploads.locked(uploads::moment);
    }

    @Override
    public boolean isChangedSince(long moment, List<String> names) {
        return uploads.locked(() -> uploads.isDoubtful(absolute(names), moment));
    }

    @Override
    public StoredState inspect(List<String> names) throws FileTreeException {
        long moment = moment();
        List<String> place = absolute(names);
        StoredState state = Inspections.inspect(uploads, store, place).at(moment);
        uploads.locked(() -> {
            uploads.saw(place, state, moment);
            return null;
        });
        return state;
    }

    @Override
    public StoredState remembered(List<String> names) {
        return uploads.lastSeen().shown(absolute(names));
    }

    @Override
    public Upload begin(List<String> names, Beginning beginning) throws FileTreeException {
        requireOpen();
        uploads.spool().budget().take(beginning.user(), 0, 1);
        List<String> place = List.copyOf(absolute(names));
        OpenUpload made = new OpenUpload(uploads, store, place, beginning);
        Optional<OpenUpload> shared = Optional.empty();
        boolean begun = false;
        try {
            if (!isWrittenBy(beginning.session(), place) && beginning.base().isPresent()) {
                made.load(beginning.base().get());
            }
            shared = join(place, beginning, made);
            begun = shared.isPresent() && shared.get() == made;
        } finally {
            if (!begun) {
                made.discard();
            }
        }
        if (begun) {
            UploadHandle handle = new UploadHandle(this, made);
            lookAgain(handle, made, place, beginning.expected());
            return handle;
        }
        OpenUpload joined = shared.orElseThrow(
                () -> new FileTreeException(Reason.ALREADY_EXISTS, "The file is being written by somebody else"));
        UploadHandle handle = new UploadHandle(this, joined);
        if (beginning.truncate()) {
            boolean cut = false;
            try {
                joined.truncate(0);
                cut = true;
            } finally {
                if (!cut) {
                    handle.abandon();
                }
            }
        }
        return handle;
    }

    /** What was found in the store before the upload was known here may have been changed by another request just then. */
    private void lookAgain(UploadHandle handle, OpenUpload made, List<String> names, StoredState before)
            throws FileTreeException {
        if (!uploads.locked(() -> uploads.isDoubtful(names, before.moment()))) {
            return;
        }
        Optional<Reason> refused;
        try {
            StoredState now = Inspections.inspect(uploads, store, names);
            refused = refused(names, now);
            uploads.locked(() -> {
                made.found(now);
                return null;
            });
        } catch (FileTreeException away) {
            LOG.debug("what was found before has to do", away);
            return;
        }
        if (refused.isPresent()) {
            handle.abandon();
            throw new FileTreeException(refused.get(), "A directory was made or removed just then");
        }
    }

    /** Why there can be no file at a place, if there cannot. */
    private Optional<Reason> refused(List<String> names, StoredState now) throws FileTreeException {
        if (now.kind() == StoredState.Kind.DIRECTORY) {
            return Optional.of(Reason.IS_A_DIRECTORY);
        }
        List<String> directory = names.subList(0, names.size() - 1);
        return now.exists() || Inspections.inspect(uploads, store, directory).kind() == StoredState.Kind.DIRECTORY
                ? Optional.empty()
                : Optional.of(Reason.NO_SUCH_FILE);
    }

    private boolean isWrittenBy(Object session, List<String> names) {
        return uploads.locked(() ->
                uploads.find(names).flatMap(place -> place.openedBy(session)).isPresent());
    }

    /** The upload of the session at a place, or the new one; empty if it may not be there. */
    private Optional<OpenUpload> join(List<String> names, Beginning beginning, OpenUpload made)
            throws FileTreeException {
        List<OpenUpload> joined = new ArrayList<>(1);
        uploads.await(() -> {
            boolean may = !uploads.isBarred(names);
            if (may) {
                joinNow(names, beginning, made).ifPresent(joined::add);
            }
            return may;
        });
        return joined.stream().findFirst();
    }

    private Optional<OpenUpload> joinNow(List<String> names, Beginning beginning, OpenUpload made) {
        Place place = uploads.place(names);
        if (beginning.exclusive() && place.isTaken()) {
            uploads.left(place);
            return Optional.empty();
        }
        Optional<OpenUpload> own = place.openedBy(beginning.session());
        if (own.isPresent()) {
            own.get().addWriter();
            return own;
        }
        place.open().add(made);
        return Optional.of(made);
    }

    @Override
    public boolean setAttributes(Object session, List<String> names, FileAttributes changes) throws FileTreeException {
        return namespace.setAttributes(session, absolute(names), changes);
    }

    @Override
    public void remove(Object session, List<String> names, StoreAction stored) throws FileTreeException {
        requireOpen();
        namespace.remove(session, absolute(names), stored);
    }

    @Override
    public void rename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        requireOpen();
        namespace.rename(session, List.copyOf(absolute(from)), List.copyOf(absolute(to)), mode, stored);
    }

    @Override
    public boolean link(Object session, List<String> existing, List<String> newLink) throws FileTreeException {
        requireOpen();
        return namespace.link(session, absolute(existing), List.copyOf(absolute(newLink)));
    }

    @Override
    public void linked(List<String> existing, List<String> newLink) {
        uploads.locked(() -> {
            uploads.linked(absolute(existing), absolute(newLink));
            return null;
        });
    }

    @Override
    public void makeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        namespace.makeDirectory(List.copyOf(absolute(names)), stored);
    }

    @Override
    public void removeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        namespace.removeDirectory(List.copyOf(absolute(names)), stored);
    }

    @Override
    public void changed(List<String> names) throws FileTreeException {
        namespace.attributesChanged(absolute(names));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
