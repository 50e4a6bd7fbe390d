/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * CPU time and memory of a process with all its living descendants, from Linux's {@code /proc}. Taken while the measured
 * connection is still open, nothing has been reaped or orphaned yet, so that forking servers are counted whole.
 */
record ProcessTree(long pid) {

    private static final double TICKS_PER_SECOND = 100;

    double cpuSeconds() throws IOException {
        long ticks = 0;
        Deque<Long> open = new ArrayDeque<>();
        open.add(pid);
        while (!open.isEmpty()) {
            long next = open.remove();
            ProcessHandle.of(next).ifPresent(handle -> handle.children().forEach(child -> open.add(child.pid())));
            ticks += ticks(next);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Resident memory of the process alone, in KiB. */
    long residentKiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmRSS of " + pid);
    }

    private static long ticks(long process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11])
                    + Long.parseLong(fields[12])
                    + Long.parseLong(fields[13])
                    + Long.parseLong(fields[14]);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
