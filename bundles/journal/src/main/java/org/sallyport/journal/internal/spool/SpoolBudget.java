/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.journal.internal.disk.Disk;

/**
 * Bounds on what the spool holds, in all and for each user. Room is taken when a client opens and writes, so that what it closes always
 * has its place.
 */
public final class SpoolBudget {

    /** How much is taken between two looks at the disk. */
    private static final long LOOK = 1 << 20;

    private final Disk disk;
    private final Limits limits;
    private final Map<String, Use> users = new HashMap<>();
    private final Use all = new Use();
    private long sinceLook = LOOK;

    /**
     * @param bytes of all users
     * @param files of all users
     * @param userBytes of each
     * @param userFiles of each
     * @param reserve bytes of the disk that stay free
     */
    public record Limits(long bytes, long files, long userBytes, long userFiles, long reserve) {}

    /** What is in use. */
    private static final class Use {

        private long bytes;
        private long files;
    }

    public SpoolBudget(Disk disk, Limits limits) {
        this.disk = disk;
        this.limits = limits;
    }

    /** Takes room. @throws FileTreeException QUOTA where a bound would be passed, NO_SPACE where the disk is full */
    public void take(String user, long bytes, long files) throws FileTreeException {
        synchronized (this) {
            Use own = users.computeIfAbsent(user, name -> new Use());
            check(all, bytes, files, limits.bytes(), limits.files(), "The spool is full");
            check(own, bytes, files, limits.userBytes(), limits.userFiles(), "Your share of the spool is full");
            add(user, bytes, files);
            sinceLook += bytes;
            if (sinceLook < LOOK) {
                return;
            }
            sinceLook = 0;
        }
        lookAtDisk(user, bytes, files);
    }

    private void lookAtDisk(String user, long bytes, long files) throws FileTreeException {
        try {
            if (disk.usableSpace() >= limits.reserve() + bytes) {
                return;
            }
        } catch (IOException unknown) {
            give(user, bytes, files);
            throw new FileTreeException(Reason.FAILURE, "The spool cannot be used", unknown);
        }
        synchronized (this) {
            sinceLook = LOOK;
        }
        give(user, bytes, files);
        throw new FileTreeException(Reason.NO_SPACE, "The disk of the spool is full");
    }

    private static void check(Use use, long bytes, long files, long mostBytes, long mostFiles, String message)
            throws FileTreeException {
        if (bytes > 0 && bytes > mostBytes - use.bytes) {
            throw new FileTreeException(Reason.QUOTA, message + ": at most " + mostBytes + " bytes wait to be stored");
        }
        if (files > 0 && use.files + files > mostFiles) {
            throw new FileTreeException(Reason.QUOTA, message + ": at most " + mostFiles + " files wait to be stored");
        }
    }

    /** Counts in what is there already, whatever the bounds say. */
    public synchronized void count(String user, long bytes, long files) {
        add(user, bytes, files);
    }

    public synchronized void give(String user, long bytes, long files) {
        add(user, -bytes, -files);
    }

    private void add(String user, long bytes, long files) {
        Use own = users.computeIfAbsent(user, name -> new Use());
        own.bytes += bytes;
        own.files += files;
        all.bytes += bytes;
        all.files += files;
        if (own.bytes == 0 && own.files == 0) {
            users.remove(user);
        }
    }

    public synchronized long bytes() {
        return all.bytes;
    }

    public synchronized long files() {
        return all.files;
    }

    public Limits limits() {
        return limits;
    }
}
