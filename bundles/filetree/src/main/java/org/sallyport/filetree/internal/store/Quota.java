/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;

/**
 * Bounds on bytes and files of one store, kept by counting what changes. Writers that run at once cannot pass a bound together: what is
 * needed is taken before it is used, and given back if it was not.
 */
public final class Quota {

    private final long mostBytes;
    private final long mostFiles;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    /**
     * @param mostBytes 0 means any number
     * @param mostFiles 0 means any number
     */
    public Quota(long mostBytes, long mostFiles) {
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
    }

    public boolean isBounded() {
        return mostBytes > 0 || mostFiles > 0;
    }

    /** Takes room for bytes, or gives it back where the number is negative. */
    public void takeBytes(long count) throws FileTreeException {
        take(bytes, count, mostBytes, "Quota exceeded: at most " + mostBytes + " bytes");
    }

    /** Takes room for files, or gives it back where the number is negative. */
    public void takeFiles(long count) throws FileTreeException {
        take(files, count, mostFiles, "Quota exceeded: at most " + mostFiles + " files");
    }

    /** Gives room back. */
    public void give(long byteCount, long fileCount) {
        bytes.addAndGet(-byteCount);
        files.addAndGet(-fileCount);
    }

    private static void take(AtomicLong used, long count, long most, String message) throws FileTreeException {
        if (used.addAndGet(count) > most && most > 0 && count > 0) {
            used.addAndGet(-count);
            throw new FileTreeException(Reason.QUOTA, message);
        }
    }

    /** Counts in what is there already. */
    public void count(long byteCount, long fileCount) {
        bytes.addAndGet(byteCount);
        files.addAndGet(fileCount);
    }

    public long freeBytes(long otherwise) {
        return mostBytes == 0 ? otherwise : Math.min(otherwise, Math.max(0, mostBytes - bytes.get()));
    }

    public long freeFiles(long otherwise) {
        return mostFiles == 0 ? otherwise : Math.min(otherwise, Math.max(0, mostFiles - files.get()));
    }

    public long mostBytes(long otherwise) {
        return mostBytes == 0 ? otherwise : Math.min(otherwise, mostBytes);
    }
}
