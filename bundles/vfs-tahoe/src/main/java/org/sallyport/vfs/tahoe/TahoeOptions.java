/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemConfigBuilder;
import org.apache.commons.vfs2.FileSystemOptions;
import org.sallyport.vfs.tahoe.internal.file.GridFileSystem;

/** Options for a grid that is used by itself, without a configuration of that name. */
public final class TahoeOptions extends FileSystemConfigBuilder {

    private static final TahoeOptions INSTANCE = new TahoeOptions();
    private static final String ROOT = "root";
    private static final String GATEWAYS = "gateways";
    private static final String DISK_CACHE = "disk-cache";
    private static final String DISK_CACHE_SIZE = "disk-cache-size";

    private TahoeOptions() {
        super("tahoe.");
    }

    public static TahoeOptions getInstance() {
        return INSTANCE;
    }

    /** @param capability of the directory that is to be the root; it is in no name and no message */
    public void setRoot(FileSystemOptions options, String capability) {
        setParam(options, ROOT, new Secret(capability));
    }

    /** @param gateways where the web APIs of gateway nodes are, at least one; the first one writes */
    public void setGateways(FileSystemOptions options, URI... gateways) {
        setParam(options, GATEWAYS, List.of(gateways));
    }

    /**
     * Lets content of files be remembered on a disk too, encrypted by a key that ends with the file system.
     *
     * @param folder that several programs of one user may share, and nobody else may write to
     * @param bytes at most, 1 MiB at least
     */
    public void setDiskCache(FileSystemOptions options, Path folder, long bytes) {
        setParam(options, DISK_CACHE, folder);
        setParam(options, DISK_CACHE_SIZE, bytes);
    }

    Optional<Path> diskCache(FileSystemOptions options) {
        return Optional.ofNullable(getParam(options, DISK_CACHE));
    }

    long diskCacheSize(FileSystemOptions options) {
        return getLong(options, DISK_CACHE_SIZE, 0L);
    }

    String root(FileSystemOptions options) {
        Secret root = getParam(options, ROOT);
        return root == null ? "" : root.text;
    }

    List<URI> gateways(FileSystemOptions options) {
        return getParamOrDefault(options, GATEWAYS, List.of());
    }

    @Override
    protected Class<? extends FileSystem> getConfigClass() {
        return GridFileSystem.class;
    }

    /** Commons VFS compares and prints options. */
    private record Secret(String text) {

        @Override
        public String toString() {
            return "(secret)";
        }
    }
}
