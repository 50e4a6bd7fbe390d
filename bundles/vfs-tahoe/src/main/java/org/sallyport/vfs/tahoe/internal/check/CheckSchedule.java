/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When grids are checked, and what came of it. Each check has a thread, and each grid one check at a time. For many threads. */
public final class CheckSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(CheckSchedule.class);

    /** After one that did not see all, unless the interval is shorter. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Clock clock;
    private final CheckHistory history;
    private final BiConsumer<String, CheckRun> ended;
    private final Map<String, CheckRun> runs = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();

    /** @param ended hears of each check that has ended, by the name of its grid */
    public CheckSchedule(Clock clock, CheckHistory history, BiConsumer<String, CheckRun> ended) {
        this.clock = clock;
        this.history = history;
        this.ended = ended;
    }

    private Optional<CheckRun> last(String grid) {
        CheckRun known = runs.get(grid);
        if (known != null) {
            return Optional.of(known);
        }
        history.last(grid).ifPresent(before -> runs.putIfAbsent(grid, before));
        return Optional.ofNullable(runs.get(grid));
    }

    /** When the next check of a grid begins, if one is to; never while one runs. */
    private Optional<Instant> next(Grid grid) {
        Duration interval = grid.checkInterval();
        if (interval.isZero() || threads.containsKey(grid.name())) {
            return Optional.empty();
        }
        Optional<CheckRun> last = last(grid.name());
        Instant ending = last.flatMap(CheckRun::ended).orElse(Instant.EPOCH);
        boolean isWhole = last.filter(run -> run.problem().isEmpty()).isPresent();
        return Optional.of(ending.plus(isWhole || interval.compareTo(AGAIN) < 0 ? interval : AGAIN));
    }

    /** Begins the check of a grid if it is time for that. */
    public void startIfDue(Grid grid) {
        if (next(grid).filter(due -> !due.isAfter(clock.instant())).isPresent()) {
            start(grid);
        }
    }

    /** Begins the check of a grid, unless one runs. */
    public void start(Grid grid) {
        Thread thread = new Thread(() -> check(grid), "sallyport-grid-check-" + grid.name());
        thread.setDaemon(true);
        if (threads.putIfAbsent(grid.name(), thread) == null) {
            runs.put(grid.name(), new CheckRun(clock.instant()));
            thread.start();
        }
    }

    /** Ends a check that runs. */
    public void stop(String grid) {
        Thread thread = threads.get(grid);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Ends all. */
    public void close() {
        threads.keySet().forEach(this::stop);
    }

    private void check(Grid grid) {
        CheckRun run = runs.get(grid.name());
        String problem = "it failed with an error of its own";
        try {
            new TreeCheck(grid, run).run();
            problem = "";
        } catch (InterruptedIOException stopped) {
            problem = "it was stopped";
        } catch (IOException away) {
            problem = String.valueOf(away.getMessage());
        } catch (RuntimeException faulty) {
            LOG.error("the check of grid {} failed", grid.name(), faulty);
        } finally {
            // Whatever happened: or there would be no other check of this grid.
            end(grid.name(), run, problem);
        }
    }

    private void end(String grid, CheckRun run, String problem) {
        try {
            run.end(clock.instant(), problem);
            keep(grid, run);
        } finally {
            threads.remove(grid);
            ended.accept(grid, run);
        }
    }

    private void keep(String grid, CheckRun run) {
        try {
            history.ended(grid, run);
        } catch (IOException full) {
            LOG.warn("the end of the check of grid {} cannot be kept over a restart: {}", grid, full.toString());
        }
    }

    /** The check of a grid as it is now. */
    public GridCheck describe(Grid grid) {
        boolean running = threads.containsKey(grid.name());
        Optional<Instant> next = next(grid).map(due -> due.isBefore(clock.instant()) ? clock.instant() : due);
        CheckRun run = last(grid.name()).orElse(new CheckRun(Instant.EPOCH));
        return new GridCheck(
                grid.name(),
                grid.checkInterval(),
                running,
                Optional.of(run.begun()).filter(Instant.EPOCH::isBefore),
                run.ended(),
                next,
                run.count(CheckedState.HEALTHY) + run.count(CheckedState.REPAIRED),
                run.count(CheckedState.REPAIRED),
                run.count(CheckedState.DAMAGED),
                run.count(CheckedState.LOST),
                run.count(CheckedState.UNKNOWN),
                run.findings(),
                run.problem());
    }
}
