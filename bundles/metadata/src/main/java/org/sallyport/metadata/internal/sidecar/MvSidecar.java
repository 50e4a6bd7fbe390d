/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sidecar in one file: a tree on the disk, of which only a part is in memory, ordered by place so that directories move as a range. The
 * tree's file is closed when a thread that reads or writes it is interrupted, or when the disk fails; it is then opened again.
 */
public final class MvSidecar implements Sidecar {

    private static final Logger LOG = LoggerFactory.getLogger(MvSidecar.class);
    private static final String FILE = "attributes.mv";
    private static final int CACHE_MEGABYTES = 8;

    private final Path folder;
    private final Object changing = new Object();
    private final Places places = new Places();
    private volatile Tree tree;
    private volatile boolean closed;

    private record Tree(MVStore store, MVMap<String, byte[]> kept) {}

    private MvSidecar(Path folder, Tree tree) {
        this.folder = folder;
        this.tree = tree;
    }

    /**
     * Opens it, anew if there is none yet. A file that is damaged is put aside.
     *
     * @throws IOException if it cannot be used, for instance because another process has it open
     */
    public static MvSidecar open(Path folder) throws IOException {
        makeFolder(folder);
        return new MvSidecar(folder, openTree(folder));
    }

    private static Tree openTree(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            return openTree(file.toString());
        } catch (MVStoreException failed) {
            if (failed.getErrorCode() != DataUtils.ERROR_FILE_CORRUPT) {
                throw new IOException("the file " + file + " cannot be opened: " + failed.getMessage(), failed);
            }
            Path aside = folder.resolve(FILE + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.error("attributes kept beside stores are lost: {} is damaged, it is now {}", file, aside, failed);
            return openTree(file.toString());
        }
    }

    private static Tree openTree(String file) {
        MVStore store =
                new MVStore.Builder().fileName(file).cacheSize(CACHE_MEGABYTES).open();
        return new Tree(
                store,
                store.openMap(
                        "files",
                        new MVMap.Builder<String, byte[]>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(ByteArrayDataType.INSTANCE)));
    }

    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** Something that is asked of the tree, or changed in it. */
    @FunctionalInterface
    private interface Access<T> {

        T to(Tree tree) throws FileSystemException;
    }

    /**
     * Tries twice; clients are told that changes were not kept, and what the store itself tells goes on. An interruption waits: it would
     * close the file.
     */
    private <T> Optional<T> access(Access<T> access) {
        boolean interrupted = Thread.interrupted();
        try {
            return closed ? Optional.empty() : Optional.ofNullable(twice(access));
        } catch (MVStoreException | IOException failed) {
            LOG.error("attributes kept beside a store cannot be had or changed", failed);
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T twice(Access<T> access) throws IOException {
        Tree now = tree;
        try {
            return access.to(now);
        } catch (MVStoreException first) {
            Tree next = openedAgain(now);
            try {
                return access.to(next);
            } catch (MVStoreException second) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    private synchronized Tree openedAgain(Tree failed) throws IOException {
        if (closed) {
            throw new IOException("the sidecar is closed");
        }
        if (tree == failed) {
            failed.store().closeImmediately();
            tree = openTree(folder);
        }
        return tree;
    }

    @Override
    public Optional<Kept> find(FileObject file) {
        return access(now -> now.kept().isEmpty() ? null : now.kept().get(places.of(file)))
                .flatMap(Kept::decoded);
    }

    @Override
    public boolean change(FileObject file, Function<Optional<Kept>, Kept> change) {
        return access(now -> {
                    boolean fits = change(now.kept(), places.of(file), change);
                    now.store().commit();
                    return fits;
                })
                .orElse(false);
    }

    /** The tree is asked and changed by one thread at a time; nobody waits here for a commit. */
    private boolean change(MVMap<String, byte[]> kept, String place, Function<Optional<Kept>, Kept> change) {
        synchronized (changing) {
            byte[] before = kept.get(place);
            Kept next = change.apply(Optional.ofNullable(before).flatMap(Kept::decoded));
            if (next.attributes().isEmpty()) {
                if (before != null) {
                    kept.remove(place);
                }
                return true;
            }
            byte[] bytes = next.encoded();
            if (bytes.length > MOST_BYTES) {
                return false;
            }
            kept.put(place, bytes);
            return true;
        }
    }

    @Override
    public void forget(FileObject file) {
        access(now -> {
            removeAll(now.kept(), places.of(file));
            return now.store().commit();
        });
    }

    private static void removeAll(MVMap<String, byte[]> kept, String place) {
        kept.remove(place);
        String prefix = Places.below(place);
        for (Iterator<String> found = kept.keyIterator(prefix); found.hasNext(); ) {
            String below = found.next();
            if (!below.startsWith(prefix)) {
                break;
            }
            kept.remove(below);
        }
    }

    @Override
    public void move(FileObject from, FileObject to) {
        forget(to); // by itself, so that what is tried again does not take away what was moved before
        access(now -> {
            MVMap<String, byte[]> kept = now.kept();
            String source = places.of(from);
            String target = places.of(to);
            moveOne(kept, source, target);
            String prefix = Places.below(source);
            for (Iterator<String> found = kept.keyIterator(prefix); found.hasNext(); ) {
                String below = found.next();
                if (!below.startsWith(prefix)) {
                    break;
                }
                moveOne(kept, below, Places.below(target) + below.substring(prefix.length()));
            }
            return now.store().commit();
        });
    }

    /** At both places for a moment, so that the end of this process takes it from neither. */
    private static void moveOne(MVMap<String, byte[]> kept, String from, String to) {
        byte[] what = kept.get(from);
        if (what != null) {
            kept.put(to, what);
            kept.remove(from);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            tree.store().close();
        }
    }
}
