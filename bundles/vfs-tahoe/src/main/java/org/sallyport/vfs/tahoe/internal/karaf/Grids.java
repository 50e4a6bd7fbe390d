/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.storage.GridInfo;
import org.sallyport.api.storage.GridTable;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.web.GridHealth;

/** The grids that are configured now, by name. For many threads. */
@Component(service = {Grids.class, GridTable.class})
public final class Grids implements GridTable {

    private final Map<String, Grid> grids = new ConcurrentSkipListMap<>();
    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();

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

    @Override
    public List<GridInfo> grids() {
        return grids.values().parallelStream().map(Grids::info).toList();
    }

    private static GridInfo info(Grid grid) {
        List<String> gateways = grid.gateways().stream().map(URI::toString).toList();
        boolean writable = grid.root().kind().isWritable();
        try {
            GridHealth health = grid.health();
            long free = writable ? grid.space().free() : -1;
            return new GridInfo(grid.name(), gateways, writable, health.connected(), health.known(), free, "");
        } catch (IOException unavailable) {
            return new GridInfo(grid.name(), gateways, writable, 0, 0, -1, String.valueOf(unavailable.getMessage()));
        }
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }

    /** When the bundle stops, what is kept on a disk goes; files that are open go on. */
    @Deactivate
    void close() {
        grids.values().forEach(Grid::close);
    }

    void put(Grid grid) {
        Grid before = grids.put(grid.name(), grid);
        verdicts.accepted(grid.name());
        close(before);
    }

    private static void close(Grid gone) {
        if (gone != null) {
            gone.close();
        }
    }

    /** A configuration of this name was not taken; the grid stays as it is. */
    void refused(String name, String why) {
        verdicts.refused(name, why);
    }

    void remove(String name) {
        Grid gone = grids.remove(name);
        verdicts.gone(name);
        close(gone);
    }
}
