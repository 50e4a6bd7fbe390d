/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/**
 * Parts of immutable files, as the grid stores them, in memory and on a disk: never stale, shared by all who read a file, each fetched once
 * however many want it. For many threads; its lock is not held while a node or a disk is asked.
 */
public final class Segments {

    /** The size of a segment of a file in bytes: Tahoe-LAFS checks and decodes whole ones. */
    static final int SIZE = 1 << 20;

    private static final int ATTEMPTS = 2;
    private static final int MOST_AHEAD = 64;
    /** By one request, after which others have their turn. */
    private static final int LONGEST_PART = 128;
    /** At a time, of all files: half of the requests that a node is sent at once, since a long part takes long. */
    private static final int LONG_PARTS = 8;

    private record Key(String file, long number) {

        String text() {
            return file + '/' + number;
        }
    }

    private final GridClient grid;
    private final Executor ahead;
    private final Duration patience;
    private final long mostBytes;
    private final Optional<SegmentFiles> disk;
    private final LinkedHashMap<Key, CompletableFuture<byte[]>> segments = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore longParts = new Semaphore(LONG_PARTS);
    private final List<ReadAhead> running = new ArrayList<>();
    private long bytes;

    /**
     * @param ahead fetches what will probably be wanted
     * @param patience for how long a node may be held back by those who read more slowly than it sends, before a request is given up
     * @param mostBytes kept in memory; what is on its way comes on top
     * @param disk keeps more of them
     */
    public Segments(GridClient grid, Executor ahead, Duration patience, long mostBytes, Optional<SegmentFiles> disk) {
        this.grid = grid;
        this.ahead = ahead;
        this.patience = patience;
        this.mostBytes = mostBytes;
        this.disk = disk;
    }

    /** How many segments of a file are fetched ahead of a reader at most, so that they are still there when they are wanted. */
    int mostAhead() {
        long room = disk.map(SegmentFiles::mostBytes).orElse(mostBytes) / 8 / SIZE;
        return (int) Math.max(1, Math.min(MOST_AHEAD, room));
    }

    /** The segment of that number, of {@link #SIZE} bytes but for the last one. */
    byte[] get(Content file, long number) throws IOException {
        Key key = new Key(file.identity(), number);
        for (int attempt = 1; true; attempt++) {
            CompletableFuture<byte[]> mine = new CompletableFuture<>();
            CompletableFuture<byte[]> known;
            synchronized (segments) {
                known = segments.putIfAbsent(key, mine);
            }
            if (known == null) {
                return fetch(file, key, length(file.size(), number), mine);
            }
            try {
                return known.join();
            } catch (CompletionException failed) {
                // What was fetched ahead may have failed for a reason that this segment has nothing to do with.
                if (attempt == ATTEMPTS && failed.getCause() instanceof IOException cause) {
                    throw new IOException(cause.getMessage(), cause);
                } else if (attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private static int length(long size, long number) {
        return (int) Math.min(SIZE, size - number * SIZE);
    }

    private byte[] fetch(Content file, Key key, int length, CompletableFuture<byte[]> target) throws IOException {
        try {
            Optional<byte[]> kept = disk.flatMap(files -> files.read(key.text()));
            byte[] content = kept.isPresent() ? kept.get() : grid.read(file.capability(), key.number() * SIZE, length);
            complete(key, target, content);
            return content;
        } catch (IOException | RuntimeException | Error failed) {
            fail(key, target, failed);
            throw failed;
        }
    }

    /**
     * Begins to fetch segments that follow each other, from the first that is not here or on its way, unless that is far ahead or much is
     * fetched ahead already; or goes on with what others have begun there.
     *
     * @param first number of the first segment
     * @param near number after the last at which it is worth while to begin
     * @param limit number after the last that is wanted now
     */
    Optional<ReadAhead> readAhead(Content file, long first, long near, long limit) {
        long end = file.size() / SIZE + (file.size() % SIZE >= GridClient.SHORTEST_LAST_PIECE ? 1 : 0);
        while (true) {
            long missing = first;
            while (missing < Math.min(near, end) && isKnown(file, missing)) {
                missing++;
            }
            if (missing >= Math.min(near, end)) {
                return Optional.empty();
            }
            long from = missing;
            Optional<ReadAhead> found;
            synchronized (running) {
                found = running.stream()
                        .filter(other -> other.file().identity().equals(file.identity()) && other.leads(first, from))
                        .findAny();
                if (found.isEmpty()) {
                    if (!longParts.tryAcquire()) {
                        return Optional.empty();
                    }
                    long to = endOfMissing(file, from, end);
                    CompletableFuture<byte[]> claimed = claim(file, from);
                    if (claimed != null) {
                        return begin(file, from, to, limit, claimed);
                    }
                    longParts.release();
                }
            }
            if (found.isPresent()) {
                found.get().want(limit);
                return found;
            }
            // Others have begun with it between the two looks.
        }
    }

    /** The caller holds the lock of those that run, and a permit for this one. Empty where no thread can be had. */
    private Optional<ReadAhead> begin(
            Content file, long from, long end, long limit, CompletableFuture<byte[]> claimed) {
        ReadAhead begun = new ReadAhead(this, file, from, end, claimed, patience, ahead);
        begun.want(limit);
        running.add(begun);
        return start(begun);
    }

    private long endOfMissing(Content file, long from, long end) {
        long to = from + 1;
        while (to < Math.min(end, from + LONGEST_PART) && !isKnown(file, to)) {
            to++;
        }
        return to;
    }

    /** Whether it is here or on its way. */
    private boolean isKnown(Content file, long number) {
        Key key = new Key(file.identity(), number);
        if (disk.filter(files -> files.has(key.text())).isPresent()) {
            return true;
        }
        synchronized (segments) {
            return segments.containsKey(key);
        }
    }

    /** Empty where no thread can be had for it: whoever reads fetches what he wants himself. */
    private Optional<ReadAhead> start(ReadAhead begun) {
        try {
            ahead.execute(() -> {
                try {
                    begun.fetch(grid);
                } finally {
                    end(begun);
                }
            });
            return Optional.of(begun);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            begun.close(noThread);
            end(begun);
            return Optional.empty();
        }
    }

    private void end(ReadAhead begun) {
        synchronized (running) {
            running.remove(begun);
        }
        longParts.release();
    }

    /** What the caller has to complete or to fail, or null if the segment is here or on its way. */
    CompletableFuture<byte[]> claim(Content file, long number) {
        Key key = new Key(file.identity(), number);
        if (disk.filter(files -> files.has(key.text())).isPresent()) {
            return null;
        }
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        synchronized (segments) {
            return segments.putIfAbsent(key, mine) == null ? mine : null;
        }
    }

    void complete(Content file, long number, CompletableFuture<byte[]> claimed, byte[] content) {
        complete(new Key(file.identity(), number), claimed, content);
    }

    void fail(Content file, long number, CompletableFuture<byte[]> claimed, Throwable why) {
        fail(new Key(file.identity(), number), claimed, why);
    }

    private void complete(Key key, CompletableFuture<byte[]> target, byte[] content) {
        synchronized (segments) {
            // Whatever is done here is counted, so that what makes room takes off no more than was added.
            bytes += segments.get(key) == target ? content.length : 0;
            target.complete(content);
        }
        disk.ifPresent(files -> files.write(key.text(), content));
        synchronized (segments) {
            makeRoom();
        }
    }

    private void fail(Key key, CompletableFuture<byte[]> target, Throwable failed) {
        synchronized (segments) {
            segments.remove(key, target);
        }
        target.completeExceptionally(failed);
    }

    private void makeRoom() {
        var oldest = segments.values().iterator();
        while (bytes > mostBytes && oldest.hasNext()) {
            CompletableFuture<byte[]> candidate = oldest.next();
            if (candidate.isDone()) {
                oldest.remove();
                bytes -= candidate.join().length;
            }
        }
    }
}
