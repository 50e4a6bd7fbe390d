/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.sftp.internal.codec.ReplyBuffer;

/** What a request does when its turn has come. */
@FunctionalInterface
public interface Action {

    /** Does it; may block on a store. Answers the one reply that the request gets. */
    ReplyBuffer run() throws FileTreeException;

    /** Takes into its own memory what the packet's memory holds; called if it has to wait. */
    default void retain() {}
}
