/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** An open file of a store; contracts as those of {@link org.sallyport.api.filetree.OpenFile}. */
public interface StoreFile {

    /** Where it is in the store now; follows renames. */
    List<String> names();

    /** Equal for all open files that are the same file, and for its place. */
    Object orderKey();

    int read(ByteBuffer target, long position) throws FileTreeException;

    void write(ByteBuffer source, long position) throws FileTreeException;

    void truncate(long size) throws FileTreeException;

    void sync() throws FileTreeException;

    FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException;

    void setAttributes(FileAttributes changes) throws FileTreeException;

    /** Moves bytes to another file without bringing them into the heap where the store can; -1 where it cannot. */
    long transferTo(StoreFile target, long position, long length, long targetPosition) throws FileTreeException;

    /** Whether the close of a file that was written takes no time, as nothing has to be waited for. */
    default boolean closesPromptly() {
        return false;
    }

    void close() throws FileTreeException;

    void abandon();
}
