/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.api.storage.GridChecks;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.check.CheckHistory;
import org.sallyport.vfs.tahoe.internal.check.CheckRun;
import org.sallyport.vfs.tahoe.internal.check.CheckSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks of grids as their configurations say. */
@Component(service = GridChecks.class, immediate = true)
public final class ScheduledChecks implements GridChecks {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledChecks.class);
    private static final long LOOK_SECONDS = 60;

    private final Grids grids;
    private final CheckSchedule schedule;
    private final ScheduledExecutorService clock;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<CheckListener> listeners;

    @Activate
    public ScheduledChecks(BundleContext bundle, @Reference Grids grids) {
        this.grids = grids;
        String data = bundle.getProperty("karaf.data");
        Path folder = Path.of(data == null ? "data" : data).resolve("sallyport/grid-checks");
        schedule = new CheckSchedule(Clock.systemUTC(), new CheckHistory(folder), this::ended);
        clock = Executors.newSingleThreadScheduledExecutor(look -> {
            Thread thread = new Thread(look, "sallyport-grid-checks");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(
                () -> grids.all().forEach(schedule::startIfDue), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void close() {
        clock.shutdownNow();
        schedule.close();
    }

    private void ended(String name, CheckRun run) {
        Grid grid = grids.grid(name);
        if (grid == null) {
            return;
        }
        GridCheck check = schedule.describe(grid);
        LOG.info(
                "the check of grid {} has ended: {} objects healthy, {} of them repaired, {} damaged, {} lost, {} unknown{}",
                name,
                check.healthy(),
                check.repaired(),
                check.damaged(),
                check.lost(),
                check.unknown(),
                run.problem().isEmpty() ? "" : "; " + run.problem());
        listeners.forEach(listener -> listener.ended(check));
    }

    @Override
    public List<GridCheck> checks() {
        return grids.all().stream().map(schedule::describe).toList();
    }

    @Override
    public void start(String grid) {
        schedule.start(Optional.ofNullable(grids.grid(grid))
                .orElseThrow(() -> new IllegalArgumentException("there is no grid " + grid)));
    }

    @Override
    public void stop(String grid) {
        schedule.stop(grid);
    }
}
