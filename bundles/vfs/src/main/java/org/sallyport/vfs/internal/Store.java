/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.local.LocalFileName;
import org.sallyport.api.storage.StoreUnavailableException;

/** One opened store: a root in a file system that belongs to it alone. Counting its users is the business of {@link Stores}. */
final class Store {

    private final StoreUri uri;
    private final Map<String, String> options;
    private final Generation generation;
    private final Map<String, ProviderSource> sources;
    private final Managers managers;
    private ProviderManager manager;
    private FileObject root;
    private volatile List<String> schemes = List.of();

    /** @param sources the providers it needs, by scheme */
    Store(
            StoreUri uri,
            Map<String, String> options,
            Generation generation,
            Map<String, ProviderSource> sources,
            Managers managers) {
        this.uri = uri;
        this.options = Map.copyOf(options);
        this.generation = generation;
        this.sources = Map.copyOf(sources);
        this.managers = managers;
    }

    Map<String, ProviderSource> sources() {
        return sources;
    }

    String scheme() {
        return uri.scheme();
    }

    String displayName() {
        return uri.displayName();
    }

    /** Opens it unless it is open; after a failure the next call tries again. */
    synchronized void open() throws IOException {
        if (root != null) {
            return;
        }
        ProviderManager opening = managers.take(generation, sources.values());
        try {
            root = opening.resolveFile(uri.text(), StoreOptions.of(opening, uri.schemes(sources.keySet()), options));
            manager = opening;
            schemes = List.of(opening.getSchemes());
            localRoot();
        } catch (StoreUnavailableException failed) {
            abandon(opening);
            throw failed;
        } catch (IOException | RuntimeException failed) {
            abandon(opening);
            throw Redaction.redact("cannot open the store " + displayName(), failed);
        }
    }

    private void abandon(ProviderManager opening) {
        root = null;
        manager = null;
        managers.release(opening);
    }

    /** Closes file system, then providers, then manager; may block on the store. */
    synchronized void close() {
        if (root == null) {
            return;
        }
        FileObject layer = root;
        root = null;
        try {
            while (layer != null) {
                FileSystem fileSystem = layer.getFileSystem();
                layer = fileSystem.getParentLayer();
                manager.closeFileSystem(fileSystem);
            }
        } catch (FileSystemException parentUnknown) {
            throw new IllegalStateException("cannot tell the layers of " + displayName(), parentUnknown);
        } finally {
            managers.release(manager);
            manager = null;
        }
    }

    Optional<Path> localRoot() throws IOException {
        FileObject current = opened();
        if (!(current.getName() instanceof LocalFileName name)
                || !name.getScheme().equals("file")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(name.getRootFile() + EncodedNames.decode(name.getPath())));
        } catch (InvalidPathException notInLocale) {
            throw new IOException(
                    "the locale of this process (sun.jnu.encoding) cannot express the folder " + displayName()
                            + "; start it with a UTF-8 locale",
                    notInLocale);
        }
    }

    FileObject resolve(List<String> names) throws IOException {
        FileObject current = opened();
        if (!current.getName().getScheme().equals("file")) {
            EncodedNames.refuseUnlistable(names, schemes);
        }
        try {
            AbstractFileName rootName = (AbstractFileName) current.getName();
            return current.getFileSystem().resolveFile(EncodedNames.below(rootName, names));
        } catch (FileSystemException | RuntimeException failed) {
            throw Redaction.redact(displayName(), failed);
        }
    }

    private synchronized FileObject opened() throws StoreUnavailableException {
        if (root == null) {
            throw new StoreUnavailableException("the store " + displayName() + " is closed");
        }
        return root;
    }
}
