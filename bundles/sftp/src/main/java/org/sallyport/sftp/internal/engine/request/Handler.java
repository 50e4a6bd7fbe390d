/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.sftp.internal.codec.Request;

/** Knows what one kind of request does. */
@FunctionalInterface
public interface Handler<R extends Request> {

    /**
     * Plans the request. Called in the order of arrival, on any thread; must not block.
     *
     * @throws FileTreeException if it can be seen already that it fails
     */
    Plan plan(RequestContext context, R request) throws FileTreeException;
}
