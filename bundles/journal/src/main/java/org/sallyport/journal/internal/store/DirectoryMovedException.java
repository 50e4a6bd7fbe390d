/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;

/** The directory of an upload is not where it was: nothing, or another, has its name. */
public final class DirectoryMovedException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryMovedException() {
        super("the directory is not where it was");
    }
}
