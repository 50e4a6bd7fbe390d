/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.ArrayDeque;
import java.util.Queue;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;

/**
 * Tells the session what its requests did. What the thread that reads from the client has done itself is told when the replies have
 * left, so that the client works on them meanwhile; what comes from another thread at once, before its reply. Either way it is told before
 * the reading thread sees that the client is gone.
 */
public final class Reports {

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
            session.report(activity);
        }
    }

    /** The current thread begins with what the client has sent. */
    public void reads() {
        reading = Thread.currentThread();
    }

    /** Replies have left; does nothing on other threads. */
    public void repliesLeft() {
        if (Thread.currentThread() == reading) {
            tell();
        }
    }

    /** The thread that called {@link #reads} is done with it. */
    public void hasRead() {
        reading = null;
        tell();
    }

    private void tell() {
        for (Activity next = later.poll(); next != null; next = later.poll()) {
            session.report(next);
        }
    }
}
