/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

/** What an operation does once its turn has come. It must not throw: whatever goes wrong is its own to answer. */
public interface Work {

    /** Does it, and answers. */
    void run();

    /** Takes into its own memory what will not stay valid; called before it has to wait. */
    void retain();

    /** Called instead of {@link #run} when the session ended before its turn came; must not block. */
    void drop();

    /** Whether its answer could be sent at once, no earlier one being due before it. */
    boolean isNextToAnswer();
}
