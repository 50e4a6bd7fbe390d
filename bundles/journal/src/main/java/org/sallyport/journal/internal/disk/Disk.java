/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.IOException;
import java.util.List;

/** The folder of a spool, as few operations as it needs, so that tests can record them, lose them and make them fail. */
public interface Disk {

    /** Makes a file that is not there. Its name is durable after {@link #syncFolder}. */
    DiskFile create(String name) throws IOException;

    /** Opens a file for reading. */
    DiskFile open(String name) throws IOException;

    List<String> list() throws IOException;

    void delete(String name) throws IOException;

    /** Gives a file another name, in place of what has it. */
    void rename(String from, String to) throws IOException;

    /** Makes the names that were made, changed and deleted durable. */
    void syncFolder() throws IOException;

    /** Bytes that can still be written. */
    long usableSpace() throws IOException;
}
