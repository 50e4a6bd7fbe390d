/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.karaf.jdk24;

import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import javax.security.auth.Subject;

/**
 * The subject that a thread acts for. Threads inherit it from those that start them, as they inherited the access control context: the
 * console runs each part of a pipe in a thread of its own. Called by woven code only.
 */
public final class Subjects {

    private static final InheritableThreadLocal<Subject> CURRENT = new InheritableThreadLocal<>();

    private Subjects() {}

    /**
     * Instead of {@code Subject.getSubject}.
     *
     * @param ignored what the woven call still passes
     * @return null if there is none
     */
    public static Subject current(Object ignored) {
        return CURRENT.get();
    }

    /** Runs an action for a subject. */
    public static <T> T doAs(Subject subject, PrivilegedAction<T> action) {
        Subject before = CURRENT.get();
        CURRENT.set(subject);
        try {
            return action.run();
        } finally {
            restore(before);
        }
    }

    /**
     * Runs an action for a subject.
     *
     * @throws PrivilegedActionException if the action threw a checked exception
     */
    public static <T> T doAs(Subject subject, PrivilegedExceptionAction<T> action) throws PrivilegedActionException {
        Subject before = CURRENT.get();
        CURRENT.set(subject);
        try {
            return action.run();
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new PrivilegedActionException(checked);
        } finally {
            restore(before);
        }
    }

    private static void restore(Subject before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
