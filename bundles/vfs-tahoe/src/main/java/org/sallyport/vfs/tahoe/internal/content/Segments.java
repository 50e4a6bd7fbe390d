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
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/**
 * Parts of immutable files, as the grid stores them, in memory and on a disk: never stale, shared by all who read a file, each fetched once
 * however many want it. For many threads; its lock is not held while a node or a disk is asked.
 */
public final class Segments {

    /** The size of a segment of a file in bytes: Tahoe-LAFS checks and decodes whole ones. */
    static final int SIZE = 1 << 20;

    private static final int ATTEMPTS = 2;
    private static final int MOST_AHEAD = 32;

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

    /** How many segments of one file are fetched ahead at most, so that they are still there when they are wanted. */
    int mostAhead() {
        long room = disk.map(SegmentFiles::mostBytes).orElse(mostBytes) / 8 / SIZE;
        return (int) Math.max(1, Math.min(MOST_AHEAD, room));
    }

    /** The segment of that number, of {@link #SIZE} bytes but for the last one. */
    byte[] get(Capability file, long size, long number) throws IOException {
        Key key = new Key(file.identity(), number);
        for (int attempt = 1; true; attempt++) {
            CompletableFuture<byte[]> mine = new CompletableFuture<>();
            CompletableFuture<byte[]> known;
            synchronized (segments) {
                known = segments.putIfAbsent(key, mine);
            }
            if (known == null) {
                return fetch(file, key, length(size, number), mine);
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

    private byte[] fetch(Capability file, Key key, int length, CompletableFuture<byte[]> target) throws IOException {
        try {
            Optional<byte[]> kept = disk.flatMap(files -> files.read(key.text()));
            byte[] content = kept.isPresent() ? kept.get() : grid.read(file, key.number() * SIZE, length);
            complete(key, target, content);
            return content;
        } catch (IOException | RuntimeException | Error failed) {
            fail(key, target, failed);
            throw failed;
        }
    }

    /**
     * Begins to fetch segments that follow each other, but for those that are here or beyond the end.
     *
     * @param count at most {@link #mostAhead()}
     */
    void prepare(Capability file, long size, long first, int count) {
        List<CompletableFuture<byte[]>> run = new ArrayList<>();
        long begin = first;
        for (long number = first; number < first + count && number * SIZE < size; number++) {
            CompletableFuture<byte[]> mine = new CompletableFuture<>();
            if (length(size, number) >= GridClient.SHORTEST_LAST_PIECE && isMissing(file, number, mine)) {
                run.add(mine);
            } else {
                fetchAhead(file, size, begin, run);
                run = new ArrayList<>();
                begin = number + 1;
            }
        }
        fetchAhead(file, size, begin, run);
    }

    private boolean isMissing(Capability file, long number, CompletableFuture<byte[]> mine) {
        Key key = new Key(file.identity(), number);
        if (disk.filter(files -> files.has(key.text())).isPresent()) {
            return false;
        }
        synchronized (segments) {
            return segments.putIfAbsent(key, mine) == null;
        }
    }

    private void fetchAhead(Capability file, long size, long first, List<CompletableFuture<byte[]>> run) {
        if (!run.isEmpty()) {
            ahead.execute(() -> fetchRun(file, size, first, run));
        }
    }

    private void fetchRun(Capability file, long size, long first, List<CompletableFuture<byte[]>> run) {
        int[] done = {0};
        try {
            long length = Math.min(size, (first + run.size()) * SIZE) - first * SIZE;
            grid.read(file, first * SIZE, length, SIZE, piece -> {
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
        target.complete(content);
        disk.ifPresent(files -> files.write(key.text(), content));
        synchronized (segments) {
            if (segments.get(key) == target) {
                bytes += content.length;
                makeRoom();
            }
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

    /** Forgets all. */
    public void clear() {
        synchronized (segments) {
            segments.values().removeIf(CompletableFuture::isDone);
            bytes = 0;
        }
        disk.ifPresent(SegmentFiles::clear);
    }
}
