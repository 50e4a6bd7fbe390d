/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.ArrayDeque;
import java.util.Queue;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the session what its requests did. What the thread that reads from the client has done itself is told when the replies have
 * left, so that the client works on them meanwhile; what comes from another thread at once, before its reply. All is told in the order of
 * the requests where these depend on each other, and before the reading thread sees that the client is gone.
 */
public final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final SessionContext session;

    /** Of the reading thread. */
    private final Queue<Activity> later = new ArrayDeque<>();

    private volatile Thread reading;

    public Reports(SessionContext session) {
        this.session = session;
    }

    void report(Activity activity) {
        if (Thread.currentThread() == reading) {
            later.add(activity);
        } else {
            tell(activity);
        }
    }

    /** The current thread begins with what the client has sent. */
    public void reads() {
        reading = Thread.currentThread();
    }

    /** Tells what was to be told later; does nothing on other threads than the reading one. */
    public void catchUp() {
        if (Thread.currentThread() == reading) {
            tellAll();
        }
    }

    /** The thread that called {@link #reads} is done with it. */
    public void hasRead() {
        reading = null;
        tellAll();
    }

    private void tellAll() {
        for (Activity next = later.poll(); next != null; next = later.poll()) {
            tell(next);
        }
    }

    /** The session goes on whatever those do who are told: a bundle may just be going. */
    private void tell(Activity activity) {
        try {
            session.report(activity);
        } catch (RuntimeException | Error bug) {
            LOG.warn("session {}: {} could not be told: {}", session.id(), activity.kind(), RequestWork.trace(bug));
        }
    }
}
