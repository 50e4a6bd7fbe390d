/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.vfs2.FileSystemException;

/** What a store sees of contents that are sent to it, and where it holds them up or fails. For many threads. */
final class SentContents implements RecordedStore.Updates {

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger sealed = new AtomicInteger();
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private volatile int holdsAt = Integer.MAX_VALUE;
    private volatile int failsAt = Integer.MAX_VALUE;

    /** Contents that were sent from the spool after they had been sealed. */
    int sealed() {
        return sealed.get();
    }

    /** Most bytes that have come of a content which was not sealed yet. */
    int received() {
        return received.get();
    }

    void forgetReceived() {
        received.set(0);
    }

    void awaitReceived(int bytes) throws InterruptedException {
        while (received.get() < bytes) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Takes nothing behind so many bytes of an unfinished content until {@link #goOn}. */
    void holdAt(int bytes) {
        holdsAt = bytes;
    }

    void goOn() {
        goesOn.countDown();
    }

    /** Fails as soon as so many bytes of an unfinished content have come. */
    void failAt(int bytes) {
        failsAt = bytes;
    }

    @Override
    public void content() {
        sealed.incrementAndGet();
    }

    @Override
    public void early(int bytes) throws FileSystemException {
        received.accumulateAndGet(bytes, Math::max);
        if (bytes >= failsAt) {
            throw new FileSystemException("the node is gone");
        }
        if (bytes >= holdsAt) {
            try {
                goesOn.await();
            } catch (InterruptedException stopped) {
                throw new FileSystemException(stopped);
            }
        }
    }
}
