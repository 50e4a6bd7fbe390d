/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.WritePolicy;

/**
 * How a local file is opened: as it is, as a new one, or as an upload that is to be the file at its name.
 *
 * @param initial attributes for the case that it is made
 * @param session whose uploads are seen at their names
 */
record LocalOpening(OpenOptions options, FileAttributes initial, WritePolicy policy, Object session) {

    /** What opening alone did to the file at its name. */
    enum Effect {
        NONE,
        EMPTIED,
        CREATED
    }

    private Set<OpenOption> modes(OpenOption... more) {
        Set<OpenOption> modes = new HashSet<>(List.of(more));
        modes.add(LinkOption.NOFOLLOW_LINKS);
        if (options.read() || !options.write()) {
            modes.add(StandardOpenOption.READ);
        }
        if (options.write()) {
            modes.add(StandardOpenOption.WRITE);
        }
        return modes;
    }

    boolean appends() {
        return options.append();
    }

    /** Whether the end of this use is the end of an upload; to truncate one by its path is not. */
    boolean concludes() {
        return options.write() && policy.isAtomic();
    }

    boolean syncs() {
        return policy.syncs();
    }

    /** What grows by appending, such as a log, has to be seen while it does. */
    private boolean mayBeUpload() {
        return options.write() && !options.append() && policy.isAtomic();
    }

    private boolean truncates() {
        return options.truncate() && options.write();
    }

    /** Opens a place that was found just now; the caller holds the namespace. */
    LocalFile open(LocalFile.Context context, LocalResolver.Found place) throws IOException, FileTreeException {
        boolean opened = false;
        try {
            LocalFile file = tryOpen(context, place.names(), place.attributes());
            opened = true;
            return file;
        } finally {
            if (!opened) {
                context.lease().close();
            }
        }
    }

    private LocalFile tryOpen(LocalFile.Context context, List<String> names, BasicFileAttributes found)
            throws IOException, FileTreeException {
        if (options.exclusive() && context.openFiles().isUploading(names)) {
            throw new FileAlreadyExistsException("");
        }
        Optional<Upload> own = context.openFiles().uploadAt(names, session);
        if (own.isPresent() && !truncates()) {
            FileChannel channel = FileChannel.open(own.get().path(), modes());
            return new LocalFile(context, this, names, channel, own, Effect.NONE);
        }
        Path path = context.resolver().path(names);
        BasicFileAttributes there = found;
        if (there == null && options.create()) {
            try {
                return create(context, names, path);
            } catch (FileAlreadyExistsException raced) {
                if (options.exclusive()) {
                    throw raced;
                }
                there = Missing.lstat(path);
            }
        }
        requireRegular(there);
        return truncates()
                ? replace(context, names, path, there)
                : new LocalFile(context, this, names, FileChannel.open(path, modes()), Optional.empty(), Effect.NONE);
    }

    private void requireRegular(BasicFileAttributes there) throws IOException, FileTreeException {
        if (there == null) {
            throw new NoSuchFileException("");
        }
        if (options.exclusive()) {
            throw new FileAlreadyExistsException("");
        }
        if (there.isDirectory()) {
            throw Failures.of(Reason.IS_A_DIRECTORY);
        }
        if (!there.isRegularFile()) {
            throw new FileTreeException(
                    there.isSymbolicLink() ? Reason.LINK_LOOP : Reason.PERMISSION_DENIED, "Not a regular file");
        }
    }

    private LocalFile replace(LocalFile.Context context, List<String> names, Path path, BasicFileAttributes there)
            throws IOException {
        Optional<Uploads.Begun> begun = mayBeUpload()
                ? context.uploads().beginReplacing(path, there, modes(), session, policy)
                : Optional.empty();
        if (begun.isPresent()) {
            return new LocalFile(
                    context, this, names, begun.get().channel(), begun.map(Uploads.Begun::upload), Effect.NONE);
        }
        FileChannel channel = FileChannel.open(path, modes(StandardOpenOption.TRUNCATE_EXISTING));
        context.quota().give(there.size(), 0);
        return new LocalFile(context, this, names, channel, Optional.empty(), Effect.EMPTIED);
    }

    private LocalFile create(LocalFile.Context context, List<String> names, Path path)
            throws IOException, FileTreeException {
        if (mayBeUpload()) {
            Uploads.Begun begun = context.uploads().begin(path, modes(), initial, options.exclusive(), session, policy);
            return new LocalFile(context, this, names, begun.channel(), Optional.of(begun.upload()), Effect.NONE);
        }
        context.quota().takeFiles(1);
        try {
            FileChannel channel = NewFile.make(
                    context.mapper().get(),
                    path,
                    modes(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    initial);
            return new LocalFile(context, this, names, channel, Optional.empty(), Effect.CREATED);
        } catch (IOException failed) {
            context.quota().give(0, 1);
            throw failed;
        }
    }
}
