/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.sallyport.sftp.internal.engine.reply.ReplyPool;
import org.sallyport.sftp.internal.engine.request.Handlers;
import org.sallyport.sftp.internal.engine.request.OpenUploads;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/**
 * What all sessions share that one activation of the component began. It outlives the component: an update of the bundle must
 * not end sessions, so the threads end with the last session.
 */
public final class Generation {

    private final Workers workers;
    private final ReplyPool pool = new ReplyPool();
    private final Handlers handlers = new Handlers();
    private final OpenUploads uploads = new OpenUploads();
    private final RandomGenerator random = new SecureRandom();
    private int sessions;
    private boolean retired;

    public Generation(Workers workers) {
        this.workers = workers;
    }

    Workers workers() {
        return workers;
    }

    ReplyPool pool() {
        return pool;
    }

    Handlers handlers() {
        return handlers;
    }

    OpenUploads uploads() {
        return uploads;
    }

    RandomGenerator random() {
        return random;
    }

    synchronized void sessionBegins() {
        sessions++;
    }

    synchronized void sessionEnded() {
        sessions--;
        endIfUnused();
    }

    /** No session begins any more. */
    public synchronized void retire() {
        retired = true;
        endIfUnused();
    }

    /** Sessions that have not given back everything yet. */
    public synchronized int sessions() {
        return sessions;
    }

    private void endIfUnused() {
        if (retired && sessions == 0) {
            workers.shutdown();
        }
    }
}
