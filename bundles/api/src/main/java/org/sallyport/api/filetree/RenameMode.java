/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

/** What a rename does to an existing target. */
public enum RenameMode {
    /** Fails with ALREADY_EXISTS. */
    NO_REPLACE,
    /** Replaces a file, never a directory. */
    REPLACE_FILE,
    /** As {@code rename(2)}: replaces a file by a file, an empty directory by a directory; at once where the store can. */
    REPLACE,
    /** The same, but fails with UNSUPPORTED where there would be a moment without the name. */
    REPLACE_AT_ONCE
}
