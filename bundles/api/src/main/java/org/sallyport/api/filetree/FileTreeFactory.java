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

    /**
     * The tree of a session for somebody who only asks what its user is told: opening and asking make nothing in any store, not even the
     * folder of a user who has not come yet.
     *
     * @throws FileTreeException as {@link #open}
     */
    default FileTree openToLook(SessionContext session) throws FileTreeException {
        return open(session);
    }
}
