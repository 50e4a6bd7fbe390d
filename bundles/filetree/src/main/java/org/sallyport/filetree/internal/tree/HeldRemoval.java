/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.concurrent.locks.ReentrantLock;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;

/** A file that its session takes for removed while it is still there. Either it is removed or another takes its place, once. */
final class HeldRemoval {

    private final SessionTree tree;
    private final VirtualPath path;
    private final FileAttributes file;

    /** Held while one of the two is done; it is this file's alone. */
    private final ReentrantLock doing = new ReentrantLock();

    private boolean done;

    /** @param file as it was when the session removed it */
    HeldRemoval(SessionTree tree, VirtualPath path, FileAttributes file) {
        this.tree = tree;
        this.path = path;
        this.file = file;
    }

    FileAttributes file() {
        return file;
    }

    /** Something done instead of the removal. */
    @FunctionalInterface
    interface Replacement {

        void run() throws FileTreeException;
    }

    /** @return false if the file has been removed meanwhile, or another has come to its place, which is not to be replaced */
    boolean replace(Replacement replacement) throws FileTreeException {
        doing.lock();
        try {
            if (done || !isStillThere()) {
                done = true;
                return false;
            }
            replacement.run();
            done = true;
            return true;
        } finally {
            doing.unlock();
        }
    }

    /** Removes the file, unless another has come to its place meanwhile. @return whether it was removed now */
    boolean carryOut() throws FileTreeException {
        doing.lock();
        try {
            if (done) {
                return false;
            }
            done = true;
            if (!isStillThere()) {
                return false;
            }
            tree.removeAcknowledged(path);
            return true;
        } finally {
            doing.unlock();
        }
    }

    private boolean isStillThere() throws FileTreeException {
        try {
            FileAttributes now = tree.stat(path, false, Attribute.BASIC);
            return now.type() == file.type()
                    && now.size() == file.size()
                    && now.modifySeconds() == file.modifySeconds()
                    && now.modifyNanos() == file.modifyNanos();
        } catch (FileTreeException failure) {
            if (failure.reason() == Reason.NO_SUCH_FILE) {
                return false;
            }
            throw failure;
        }
    }
}
