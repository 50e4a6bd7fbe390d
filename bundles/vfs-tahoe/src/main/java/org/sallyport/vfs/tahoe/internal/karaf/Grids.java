/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.vfs.tahoe.internal.Grid;

/** The grids that are configured now, by name. For many threads. */
@Component(service = Grids.class)
public final class Grids {

    private final Map<String, Grid> grids = new ConcurrentSkipListMap<>();

    @Activate
    public Grids(BundleContext context) {
        BundleClasses.loadAll(context);
    }

    Grids() {}

    /** The grid of that name, or null. */
    Grid grid(String name) {
        return grids.get(name);
    }

    List<Grid> all() {
        return List.copyOf(grids.values());
    }

    void put(Grid grid) {
        grids.put(grid.name(), grid);
    }

    void remove(String name) {
        grids.remove(name);
    }
}
