/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.sallyport.vfs.tahoe.internal.web.GridUnavailableException;

/**
 * Keeps what first looks at directories and then changes them apart from other changes made through here: a link must not be set back to a
 * content that was replaced meanwhile, and nothing is linked into a directory that was removed. Waiting has a limit. Those who hold
 * something claim nothing more.
 */
public final class DirectoryGuards {

    /** Of a change that is made and has nothing to tell. */
    public static final Optional<Boolean> DONE = Optional.of(true);

    private static final int STRIPES = 256;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MOST_LOOKS = 20;

    private final Lock directoryMoves = new ReentrantLock();
    private final ReadWriteLock[] stripes =
            Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);

    /** Looks where things are, as far as is known. */
    @FunctionalInterface
    public interface Look<P> {

        P at() throws IOException;
    }

    /** What the change of such places needs. */
    @FunctionalInterface
    public interface Need<P> {

        Claim of(P places) throws IOException;
    }

    /** A change of places; empty if they turn out to be other ones than were looked at. */
    @FunctionalInterface
    public interface Change<P, T> {

        Optional<T> make(P places) throws IOException;
    }

    /**
     * Makes a change at places that were looked up while nobody else changes their directories. What is found before that may have been
     * moved or removed until then, so it is looked up again, and all is begun anew if it leads elsewhere.
     */
    public <P, T> T change(Look<P> look, Need<P> need, Change<P, T> change) throws IOException {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Claim claim = need.of(look.at());
            Optional<T> made = holding(claim, () -> {
                P now = look.at();
                return need.of(now).equals(claim) ? change.make(now) : Optional.empty();
            });
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw new GridUnavailableException("other changes of the directory do not end");
    }

    private <T> Optional<T> holding(Claim claim, Look<Optional<T>> change) throws IOException {
        Deque<Lock> held = new ArrayDeque<>();
        try {
            if (claim.movesDirectory()) {
                hold(directoryMoves, held);
            }
            for (Lock lock : locks(claim).values()) {
                hold(lock, held);
            }
            return change.at();
        } finally {
            held.forEach(Lock::unlock);
        }
    }

    /** In an order that is the same for all. */
    private SortedMap<Integer, Lock> locks(Claim claim) {
        SortedMap<Integer, Lock> locks = new TreeMap<>();
        claim.shared().forEach(directory -> locks.put(stripe(directory), stripes[stripe(directory)].readLock()));
        claim.alone().forEach(directory -> locks.put(stripe(directory), stripes[stripe(directory)].writeLock()));
        return locks;
    }

    private static int stripe(String directory) {
        return Math.floorMod(directory.hashCode(), STRIPES);
    }

    private static void hold(Lock lock, Deque<Lock> held) throws IOException {
        try {
            if (!lock.tryLock(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new GridUnavailableException("another change of the directory does not end");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a directory");
        }
        held.push(lock);
    }
}
