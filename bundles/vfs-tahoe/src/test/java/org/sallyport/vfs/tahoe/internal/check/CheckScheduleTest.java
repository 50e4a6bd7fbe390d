/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/** When checks begin; the grid is one whose node refuses, or is silent. */
class CheckScheduleTest {

    /** One that a node has to be asked for. */
    private static final Capability ROOT = Capability.parse("URI:DIR2:" + "a".repeat(26) + ":" + "b".repeat(51) + "a");

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final BlockingQueue<CheckRun> ended = new LinkedBlockingQueue<>();
    private ServerSocket silent;
    private Instant now = BEGIN;
    private CheckSchedule schedule;

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        schedule = schedule();
    }

    @AfterEach
    void stop() throws IOException {
        schedule.close();
        silent.close();
    }

    private CheckSchedule schedule() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        return new CheckSchedule(clock, new CheckHistory(folder), (grid, run) -> ended.add(run));
    }

    private Grid grid(Duration interval, int port) throws IOException {
        return grid("g", interval, port);
    }

    private Grid grid(String name, Duration interval, int port) throws IOException {
        GridSettings plain = GridSettings.of(name, ROOT, List.of(URI.create("http://127.0.0.1:" + port + "/")));
        return new Grid(new GridSettings(
                plain.name(),
                plain.root(),
                plain.gateways(),
                plain.deadlines(),
                plain.directoryAge(),
                plain.mostEntries(),
                plain.contentCache(),
                0,
                plain.diskCacheFolder(),
                interval,
                false));
    }

    private Grid refusing(Duration interval) throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return grid(interval, closed.getLocalPort());
        }
    }

    private void awaitEnd() throws InterruptedException {
        assertThat(ended.poll(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void nothingIsCheckedUntilItIsSwitchedOn() throws IOException {
        Grid grid = refusing(Duration.ZERO);
        schedule.startIfDue(grid);

        GridCheck check = schedule.describe(grid);
        assertThat(check.running()).isFalse();
        assertThat(check.begun()).isEmpty();
        assertThat(check.next()).isEmpty();
    }

    @Test
    void oneThatDidNotSeeAllIsMadeAgainSoonAlsoAfterARestart() throws Exception {
        Grid grid = refusing(WEEK);
        schedule.startIfDue(grid);
        awaitEnd();
        assertThat(schedule.describe(grid).problem()).contains("ConnectException");
        assertThat(schedule.describe(grid).next()).contains(BEGIN.plus(HOUR));

        schedule = schedule();
        schedule.startIfDue(grid);
        assertThat(schedule.describe(grid).running()).isFalse();
        assertThat(schedule.describe(grid).begun()).contains(BEGIN);
        now = BEGIN.plus(HOUR);
        schedule.startIfDue(grid);
        awaitEnd();
        assertThat(schedule.describe(grid).ended()).contains(now);
    }

    @Test
    void oneThatRunsIsNotBegunTwiceAndCanBeStopped() throws Exception {
        Grid grid = grid(Duration.ZERO, silent.getLocalPort());
        schedule.start(grid);
        schedule.start(grid);
        assertThat(schedule.describe(grid).running()).isTrue();

        schedule.stop("g");
        awaitEnd();
        assertThat(schedule.describe(grid).problem()).isEqualTo("it was stopped");
        assertThat(ended).isEmpty();
    }

    @Test
    void oneWhoseEndFailsIsOverAllTheSame() throws Exception {
        Grid grid = grid("no name of a file\0", Duration.ZERO, silent.getLocalPort());
        schedule.start(grid);
        schedule.stop(grid.name());
        awaitEnd();
        assertThat(schedule.describe(grid).running()).isFalse();
        assertThat(schedule.describe(grid).problem()).isEqualTo("it was stopped");
    }

    @Test
    void aWholeOneIsMadeAgainAfterTheInterval() throws Exception {
        new CheckHistory(folder).ended("g", whole());

        assertThat(schedule.describe(refusing(WEEK)).next()).contains(BEGIN.plus(WEEK));
    }

    private static CheckRun whole() {
        CheckRun run = new CheckRun(BEGIN);
        run.found("/", CheckedState.HEALTHY);
        run.end(BEGIN, "");
        return run;
    }
}
