/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;

/** What a client is told when its own spool fails. */
final class SpoolFailure {

    private SpoolFailure() {}

    static FileTreeException of(IOException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return new FileTreeException(Reason.NO_SPACE, "The disk of the spool is full", failed);
            }
        }
        return Spool.unwritable(failed);
    }
}
