/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.content.SegmentFiles;
import org.sallyport.vfs.tahoe.internal.content.Segments;
import org.sallyport.vfs.tahoe.internal.directory.Directories;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryGuards;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient;
import org.sallyport.vfs.tahoe.internal.web.GridHealth;

/** One configured grid, what is remembered of it, and the directory that is its root here. For many threads. */
public final class Grid implements AutoCloseable {

    private static final int HEAP_PART = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final GridSettings settings;
    private final GridClient client;
    private final Entry root;
    private final Directories directories;
    private final DirectoryGuards guards = new DirectoryGuards();
    private final Optional<SegmentFiles> disk;
    private final Segments segments;
    private final Executor executor;
    private final GridSpace space;

    /** @throws IOException if the folder for content cannot be had */
    public Grid(GridSettings settings) throws IOException {
        this.settings = settings;
        this.root = Entry.directory(settings.root());
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sallyport-grid-" + settings.name());
            thread.setDaemon(true);
            return thread;
        });
        this.client = new GridClient(settings.gateways(), settings.deadlines());
        this.directories = new Directories(client, settings.directoryAge(), settings.mostEntries());
        this.space = new GridSpace(client);
        this.disk = settings.diskCache() > 0
                ? Optional.of(SegmentFiles.open(settings.diskCacheFolder(), settings.diskCache()))
                : Optional.empty();
        long memory = Math.min(settings.contentCache(), Runtime.getRuntime().maxMemory() / HEAP_PART);
        this.segments = new Segments(client, executor, PATIENCE, memory, disk);
    }

    public String name() {
        return settings.name();
    }

    /** Gateway nodes, the one that writes first. */
    public List<URI> gateways() {
        return settings.gateways();
    }

    /** What the gateway node that writes tells of the grid now. */
    public GridHealth health() throws IOException {
        return GridHealth.read(client.health());
    }

    /** From the end of a check of all to the next; zero for none. */
    public Duration checkInterval() {
        return settings.checkInterval();
    }

    /** Whether a check repairs. */
    public boolean repairs() {
        return settings.repair();
    }

    public Capability root() {
        return settings.root();
    }

    /** What a link to the root would be, set when this was opened. */
    public Entry rootEntry() {
        return root;
    }

    public GridClient client() {
        return client;
    }

    public Directories directories() {
        return directories;
    }

    public DirectoryGuards guards() {
        return guards;
    }

    public Segments segments() {
        return segments;
    }

    /** Room for contents, as far as it is known. */
    public StoreSpace space() throws IOException {
        return space.now();
    }

    public Executor executor() {
        return executor;
    }

    /** Removes what is on the disk. Files that are open go on without; threads end when they are idle. */
    @Override
    public void close() {
        disk.ifPresent(SegmentFiles::close);
    }
}
