/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.journal.UploadRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens, and tells those who want to know. */
public final class Notices {

    /** What happens to uploads. */
    public enum Happening {
        SEALED,
        STORED,
        FAILED,
        PARKED,
        DISCARDED
    }

    /** Who is told; must not block. */
    @FunctionalInterface
    public interface Listener {

        /** @param detail why it failed, or empty */
        void happened(Happening what, UploadRecord upload, String detail);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Listener listener;
    private final Map<Happening, AtomicLong> counts = new EnumMap<>(Happening.class);
    private final AtomicLong sentEarly = new AtomicLong();
    private final AtomicLong givenUpEarly = new AtomicLong();

    public Notices(Listener listener) {
        this.listener = listener;
        for (Happening what : Happening.values()) {
            counts.put(what, new AtomicLong());
        }
    }

    /** Never throws: what becomes of an upload does not depend on who is told. */
    public void tell(Happening what, UploadRecord upload, String detail) {
        counts.get(what).incrementAndGet();
        try {
            listener.happened(what, upload, detail);
        } catch (RuntimeException | Error faulty) {
            LOG.error("{} of {} could not be told: {}", what, upload, faulty.toString());
        }
    }

    /** A content was sent while it was still being written: all of it, or it was given up. */
    public void sentEarly(boolean whole) {
        (whole ? sentEarly : givenUpEarly).incrementAndGet();
    }

    long sentEarly() {
        return sentEarly.get();
    }

    long givenUpEarly() {
        return givenUpEarly.get();
    }

    /** How often it happened since the start. */
    long count(Happening what) {
        return counts.get(what).get();
    }
}
