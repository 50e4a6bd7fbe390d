/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.content.Segments;
import org.sallyport.vfs.tahoe.internal.directory.Directories;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryGuards;
import org.sallyport.vfs.tahoe.internal.web.GridClient;
import org.sallyport.vfs.tahoe.internal.web.GridHealth;

/** One configured grid, what is remembered of it, and the directory that is its root here. For many threads. */
public final class Grid {

    private final GridSettings settings;
    private final GridClient client;
    private final Directories directories;
    private final DirectoryGuards guards = new DirectoryGuards();
    private final Segments segments;
    private final Executor executor;
    private final GridSpace space;

    /** Its threads end when they are idle, so there is nothing to close. */
    public Grid(GridSettings settings) {
        this.settings = settings;
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sallyport-grid-" + settings.name());
            thread.setDaemon(true);
            return thread;
        });
        this.client = new GridClient(settings.gateways(), settings.deadlines());
        this.directories = new Directories(client, settings.directoryAge(), settings.mostEntries());
        this.space = new GridSpace(client);
        this.segments = new Segments(client, executor, settings.contentCache());
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

    public Capability root() {
        return settings.root();
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
}
