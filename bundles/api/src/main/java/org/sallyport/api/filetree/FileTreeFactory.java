/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import org.sallyport.api.session.SessionContext;

/**
 * Makes the tree of a session. An OSGi service, a singleton: trees that it made go on working when it is replaced, until
 * their sessions close them.
 */
public interface FileTreeFactory {

    /** @throws FileTreeException if the user has no mount at all, or the stores are not ready */
    FileTree open(SessionContext session) throws FileTreeException;
}
