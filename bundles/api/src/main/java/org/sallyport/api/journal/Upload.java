/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.nio.ByteBuffer;
import java.util.List;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;

/** One handle of a file that is being written; contracts as those of {@link org.sallyport.api.filetree.OpenFile}. */
public interface Upload {

    /** Where it will be; follows renames. */
    List<String> names();

    FileAttributes attributes();

    /** Whether its name was removed, or taken by another file, so that what is written goes nowhere. */
    boolean isUnlinked();

    int read(ByteBuffer target, long position) throws FileTreeException;

    /** @throws FileTreeException QUOTA or NO_SPACE if the spool has no room: CLOSE never fails for that */
    void write(ByteBuffer source, long position) throws FileTreeException;

    void truncate(long size) throws FileTreeException;

    void setAttributes(FileAttributes changes) throws FileTreeException;

    /** Makes what was written so far durable: it is stored even if no CLOSE comes. */
    void sync(CloseReply reply) throws FileTreeException;

    /** Seals the upload, and returns when it may be acknowledged. */
    void close(CloseReply reply) throws FileTreeException;

    /** Ends it without a CLOSE. */
    void abandon();
}
