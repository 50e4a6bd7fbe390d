/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.storage.GridCheck;

/** What one check has found so far. For many threads. */
public final class CheckRun {

    private final Instant begun;
    private final Map<CheckedState, Long> counts = new EnumMap<>(CheckedState.class);
    private final List<GridCheck.Finding> findings = new ArrayList<>();
    private Instant ended;
    private String problem = "";

    public CheckRun(Instant begun) {
        this.begun = begun;
    }

    /** One that ended before this server was started. */
    CheckRun(Instant begun, Instant ended, Map<CheckedState, Long> counts, String problem) {
        this.begun = begun;
        this.ended = ended;
        this.counts.putAll(counts);
        this.problem = problem;
    }

    synchronized void found(String path, CheckedState state) {
        counts.merge(state, 1L, Long::sum);
        if (state != CheckedState.HEALTHY && findings.size() < GridCheck.MOST_FINDINGS) {
            findings.add(new GridCheck.Finding(path, state.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** @param why not all was seen, or empty */
    synchronized void end(Instant now, String why) {
        ended = now;
        problem = why;
    }

    public Instant begun() {
        return begun;
    }

    synchronized Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }

    public synchronized long count(CheckedState state) {
        return counts.getOrDefault(state, 0L);
    }

    public synchronized List<GridCheck.Finding> findings() {
        return List.copyOf(findings);
    }

    public synchronized String problem() {
        return problem;
    }
}
