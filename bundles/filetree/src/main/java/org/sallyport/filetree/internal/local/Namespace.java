/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.filetree.internal.store.Failures;

/**
 * Keeps renames and new links of a store apart from everything that goes by a path: between finding a place and using it nothing
 * moves. Reading and writing content goes by open channels and needs none of this.
 */
final class Namespace {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Promptness promptness;

    Namespace(Promptness promptness) {
        this.promptness = promptness;
    }

    /** What runs while the namespace holds still. */
    @FunctionalInterface
    interface Action<T> {

        T run() throws IOException, FileTreeException;
    }

    /** Beside others that go by a path. */
    <T> T shared(Action<T> action) throws FileTreeException {
        return locked(lock.readLock(), action);
    }

    /** Alone: for what moves names or makes links. */
    <T> T exclusive(Action<T> action) throws FileTreeException {
        return locked(lock.writeLock(), action);
    }

    private <T> T locked(Lock side, Action<T> action) throws FileTreeException {
        side.lock();
        long began = System.nanoTime();
        try {
            return action.run();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (InvalidPathException malformed) {
            throw Failures.of(malformed);
        } finally {
            promptness.took(System.nanoTime() - began);
            side.unlock();
        }
    }
}
