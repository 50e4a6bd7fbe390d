/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.JournaledStore.Base;
import org.sallyport.api.journal.JournaledStore.Beginning;
import org.sallyport.api.journal.JournaledStore.StoreAction;
import org.sallyport.api.journal.PendingFile;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.Guard;
import org.sallyport.filetree.internal.store.HiddenNames;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.StoreFile;
import org.sallyport.filetree.internal.store.Viewer;
import org.sallyport.filetree.internal.store.WritePolicy;

/** A journaled store as one session sees it: what is stored, with what is pending over it, and what the session writes over that. */
public final class JournaledVfs implements Store {

    private static final Set<Attribute> KEPT = Set.of(
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.OWNER_NAMES,
            Attribute.ACCESS_TIME,
            Attribute.MODIFY_TIME,
            Attribute.CREATE_TIME,
            Attribute.SIZE);

    private static final int ATTEMPTS = 5;
    /** Characters of the names of a place, so that records stay small. */
    private static final int LONGEST_PATH = 8000;

    private final JournaledState shared;
    private final VfsStore stored;
    private final JournaledStore pending;
    private final Quota quota;
    private final Viewer session;

    private static final Viewer NOBODY = new Viewer() {

        @Override
        public String user() {
            return "";
        }

        @Override
        public boolean isGone() {
            return false;
        }
    };

    /** A store that no session looks at yet. */
    public JournaledVfs(VfsStore stored, JournaledStore pending, Quota quota, KnownDirectories directories) {
        this(new JournaledState(stored, pending, quota, directories, new AtomicInteger()), NOBODY);
    }

    private JournaledVfs(JournaledState shared, Viewer session) {
        this.shared = shared;
        this.stored = shared.stored();
        this.pending = shared.pending();
        this.quota = shared.quota();
        this.session = session;
    }

    @Override
    public Store forSession(Viewer viewer, Guard guard) {
        return new JournaledVfs(shared, viewer);
    }

    @Override
    public String displayName() {
        return stored.displayName();
    }

    @Override
    public boolean isPrompt() {
        return false;
    }

    @Override
    public boolean isCurrent() {
        return stored.isCurrent() && pending.isOpen();
    }

    @Override
    public int openFiles() {
        return stored.openFiles() + shared.openFiles().get();
    }

    @Override
    public Object orderKey(List<String> names) {
        return stored.orderKey(names);
    }

    /** Names of contents that wait in the store for theirs do not exist for clients. */
    private static void requireVisible(List<String> names) throws FileTreeException {
        if (names.stream().anyMatch(HiddenNames::isHidden)) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
    }

    private static void requireAllowed(List<String> names) throws FileTreeException {
        int length = names.stream().mapToInt(String::length).sum();
        if (length > LONGEST_PATH || names.stream().anyMatch(HiddenNames::isHidden)) {
            throw Failures.of(Reason.INVALID_NAME);
        }
    }

    private Optional<PendingFile> pending(List<String> names) {
        return pending.find(session, names);
    }

    @Override
    public FileAttributes stat(List<String> names, boolean followLinks, Set<Attribute> wanted)
            throws FileTreeException {
        requireVisible(names);
        return pendingOrStored(names, PendingFile::attributes, () -> statStored(names, followLinks, wanted));
    }

    /** Directories that were seen are there for clients while the store is away. */
    private FileAttributes statStored(List<String> names, boolean followLinks, Set<Attribute> wanted)
            throws FileTreeException {
        long moment = pending.moment();
        try {
            FileAttributes attributes = stored.stat(names, followLinks, wanted);
            if (attributes.isDirectory()) {
                shared.directories().add(names, attributes);
                forgetIfChangedSince(moment, names);
            }
            return attributes;
        } catch (FileTreeException failed) {
            if (failed.reason() != Reason.UNAVAILABLE && failed.reason() != Reason.FAILURE) {
                shared.directories().forget(names);
                throw failed;
            }
            return shared.directories().attributes(names).orElseThrow(() -> failed);
        }
    }

    /** A directory that is seen just before it is removed would be taken for one that is there. */
    private void forgetIfChangedSince(long moment, List<String> names) {
        if (pending.isChangedSince(moment, names)) {
            shared.directories().forget(names);
        }
    }

    /** Something that is asked of a pending file. */
    @FunctionalInterface
    private interface OfPending<T> {

        T of(PendingFile file) throws FileTreeException;
    }

    /** Something that is asked of the store. */
    @FunctionalInterface
    private interface OfStored<T> {

        T get() throws FileTreeException;
    }

    /** Asks of what is pending, or else of what is stored; again, where that changed under the question. */
    private <T> T pendingOrStored(List<String> names, OfPending<T> ofPending, OfStored<T> ofStored)
            throws FileTreeException {
        return pendingOrStored(session, names, ofPending, ofStored);
    }

    private <T> T pendingOrStored(Object viewer, List<String> names, OfPending<T> ofPending, OfStored<T> ofStored)
            throws FileTreeException {
        for (int attempt = 1; ; attempt++) {
            long moment = pending.moment();
            Optional<PendingFile> file = pending.find(viewer, names);
            try {
                return file.isPresent() ? ofPending.of(file.get()) : ofStored.get();
            } catch (FileTreeException failed) {
                if (attempt == ATTEMPTS || !pending.isChangedSince(moment, names)) {
                    throw failed;
                }
            }
        }
    }

    @Override
    public List<String> canonicalize(List<String> names) throws FileTreeException {
        return stored.canonicalize(names);
    }

    @Override
    public OpenDirectory openDirectory(List<String> names, Set<Attribute> wanted) throws FileTreeException {
        requireVisible(names);
        // Before the store is asked: what is stored meanwhile is then shown twice, in one form, rather than not at all.
        long moment = pending.moment();
        Map<String, PendingFile> children = pending.children(session, names);
        OpenDirectory directory = stored.openDirectory(names, wanted);
        shared.directories().add(names);
        forgetIfChangedSince(moment, names);
        return new OverlaidDirectory(directory, children);
    }

    @Override
    public StoreFile open(List<String> names, OpenOptions options, FileAttributes initial, WritePolicy policy)
            throws FileTreeException {
        if (options.write() || options.create()) {
            requireAllowed(names);
            return write(names, options, initial, policy);
        }
        requireVisible(names);
        return pendingOrStored(names, file -> opened(names, file), () -> stored.open(names, options, initial, policy));
    }

    private StoreFile opened(List<String> names, PendingFile file) throws FileTreeException {
        StoreFile opened = new PendingReadFile(shared, names, file.read());
        shared.opened();
        return opened;
    }

    private StoreFile write(List<String> names, OpenOptions options, FileAttributes initial, WritePolicy policy)
            throws FileTreeException {
        Optional<PendingFile> file = pending(names);
        StoredState state = inspect(names);
        boolean exists = file.isPresent() || state.exists();
        if (state.kind() == StoredState.Kind.DIRECTORY) {
            throw Failures.of(Reason.IS_A_DIRECTORY);
        }
        if (!exists && !options.create()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        if (options.exclusive() && (exists || pending.isTaken(names))) {
            throw Failures.of(Reason.ALREADY_EXISTS);
        }
        if (!exists) {
            requireParent(names);
        }
        if (file.isEmpty() && stored.isReadOnly(names)) {
            // Refused now, since later the upload would have been acknowledged.
            throw Failures.of(Reason.PERMISSION_DENIED);
        }
        // The store cannot be asked for those of what is only remembered.
        boolean isKnown = file.isPresent() || state.exists() && !state.isRemembered();
        FileAttributes before = isKnown ? stat(names, true, Attribute.BASIC) : initial;
        Optional<StoreFile> source = Optional.empty();
        if (exists && !options.truncate()) {
            source = Optional.of(open(names, OpenOptions.READ, FileAttributes.EMPTY, WritePolicy.IN_PLACE));
        }
        Charge charge = Charge.take(quota, exists, options.truncate() ? before.size() : 0);
        boolean begun = false;
        try {
            Upload upload = pending.begin(
                    names,
                    new Beginning(
                            session,
                            session.user(),
                            options.exclusive(),
                            options.truncate(),
                            source.map(base -> (Base) base::read),
                            isKnown ? modeOf(before) : stored.forNewFile(initial),
                            state,
                            policy.broken()));
            begun = true;
            shared.opened();
            return new JournaledFile(shared, upload, options, policy, charge);
        } finally {
            if (source.isPresent()) {
                source.get().close();
            }
            if (!begun) {
                charge.giveBack();
            }
        }
    }

    private static FileAttributes modeOf(FileAttributes before) {
        FileAttributes.Builder mode = FileAttributes.builder(FileType.REGULAR);
        return before.has(Attribute.PERMISSIONS)
                ? mode.permissions(before.permissions()).build()
                : mode.build();
    }

    /**
     * What is in the store. Where it is away, a file can still be made in a directory that was seen in this run; it then takes a name only
     * if what was last seen there has it, or nothing.
     */
    private StoredState inspect(List<String> names) throws FileTreeException {
        try {
            return pending.inspect(names);
        } catch (FileTreeException away) {
            if (away.reason() == Reason.UNAVAILABLE && shared.directories().contains(parent(names))) {
                return pending.remembered(names);
            }
            throw away;
        }
    }

    private static List<String> parent(List<String> names) {
        return names.subList(0, names.size() - 1);
    }

    private void requireParent(List<String> names) throws FileTreeException {
        List<String> parent = parent(names);
        if (shared.directories().isFresh(parent)) {
            return;
        }
        long moment = pending.moment();
        StoredState state;
        try {
            state = pending.inspect(parent);
        } catch (FileTreeException away) {
            if (away.reason() == Reason.UNAVAILABLE && shared.directories().contains(parent)) {
                return;
            }
            throw away;
        }
        if (state.kind() == StoredState.Kind.DIRECTORY) {
            shared.directories().add(parent);
            forgetIfChangedSince(moment, parent);
            return;
        }
        shared.directories().forget(parent);
        throw Failures.of(state.exists() ? Reason.NOT_A_DIRECTORY : Reason.NO_SUCH_FILE);
    }

    @Override
    public void makeDirectory(List<String> names, FileAttributes initial, WritePolicy policy) throws FileTreeException {
        requireAllowed(names);
        pending.makeDirectory(names, whileAsked(() -> {
            stored.makeDirectory(names, initial, policy);
            shared.directories().add(names);
        }));
    }

    @Override
    public void remove(List<String> names) throws FileTreeException {
        remove(names, this::whileAsked);
    }

    @Override
    public void removeAcknowledged(List<String> names) throws FileTreeException {
        remove(names, action -> action);
    }

    private void remove(List<String> names, UnaryOperator<StoreAction> condition) throws FileTreeException {
        requireVisible(names);
        // What is synced and still being written is sealed for nobody in particular.
        Optional<PendingFile> file = pending.find(this, names);
        long[] wasStored = {VfsStore.NOTHING};
        pending.remove(session, names, condition.apply(() -> wasStored[0] = stored.removeAlone(names)));
        // What is pending has given the room of what it was to replace back. What was not synced does so itself, when
        // it is closed.
        long freed = file.map(complete -> complete.attributes().size()).orElse(wasStored[0]);
        stored.giveBack(freed);
    }

    @Override
    public void removeDirectory(List<String> names) throws FileTreeException {
        requireVisible(names);
        pending.removeDirectory(names, whileAsked(() -> removeStoredDirectory(names)));
        shared.directories().forget(names);
    }

    /**
     * What may have waited for the store is not done after its client has gone: that one cannot know, and may have put something else there
     * by another connection meanwhile.
     */
    private StoreAction whileAsked(StoreAction action) {
        return new StoreAction() {

            @Override
            public void begin() throws FileTreeException {
                if (session.isGone()) {
                    throw new FileTreeException(Reason.CLOSED, "The session has ended");
                }
            }

            @Override
            public void run() throws FileTreeException {
                action.run();
            }
        };
    }

    private void removeStoredDirectory(List<String> names) throws FileTreeException {
        try {
            stored.removeDirectory(names);
        } catch (FileTreeException notEmpty) {
            if (notEmpty.reason() != Reason.NOT_EMPTY) {
                throw notEmpty;
            }
            stored.removeLeftovers(names);
            stored.removeDirectory(names);
        }
    }

    @Override
    public void rename(List<String> from, List<String> to, RenameMode mode, WritePolicy policy)
            throws FileTreeException {
        requireVisible(from);
        requireAllowed(to);
        Optional<FileAttributes> replaced = quota.isBounded() && !from.equals(to) ? whatIsThere(to) : Optional.empty();
        pending.rename(session, from, to, mode, whileAsked(() -> stored.renameAlone(from, to, mode)));
        shared.directories().forget(from);
        replaced.ifPresent(there -> quota.give(there.isDirectory() ? 0 : there.size(), 1));
    }

    /**
     * What counts at a place; what the session is writing there gives its room back itself. Empty also if a store that is away cannot tell:
     * what is pending is renamed all the same.
     */
    private Optional<FileAttributes> whatIsThere(List<String> names) {
        try {
            return Optional.of(pendingOrStored(
                    this, names, PendingFile::attributes, () -> stored.stat(names, false, Attribute.BASIC)));
        } catch (FileTreeException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public void setAttributes(List<String> names, boolean followLinks, FileAttributes changes)
            throws FileTreeException {
        requireVisible(names);
        if (changes.has(Attribute.SIZE)) {
            StoreFile file = open(
                    names,
                    new OpenOptions(false, true, false, false, false, false, false),
                    FileAttributes.EMPTY,
                    WritePolicy.IN_PLACE);
            boolean done = false;
            try {
                file.truncate(changes.size());
                done = true;
            } finally {
                if (done) {
                    file.close();
                } else {
                    file.abandon();
                }
            }
        }
        FileAttributes rest = changes.toBuilder().without(Attribute.SIZE).build();
        if (rest.isEmpty()) {
            return;
        }
        requireKept(pending(names).isPresent(), rest);
        if (!pending.setAttributes(session, names, rest)) {
            stored.setAttributes(names, followLinks, rest);
            pending.changed(names);
        }
    }

    static void requireKept(boolean isPending, FileAttributes changes) throws FileTreeException {
        if (isPending && !KEPT.containsAll(changes.present())) {
            throw new FileTreeException(Reason.UNSUPPORTED, "These attributes cannot be kept with an upload");
        }
    }

    @Override
    public String readLink(List<String> names) throws FileTreeException {
        if (pending(names).isPresent()) {
            throw Failures.of(Reason.INVALID_ARGUMENT);
        }
        return stored.readLink(names);
    }

    @Override
    public void symlink(List<String> names, String target) throws FileTreeException {
        requireAllowed(names);
        stored.symlink(names, target);
    }

    @Override
    public void link(List<String> existing, List<String> newLink) throws FileTreeException {
        requireVisible(existing);
        requireAllowed(newLink);
        if (!pending.link(session, existing, newLink)) {
            stored.link(existing, newLink);
            pending.linked(existing, newLink);
        }
    }

    @Override
    public Space space(List<String> names) throws FileTreeException {
        return stored.space(pending(names).isPresent() ? parent(names) : names);
    }

    @Override
    public void close() {
        pending.close();
        stored.close();
    }
}
