/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks stores whether they can be used, for somebody who must not hang with one of them, such as the console. A store that does not
 * answer is not asked again before it has, so no more questions wait than there are mounts. For use by many threads.
 */
final class StoreProbe implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);
    private static final int THREADS = 8;
    private static final long IDLE_SECONDS = 10;

    private final Function<MountSettings, String> question;
    private final Duration patience;
    private final Map<MountSettings, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StoreProbe::thread);

    /**
     * @param question what is wrong with a mount, or empty; may take any time
     * @param patience how long all answers of one call are waited for
     */
    StoreProbe(Function<MountSettings, String> question, Duration patience) {
        this.question = question;
        this.patience = patience;
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "sallyport-store-probe");
        thread.setDaemon(true);
        return thread;
    }

    /** What is wrong with each mount, or empty; all are asked at once. */
    Map<MountSettings, String> problems(List<MountSettings> mounts) {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<MountSettings, CompletableFuture<String>> asked = new LinkedHashMap<>();
        mounts.forEach(mount -> asked.put(mount, ask(mount)));
        Map<MountSettings, String> problems = new LinkedHashMap<>();
        asked.forEach((mount, answer) -> problems.put(mount, await(mount, answer, deadline)));
        return problems;
    }

    private CompletableFuture<String> ask(MountSettings mount) {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> earlier = underWay.putIfAbsent(mount, mine);
        if (earlier != null) {
            return earlier;
        }
        threads.execute(() -> {
            try {
                mine.complete(question.apply(mount));
            } catch (RuntimeException failed) {
                mine.completeExceptionally(failed);
            } finally {
                underWay.remove(mount, mine);
            }
        });
        return mine;
    }

    private String await(MountSettings mount, CompletableFuture<String> answer, long deadline) {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return "the store has not answered within " + patience.toMillis() + " ms";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "not asked: interrupted";
        } catch (ExecutionException failed) {
            // Messages of stores may bear secrets.
            String kind = failed.getCause().getClass().getSimpleName();
            LOG.warn("the store of mount {} could not be asked: {}", mount.name(), kind);
            return "it could not be asked: " + kind;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
