/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.util.ArrayDeque;
import java.util.Deque;

/** The pending operations on one file: what one file takes of the session's bounds. Guarded by the scheduler's lock. */
final class Lane {

    final Object key;
    /** Those that wait for nothing but a worker and room. */
    final Deque<Operation> ready = new ArrayDeque<>(2);
    /** Whether it stands among the lanes that have something ready. */
    boolean listed;

    int pending;
    int ownRunning;
    int sharedRunning;
    long replyBytes;
    long earlyBytes;

    Lane(Object key) {
        this.key = key;
    }

    boolean isIdle() {
        return ownRunning + sharedRunning == 0;
    }
}
