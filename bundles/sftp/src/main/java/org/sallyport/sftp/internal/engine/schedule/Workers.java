/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

/** The threads on which stores are called, shared by all sessions. */
public interface Workers {

    /** How many a session may use whatever the others do; at least 2, so that one file never takes all. */
    int own();

    /** How many more it may use while others leave them. */
    int shared();

    /**
     * Takes one of the shared ones.
     *
     * @param freed run, on a worker, when one is free again after this answered false; asking again asks for another call
     */
    boolean tryShared(Runnable freed);

    void releaseShared();

    /** Runs a task on a thread of its own. */
    void execute(Runnable task);

    /** Lets the threads end when they have nothing to do any more; no task may come afterwards. */
    void shutdown();

    /** Those that suit the Java runtime. */
    static Workers forThisRuntime() {
        return VirtualWorkers.find().orElseGet(PlatformWorkers::new);
    }
}
