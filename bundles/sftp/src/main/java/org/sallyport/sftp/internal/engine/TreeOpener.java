/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.session.SessionContext;

/** Opens what a session sees; may block. */
@FunctionalInterface
public interface TreeOpener {

    FileTree open(SessionContext session) throws FileTreeException;
}
