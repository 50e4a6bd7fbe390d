/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/**
 * Parts of immutable files, as the grid stores them, in memory: never stale, shared by all who read a file, each fetched once however many
 * want it. For many threads; its lock is not held while a node is asked.
 */
public final class Segments {

    /** The size of a segment of a file in bytes: Tahoe-LAFS checks and decodes whole ones. */
    static final int SIZE = 1 << 20;

    private record Key(String file, long number) {}

    private final GridClient grid;
    private final Executor ahead;
    private final long mostBytes;
    private final LinkedHashMap<Key, CompletableFuture<byte[]>> segments = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * @param ahead fetches what will probably be wanted
     * @param mostBytes kept
     */
    public Segments(GridClient grid, Executor ahead, long mostBytes) {
        this.grid = grid;
        this.ahead = ahead;
        this.mostBytes = mostBytes;
    }

    /** The segment of that number, of {@link #SIZE} bytes but for the last one. */
    byte[] get(Capability file, long size, long number) throws IOException {
        try {
            return take(file, size, number, Runnable::run).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw failed;
        }
    }

    /** Begins to fetch a segment, unless it is here or beyond the end. */
    void prepare(Capability file, long size, long number) {
        if (number * SIZE < size) {
            take(file, size, number, ahead);
        }
    }

    private CompletableFuture<byte[]> take(Capability file, long size, long number, Executor executor) {
        Key key = new Key(file.identity(), number);
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        int length = (int) Math.min(SIZE, size - number * SIZE);
        synchronized (segments) {
            CompletableFuture<byte[]> known = segments.get(key);
            if (known != null) {
                return known;
            }
            segments.put(key, mine);
            bytes += length;
            makeRoom(key);
        }
        executor.execute(() -> fetch(file, key, length, mine));
        return mine;
    }

    private void fetch(Capability file, Key key, int length, CompletableFuture<byte[]> target) {
        try {
            target.complete(grid.read(file, key.number() * SIZE, length));
        } catch (IOException | RuntimeException failed) {
            synchronized (segments) {
                if (segments.remove(key, target)) {
                    bytes -= length;
                }
            }
            target.completeExceptionally(failed);
        }
    }

    private void makeRoom(Key added) {
        var oldest = segments.entrySet().iterator();
        while (bytes > mostBytes && oldest.hasNext()) {
            Map.Entry<Key, CompletableFuture<byte[]>> candidate = oldest.next();
            if (!candidate.getKey().equals(added) && candidate.getValue().isDone()) {
                byte[] gone = candidate.getValue().join();
                oldest.remove();
                bytes -= gone.length;
            }
        }
    }

    /** Forgets all. */
    public void clear() {
        synchronized (segments) {
            segments.values().removeIf(CompletableFuture::isDone);
            bytes = (long) segments.size() * SIZE;
        }
    }
}
