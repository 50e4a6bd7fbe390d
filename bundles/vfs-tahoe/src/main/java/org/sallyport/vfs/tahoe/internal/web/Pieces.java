/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

/** Receives a body in pieces, and holds it back at the node while it wants no more of it. Called by one thread at a time. */
@FunctionalInterface
public interface Pieces {

    /** What holds a body back. For any thread; what comes after the body's end has no effect. */
    interface Flow {

        /** Lets it go on. */
        void resume();

        /** Ends it where it is, as if all had come. */
        void end();
    }

    /** @param piece of the size that was asked for, or less if it is the last one; it is the receiver's from now on */
    void take(byte[] piece);

    /**
     * Asked whenever some of the body has come.
     *
     * @param flow resumed or ended later if the answer is no
     * @return whether more is wanted now
     */
    default boolean wantsMore(Flow flow) {
        return true;
    }
}
