/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.nio.file.Path;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.vfs2.CacheStrategy;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.FileProvider;
import org.sallyport.api.storage.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Commons VFS manager whose providers never change, because the stock one does not stand that: removal closes streams in
 * use, and its provider table is not safe for threads. It caches no file objects.
 */
final class ProviderManager extends DefaultFileSystemManager {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderManager.class);

    private final Map<ProviderSource, FileProvider> instances = new IdentityHashMap<>();

    /**
     * @param generation says which source serves which scheme
     * @param wanted the sources to take instances of
     * @param required those without which it is of no use
     * @param files where temporary files go
     * @throws StoreUnavailableException if a required provider is gone or fails to start
     */
    ProviderManager(
            Generation generation, Collection<ProviderSource> wanted, Collection<ProviderSource> required, Path files)
            throws FileSystemException, StoreUnavailableException {
        PrivateFiles temporary = new PrivateFiles(files);
        setFilesCache(new NullFilesCache());
        setCacheStrategy(CacheStrategy.MANUAL);
        setReplicator(temporary);
        setTemporaryFileStore(temporary);
        init();
        try {
            for (ProviderSource source : wanted) {
                add(generation, source, required.contains(source));
            }
        } catch (FileSystemException | StoreUnavailableException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void add(Generation generation, ProviderSource source, boolean required)
            throws FileSystemException, StoreUnavailableException {
        List<String> schemes = source.schemes().stream()
                .filter(scheme -> generation.sources().get(scheme) == source)
                .toList();
        FileProvider instance = source.newInstance();
        if (instance == null) {
            if (required) {
                throw new StoreUnavailableException("the Commons VFS provider for " + schemes + " has just gone");
            }
            return;
        }
        try {
            addProvider(schemes.toArray(String[]::new), instance);
            instances.put(source, instance);
        } catch (FileSystemException | RuntimeException failed) {
            source.release(instance);
            if (required) {
                throw failed;
            }
            LOG.warn("The Commons VFS provider {} does not start and is left out", source, failed);
        }
    }

    boolean has(ProviderSource source) {
        return instances.containsKey(source);
    }

    /** Closes the providers, and gives their instances back. */
    @Override
    public void close() {
        super.close();
        instances.forEach(ProviderSource::release);
        instances.clear();
    }
}
