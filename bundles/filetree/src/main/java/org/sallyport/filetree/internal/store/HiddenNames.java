/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names that no client sees: {@code .sallyport-upload-RUN} marks in a store's root that a run of the server has uploads in it, and
 * {@code .sallyport-upload-RUN-NUMBER}, beside the file's final name, holds the content of one that is not complete.
 */
public final class HiddenNames {

    private static final String PREFIX = ".sallyport-upload-";
    private static final int RUN_DIGITS = 16;

    /** The half of a run's name that all of one process have: for a sweep, which must not even open a mark of its own process. */
    private static final String PROCESS = process();

    private final String run;
    private final AtomicLong last = new AtomicLong();

    /** Names of a new run. */
    public HiddenNames() {
        run = PROCESS + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
    }

    private static String process() {
        ProcessHandle process = ProcessHandle.current();
        return HexFormat.of()
                .toHexDigits(Objects.hash(process.pid(), process.info().startInstant()));
    }

    public static boolean isOfThisProcess(String run) {
        return run.startsWith(PROCESS);
    }

    public static boolean isHidden(String name) {
        return name.startsWith(PREFIX);
    }

    public String marker() {
        return PREFIX + run;
    }

    public String next() {
        return PREFIX + run + "-" + last.incrementAndGet();
    }

    /** Which run's marker this is, if it is one. */
    public static Optional<String> runOfMarker(String name) {
        return isHidden(name) && name.length() == PREFIX.length() + RUN_DIGITS
                ? Optional.of(name.substring(PREFIX.length()))
                : Optional.empty();
    }

    public static boolean isUploadOf(String run, String name) {
        return name.startsWith(PREFIX + run + "-");
    }
}
