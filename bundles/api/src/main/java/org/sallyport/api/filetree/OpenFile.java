/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.nio.ByteBuffer;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;

/**
 * An open file. Reads may run at once in several threads; the caller sees to it that nothing else runs beside a write,
 * truncation, change or close of the same file.
 */
public interface OpenFile {

    /** Where it is now: where it was opened, or where it was renamed to since. */
    VirtualPath path();

    /**
     * Identifies the file for ordering requests; equal for all open files and paths ({@link FileTree#orderKey}) that are
     * known to denote the same file of the same store.
     */
    Object orderKey();

    /** Whether calls are quick enough for an I/O thread: a local file on a file system that does not hang. */
    boolean isPrompt();

    /** Whether {@link #close} is quick enough for an I/O thread too, with all that it has to make good for what was written. */
    boolean closesPromptly();

    /**
     * Reads at a position.
     *
     * @return how many bytes, fewer than wanted only at the end of the file; -1 if there are none behind the position
     */
    int read(ByteBuffer target, long position) throws FileTreeException;

    /** Writes all bytes at a position, or at the end for a file opened to append. */
    void write(ByteBuffer source, long position) throws FileTreeException;

    /** Cuts or extends (with zeros) to a size. */
    void truncate(long size) throws FileTreeException;

    /** Returns when everything written so far would survive a power cut. */
    void sync() throws FileTreeException;

    FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException;

    /** Changes attributes; a size among them truncates. */
    void setAttributes(FileAttributes changes) throws FileTreeException;

    /** Ends the use; for a written file this is where it is accepted. A second call does nothing. */
    void close() throws FileTreeException;

    /** Ends the use without the client's CLOSE: what was written is not to be published over something good. */
    void abandon();
}
