/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The check of all that is below the root of a grid, which renews leases: the one that runs, or the last one.
 *
 * @param grid by which mounts call it
 * @param interval from the end of one check to the next; zero if it is not switched on
 * @param running whether one runs
 * @param begun when it began; empty before the first one
 * @param ended when it ended; empty while it runs
 * @param next when the next one begins; empty if none is to
 * @param healthy objects that have all their shares
 * @param repaired objects that had not, and have them again; these count as healthy too
 * @param damaged objects that lack shares and can still be read
 * @param lost objects of which too few shares can be reached now
 * @param unknown objects that could not be asked for
 * @param findings what is not healthy; at most {@value #MOST_FINDINGS}
 * @param problem why it ended before all was seen, or empty
 */
public record GridCheck(
        String grid,
        Duration interval,
        boolean running,
        Optional<Instant> begun,
        Optional<Instant> ended,
        Optional<Instant> next,
        long healthy,
        long repaired,
        long damaged,
        long lost,
        long unknown,
        List<Finding> findings,
        String problem) {

    /** So many findings are kept of a check; the counts have all. */
    public static final int MOST_FINDINGS = 100;

    /**
     * One object that is not healthy.
     *
     * @param path below the root, as SFTP shows it
     * @param state {@code repaired}, {@code damaged}, {@code lost} or {@code unknown}
     */
    public record Finding(String path, String state) {}

    public GridCheck {
        findings = List.copyOf(findings);
    }
}
