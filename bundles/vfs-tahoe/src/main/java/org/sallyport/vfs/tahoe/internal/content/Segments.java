/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
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
    /** At a time, of all files: half of the requests that a node is sent at once, since a long part takes long. */
    private static final int LONG_PARTS = 8;

    private record Key(String file, long number) {

        String text() {
            return file + '/' + number;
        }
    }

    private final GridClient grid;
    private final Executor ahead;
    private final long mostBytes;
    private final Optional<SegmentFiles> disk;
    private final LinkedHashMap<Key, CompletableFuture<byte[]>> segments = new LinkedHashMap<>(16, 0.75f, true);
    private final Semaphore longParts = new Semaphore(LONG_PARTS);
    private long bytes;

    /**
     * @param ahead fetches what will probably be wanted
     * @param mostBytes kept in memory; what is on its way comes on top
     * @param disk keeps more of them
     */
    public Segments(GridClient grid, Executor ahead, long mostBytes, Optional<SegmentFiles> disk) {
        this.grid = grid;
        this.ahead = ahead;
        this.mostBytes = mostBytes;
        this.disk = disk;
    }

    /** How many segments of a file are fetched ahead by one request at most, so that they are still there when they are wanted. */
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
     * Begins to fetch segments that follow each other, but for those that are here or beyond the end; or does not, when much is fetched ahead
     * already.
     *
     * @param count at most {@link #mostAhead()}
     */
    void prepare(Content file, long first, int count) {
        if (!longParts.tryAcquire()) {
            return;
        }
        List<Run> runs = new ArrayList<>();
        Run run = new Run(first, new ArrayList<>());
        for (long number = first; number < first + count && number * SIZE < file.size(); number++) {
            CompletableFuture<byte[]> mine = new CompletableFuture<>();
            if (length(file.size(), number) >= GridClient.SHORTEST_LAST_PIECE && isMissing(file, number, mine)) {
                run.targets.add(mine);
            } else {
                runs.add(run);
                run = new Run(number + 1, new ArrayList<>());
            }
        }
        runs.add(run);
        runs.removeIf(empty -> empty.targets.isEmpty());
        if (runs.isEmpty()) {
            longParts.release();
        } else {
            ahead.execute(() -> fetchAhead(file, runs));
        }
    }

    /** Segments that follow each other and are fetched by one request. */
    private record Run(long first, List<CompletableFuture<byte[]>> targets) {}

    private boolean isMissing(Content file, long number, CompletableFuture<byte[]> mine) {
        Key key = new Key(file.identity(), number);
        if (disk.filter(files -> files.has(key.text())).isPresent()) {
            return false;
        }
        synchronized (segments) {
            return segments.putIfAbsent(key, mine) == null;
        }
    }

    private void fetchAhead(Content file, List<Run> runs) {
        try {
            runs.forEach(run -> fetchRun(file, run.first, run.targets));
        } finally {
            longParts.release();
        }
    }

    private void fetchRun(Content file, long first, List<CompletableFuture<byte[]>> run) {
        int[] done = {0};
        try {
            long length = Math.min(file.size(), (first + run.size()) * SIZE) - first * SIZE;
            grid.read(file.capability(), first * SIZE, length, SIZE, piece -> {
                int index = done[0]++;
                // What is complete is not held here, where it would be for as long as the run takes.
                complete(new Key(file.identity(), first + index), run.set(index, null), piece);
            });
        } catch (IOException | RuntimeException | Error failed) {
            for (int i = done[0]; i < run.size(); i++) {
                fail(new Key(file.identity(), first + i), run.get(i), failed);
            }
        }
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
