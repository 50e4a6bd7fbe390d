/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.nio.file.Path;
import org.sallyport.filetree.internal.store.FailedWrites;
import org.sallyport.filetree.internal.store.WritePolicy;

/**
 * Content that has no name yet, or is to replace what is at a name: a hidden file in the directory of that name. The session that
 * writes it sees it at the name, all others when it is published.
 */
final class Upload {

    /** Room that was given back ahead for what is to be replaced. */
    record Credit(long bytes, long files) {

        static final Credit NONE = new Credit(0, 0);
    }

    private final FailedWrites failedWrites = new FailedWrites();
    private final Object session;
    private final WritePolicy policy;
    private final Credit credit;
    private final boolean exclusive;
    private volatile Path path;
    private volatile boolean ended;

    /**
     * @param path the hidden file
     * @param exclusive whether nothing may be at the name when it is published
     */
    Upload(Object session, WritePolicy policy, Path path, Credit credit, boolean exclusive) {
        this.session = session;
        this.policy = policy;
        this.path = path;
        this.credit = credit;
        this.exclusive = exclusive;
    }

    Object session() {
        return session;
    }

    WritePolicy policy() {
        return policy;
    }

    Credit credit() {
        return credit;
    }

    boolean isExclusive() {
        return exclusive;
    }

    /** Where the content is; changes only while the namespace is held exclusively. */
    Path path() {
        return path;
    }

    void movedTo(Path place) {
        path = place;
    }

    /** Whether it was published, cancelled or abandoned. */
    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** What could not be written of it, by any of its handles. */
    FailedWrites failedWrites() {
        return failedWrites;
    }
}
