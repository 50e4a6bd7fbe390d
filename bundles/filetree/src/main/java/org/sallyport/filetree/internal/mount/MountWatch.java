/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after mounts that no user can use, so that the log tells of them before the first user comes. It looks when nothing has changed
 * for a while, since a provider may start after the mount that needs it, and as often again as a mount lacks anything. For use by many
 * threads.
 */
final class MountWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MountWatch.class);

    private final Supplier<List<MountSettings>> mounts;
    private final Question question;
    private final Duration quiet;
    private final ScheduledExecutorService timer;
    private Set<String> lacking = Set.of();
    private Future<?> next;

    /** Whether a mount lacks anything; tells of what it finds. May block. */
    interface Question {

        /** @param before what the last answer was */
        boolean lacks(MountSettings mount, boolean before);
    }

    /**
     * @param mounts those that users may see, as they are when it looks
     * @param quiet how long it waits after the last change, and between two looks
     * @param timer with a thread that may block; shut down in the end
     */
    MountWatch(
            Supplier<List<MountSettings>> mounts, Question question, Duration quiet, ScheduledExecutorService timer) {
        this.mounts = mounts;
        this.question = question;
        this.quiet = quiet;
        this.timer = timer;
    }

    /** The mounts have changed. */
    synchronized void changed() {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = timer.schedule(this::look, quiet.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("mounts change while the bundle stops");
        }
    }

    private void look() {
        Set<String> found = new HashSet<>();
        for (MountSettings mount : mounts.get()) {
            try {
                if (question.lacks(mount, lacking.contains(mount.name()))) {
                    found.add(mount.name());
                }
            } catch (RuntimeException failed) {
                // Messages of stores may bear secrets.
                LOG.warn(
                        "mount {} could not be looked at: {}",
                        mount.name(),
                        failed.getClass().getSimpleName());
            }
        }
        lacking = found;
        if (!found.isEmpty()) {
            changed();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
