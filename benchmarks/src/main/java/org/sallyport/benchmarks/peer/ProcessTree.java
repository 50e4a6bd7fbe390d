/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * CPU time and memory of a process with its descendants, from Linux's {@code /proc}. Children that have ended are counted
 * with the parent that has waited for them; servers that leave orphans run below {@code subreaper.py}, which inherits
 * those.
 */
public record ProcessTree(long pid) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int SETTLE_MILLIS = 5000;

    /** User and system time of all that live and all that have been waited for. */
    public double cpuSeconds() throws IOException {
        long ticks = 0;
        for (long process : all()) {
            ticks += ticks(process);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Waits until no more processes are left than there were, so that their CPU time is counted. */
    public void awaitSize(int processes) throws InterruptedException {
        for (int waited = 0; waited < SETTLE_MILLIS && size() > processes; waited += 10) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    public int size() {
        return all().size();
    }

    private List<Long> all() {
        List<Long> found = new ArrayList<>();
        found.add(pid);
        ProcessHandle.of(pid).ifPresent(root -> root.descendants().forEach(process -> found.add(process.pid())));
        return found;
    }

    /** Resident memory of the process alone, in KiB. */
    public long residentKiB() throws IOException {
        return field(pid, "status", "VmRSS:");
    }

    /** Memory of all processes, what they share counted once, in KiB. */
    public long proportionalKiB() throws IOException {
        long sum = 0;
        for (long process : all()) {
            sum += field(process, "smaps_rollup", "Pss:");
        }
        return sum;
    }

    private static long field(long process, String file, String name) throws IOException {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + process, file))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (NoSuchFileException gone) {
            return 0;
        }
        throw new IOException("no " + name + " of " + process);
    }

    private static long ticks(long process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks;
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
