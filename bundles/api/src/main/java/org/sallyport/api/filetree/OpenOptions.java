/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

/**
 * How to open a file, in POSIX terms.
 *
 * @param read whether it will be read
 * @param write whether it will be written
 * @param append every write goes to the end, whatever its position says
 * @param create make it if it is not there
 * @param truncate empty it if it is there
 * @param exclusive with {@code create}: fail if it is there
 * @param noFollow fail if the last name is a symbolic link
 */
public record OpenOptions(
        boolean read,
        boolean write,
        boolean append,
        boolean create,
        boolean truncate,
        boolean exclusive,
        boolean noFollow) {

    public static final OpenOptions READ = new OpenOptions(true, false, false, false, false, false, false);

    /** Create or replace, for writing. */
    public static final OpenOptions REPLACE = new OpenOptions(false, true, false, true, true, false, false);
}
