/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

/** A session that looks at a store; equal to itself alone. */
public interface Viewer {

    String user();

    /** Whether the client has gone, so that nobody waits any more for what it asked. */
    boolean isGone();
}
