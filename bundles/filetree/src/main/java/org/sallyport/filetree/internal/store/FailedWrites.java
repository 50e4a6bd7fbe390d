/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;

/**
 * What of an upload could not be written, as when a disk or quota is full. Clients send CLOSE all the same (OpenSSH's {@code sftp} does), so
 * it is here that half a file is kept from being taken for the whole. For many threads.
 */
public final class FailedWrites {

    private volatile FileTreeException failure;
    private long start;
    private long end;

    /** A write failed; some of it may have been written. */
    public synchronized void failed(long position, long length, FileTreeException why) {
        long last = position + length;
        start = failure == null ? position : Math.min(start, position);
        end = failure == null ? last : Math.max(end, last);
        failure = why;
    }

    /** A write ended in a way that nobody expected, as when memory runs out. */
    public void failed(long position, long length, Throwable unexpected) {
        failed(position, length, new FileTreeException(Reason.FAILURE, "it could not be written", unexpected));
    }

    /** A write succeeded; if it covers all that failed, nothing is missing any more. */
    public void written(long position, long length) {
        if (failure == null) {
            return;
        }
        synchronized (this) {
            if (position <= start && position + length >= end) {
                failure = null;
            }
        }
    }

    /** The file was cut; what lay behind is not missing any more. */
    public void truncated(long size) {
        if (failure == null) {
            return;
        }
        synchronized (this) {
            if (size <= start) {
                failure = null;
            }
        }
    }

    /** Whether something is missing. */
    public boolean any() {
        return failure != null;
    }

    /** @throws FileTreeException with the reason of the last failure, if something is missing */
    public void throwIfAny(String consequence) throws FileTreeException {
        FileTreeException why = failure;
        if (why != null) {
            throw new FileTreeException(why.reason(), consequence + ": " + why.getMessage(), why);
        }
    }
}
