/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.HiddenNames;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.WritePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of one local store: hidden files that take their names when they are complete. Whole or not at all: neither a broken
 * connection nor a crash leaves half a file at a name, and two writers of one name never mix.
 */
final class Uploads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final String PART = ".part";
    private static final Set<Attribute> KEPT = Collections.unmodifiableSet(
            EnumSet.of(Attribute.PERMISSIONS, Attribute.OWNER_IDS, Attribute.LINK_COUNT, Attribute.EXTENDED));

    private final Namespace namespace;
    private final LocalResolver resolver;
    private final Supplier<LocalMetadataMapper> mapper;
    private final Quota quota;
    private final OpenFiles openFiles;
    private final Promptness promptness;
    private final HiddenNames hiddenNames = new HiddenNames();
    private final DirectorySync directorySync = new DirectorySync();
    private FileChannel marker;
    private boolean marked;

    Uploads(
            Namespace namespace,
            LocalResolver resolver,
            Supplier<LocalMetadataMapper> mapper,
            Quota quota,
            OpenFiles openFiles,
            Promptness promptness) {
        this.namespace = namespace;
        this.resolver = resolver;
        this.mapper = mapper;
        this.quota = quota;
        this.openFiles = openFiles;
        this.promptness = promptness;
    }

    /** An upload and the channel to its hidden file. */
    record Begun(Upload upload, FileChannel channel) {}

    /**
     * Begins an upload to a name where nothing is. The caller holds the namespace.
     *
     * @param modes how the hidden file is opened, besides being made
     */
    Begun begin(
            Path target,
            Set<OpenOption> modes,
            FileAttributes initial,
            boolean exclusive,
            Object session,
            WritePolicy policy)
            throws IOException, FileTreeException {
        quota.takeFiles(1);
        try {
            mark();
            Path hidden = target.resolveSibling(hiddenNames.next());
            FileChannel channel = NewFile.make(mapper.get(), hidden, making(modes), initial);
            return new Begun(new Upload(session, policy, hidden, Upload.Credit.NONE, exclusive), channel);
        } catch (IOException failed) {
            quota.give(0, 1);
            throw failed;
        }
    }

    /**
     * Begins an upload that is to replace a file, with its mode, owner and extended pairs. The caller holds the namespace.
     *
     * @return empty where it has to be changed in place: other links to it would keep the old content, its owner or pairs could not be kept,
     *     or nothing can be made beside it
     */
    Optional<Begun> beginReplacing(
            Path target, BasicFileAttributes replaced, Set<OpenOption> modes, Object session, WritePolicy policy)
            throws IOException {
        if (!Files.isWritable(target)) {
            throw new AccessDeniedException("");
        }
        FileAttributes old = mapper.get().read(target, false, KEPT);
        if (old.has(Attribute.LINK_COUNT) && old.linkCount() > 1) {
            return Optional.empty();
        }
        mark();
        Path hidden = target.resolveSibling(hiddenNames.next());
        FileChannel channel;
        try {
            // What it replaces may be private.
            channel = FileChannel.open(hidden, making(modes), NewFile.ofOwnerAlone(hidden));
        } catch (AccessDeniedException nothingCanBeMadeBesideIt) {
            return Optional.empty();
        }
        boolean inherits = false;
        try {
            inherits = inherit(hidden, old);
        } finally {
            if (!inherits) {
                NewFile.drop(channel, hidden);
            }
        }
        if (!inherits) {
            return Optional.empty();
        }
        quota.give(replaced.size(), 0);
        Upload.Credit credit = new Upload.Credit(replaced.size(), 1);
        return Optional.of(new Begun(new Upload(session, policy, hidden, credit, false), channel));
    }

    private static Set<OpenOption> making(Set<OpenOption> modes) {
        Set<OpenOption> making = new HashSet<>(modes);
        making.add(StandardOpenOption.WRITE);
        making.add(StandardOpenOption.CREATE_NEW);
        return making;
    }

    private boolean inherit(Path hidden, FileAttributes old) throws IOException {
        if (old.has(Attribute.OWNER_IDS)) {
            FileAttributes own = mapper.get().read(hidden, false, KEPT);
            if ((own.uid() != old.uid() || own.gid() != old.gid()) && !chown(hidden, old)) {
                return false;
            }
        }
        FileAttributes.Builder rest = FileAttributes.builder(FileType.UNKNOWN);
        if (old.has(Attribute.PERMISSIONS)) {
            rest.permissions(old.permissions());
        }
        if (old.has(Attribute.EXTENDED)) {
            rest.extended(old.extended());
        }
        FileAttributes inherited = rest.build();
        return inherited.isEmpty()
                || mapper.get().write(hidden, false, inherited).isEmpty();
    }

    private boolean chown(Path hidden, FileAttributes old) {
        FileAttributes owner = FileAttributes.builder(FileType.UNKNOWN)
                .ownerIds(old.uid(), old.gid())
                .build();
        try {
            return mapper.get().write(hidden, false, owner).isEmpty();
        } catch (IOException notAllowed) {
            return false;
        }
    }

    /**
     * Gives the content its name, and returns when that is as durable as the policy says. Does nothing for an upload that has ended.
     *
     * @param file a file that was opened for it; its name may change until the moment of publication
     */
    void publish(LocalFile file, Upload upload) throws FileTreeException {
        Optional<DirectorySync.Pending> directory = namespace.exclusive(() -> takeName(file, upload));
        if (directory.isPresent()) {
            sync(directory.get());
        }
    }

    private Optional<DirectorySync.Pending> takeName(LocalFile file, Upload upload)
            throws IOException, FileTreeException {
        if (upload.isEnded()) {
            return Optional.empty();
        }
        Path target = inPlace(file.names());
        // Mostly nothing is there, which Java tells by an exception; a directory is not replaced by a file anyway.
        BasicFileAttributes replaced = upload.isExclusive() || quota.isBounded() ? Missing.lstat(target) : null;
        if (replaced != null && replaced.isDirectory()) {
            throw Failures.of(Reason.IS_A_DIRECTORY);
        }
        if (replaced != null && upload.isExclusive()) {
            throw new FileAlreadyExistsException("");
        }
        Files.move(upload.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        upload.end();
        openFiles.published(upload, file.names());
        settle(upload, replaced);
        return upload.policy().syncs() ? Optional.of(directorySync.open(target.getParent())) : Optional.empty();
    }

    /** The path of a place; other programs may have put links on the way since it was resolved. */
    private Path inPlace(List<String> names) throws IOException {
        if (!resolver.resolve(names, false).equals(names)) {
            throw new NoSuchFileException("");
        }
        return resolver.path(names);
    }

    private void settle(Upload upload, BasicFileAttributes replaced) {
        quota.give(
                (replaced == null ? 0 : replaced.size()) - upload.credit().bytes(),
                (replaced == null ? 0 : 1) - upload.credit().files());
    }

    private void sync(DirectorySync.Pending directory) throws FileTreeException {
        long began = System.nanoTime();
        try (directory) {
            directory.sync();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } finally {
            promptness.syncTook(System.nanoTime() - began);
        }
    }

    /** Makes what was changed in a directory durable; the caller does not hold the namespace. */
    void syncDirectory(List<String> names) throws FileTreeException {
        sync(namespace.shared(() -> directorySync.open(resolver.path(names))));
    }

    /** Throws an upload away. The caller holds the namespace. */
    void cancel(Upload upload) throws IOException {
        if (upload.isEnded()) {
            return;
        }
        upload.end();
        openFiles.cancelled(upload);
        long size = Files.size(upload.path());
        Files.delete(upload.path());
        quota.give(size, 1);
        quota.count(upload.credit().bytes(), upload.credit().files());
    }

    /** As {@link #cancel}, for a caller who does not hold the namespace. */
    void discard(Upload upload) throws FileTreeException {
        namespace.shared(() -> {
            cancel(upload);
            return null;
        });
    }

    /** Ends an upload whose client is gone, as its policy says. */
    void abandon(LocalFile file, Upload upload) throws FileTreeException {
        namespace.exclusive(() -> {
            if (upload.isEnded()) {
                return null;
            }
            switch (upload.policy().broken()) {
                case DISCARD -> cancel(upload);
                case PART -> keep(upload, part(file.names()));
                case KEEP -> {
                    boolean free = Missing.lstat(inPlace(file.names())) == null;
                    keep(upload, free ? file.names() : part(file.names()));
                }
            }
            return null;
        });
    }

    private static List<String> part(List<String> names) {
        List<String> part = new ArrayList<>(names);
        part.set(part.size() - 1, part.get(part.size() - 1) + PART);
        return part;
    }

    private void keep(Upload upload, List<String> names) throws IOException {
        if (Files.size(upload.path()) == 0) {
            cancel(upload);
            return;
        }
        Path target = inPlace(names);
        BasicFileAttributes replaced = Missing.lstat(target);
        Files.move(upload.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        upload.end();
        openFiles.cancelled(upload);
        quota.count(upload.credit().bytes(), upload.credit().files());
        if (replaced != null) {
            openFiles.removed(names);
            quota.give(replaced.size(), 1);
        }
    }

    /** Takes the hidden file along when its name moves to another directory. The caller holds the namespace exclusively. */
    void follow(Upload upload, Path target) throws IOException {
        Path next = target.resolveSibling(upload.path().getFileName());
        if (!next.equals(upload.path())) {
            Files.move(upload.path(), next, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Leaves a sign that there are uploads, for a later run to know what to look for if this one does not come to its end. */
    private synchronized void mark() throws IOException {
        if (marked) {
            return;
        }
        marked = true;
        Path mark = resolver.root().resolve(hiddenNames.marker());
        // Locked before it has its name: a sweep takes a mark that is not locked for a dead run's.
        Path unlocked = mark.resolveSibling(hiddenNames.next());
        try {
            // Who can read it can lock it.
            marker = FileChannel.open(
                    unlocked,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    NewFile.ofOwnerAlone(unlocked));
            marker.lock();
            Files.move(unlocked, mark, StandardCopyOption.ATOMIC_MOVE);
        } catch (AccessDeniedException rootIsNotOurs) {
            LOG.info(
                    "{} cannot be written to: what a crash leaves of uploads below it will not be swept",
                    resolver.root());
        }
    }

    @Override
    public synchronized void close() {
        if (marker == null) {
            return;
        }
        try (FileChannel ended = marker) {
            Files.deleteIfExists(resolver.root().resolve(hiddenNames.marker()));
            assert ended.isOpen();
        } catch (IOException remains) {
            LOG.warn("the mark of uploads in {} remains: {}", resolver.root(), remains.toString());
        }
    }
}
