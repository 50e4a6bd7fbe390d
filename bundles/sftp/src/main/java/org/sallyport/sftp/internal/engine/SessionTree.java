/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.util.Optional;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.session.SessionContext;
import org.sallyport.sftp.internal.engine.request.RequestWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tree of one session, which is opened beside the SFTP handshake because a store may be slow to answer. */
final class SessionTree {

    private static final Logger LOG = LoggerFactory.getLogger(SessionTree.class);

    private volatile FileTree tree;
    private volatile FileTreeException failure;

    void open(TreeOpener opener, SessionContext session) {
        try {
            tree = opener.open(session);
        } catch (FileTreeException refused) {
            LOG.warn("session {} of {} has no files: {}", session.id(), session.user(), refused.getMessage());
            failure = refused;
        } catch (RuntimeException | Error bug) {
            LOG.warn("the files of session {} could not be opened: {}", session.id(), RequestWork.trace(bug));
            failure = new FileTreeException(Reason.UNAVAILABLE, "The files are not available");
        }
    }

    /** Whether it is known if there is a tree. */
    boolean isSettled() {
        return tree != null || failure != null;
    }

    /** Null as long as there is none. */
    FileTree tree() {
        return tree;
    }

    /** Why there is none and will not be. */
    Optional<FileTreeException> failure() {
        return Optional.ofNullable(failure);
    }

    void close() {
        if (tree == null) {
            return;
        }
        try {
            tree.close();
        } catch (RuntimeException | Error bug) {
            LOG.warn("a file tree could not be closed: {}", RequestWork.trace(bug));
        }
    }
}
