/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The web API of one gateway node. Bounds how many requests it has at once, and how long each may take: the time-out of {@code java.net.http}
 * ends at the headers (JDK-8208693).
 */
final class GatewayNode {

    private final HttpClient client;
    private final URI base;
    private final Semaphore free;

    /** @param base with a slash at the end */
    GatewayNode(HttpClient client, URI base, int mostRequests) {
        this.client = client;
        this.base = base;
        this.free = new Semaphore(mostRequests, true);
    }

    /** Where it is; no secret. */
    URI base() {
        return base;
    }

    /**
     * Sends a request and returns the whole answer, whatever its status.
     *
     * @param path and query, encoded, without a slash in front
     * @throws GridUnavailableException if there is none within the deadline; for a request that changes something, whether it did is
     *     unknown then
     */
    Answer send(String path, Duration deadline, Request request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(deadline)
                .header("Accept", "text/plain");
        request.accept(builder);
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!free.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new GridUnavailableException("the gateway node " + base + " is busy");
            }
            try {
                return await(client.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofByteArray()), end);
            } finally {
                free.release();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the gateway node was asked");
        }
    }

    /** What a request has besides its address. */
    @FunctionalInterface
    interface Request {

        void accept(HttpRequest.Builder builder);
    }

    private Answer await(CompletableFuture<HttpResponse<byte[]>> future, long end)
            throws IOException, InterruptedException {
        try {
            HttpResponse<byte[]> response = future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException late) {
            throw new GridUnavailableException("the gateway node " + base + " did not answer in time", late);
        } catch (ExecutionException failed) {
            // Its message may hold the address, which holds a capability.
            Throwable cause = failed.getCause();
            throw new GridUnavailableException("the gateway node " + base + " gave no whole answer: "
                    + cause.getClass().getSimpleName());
        } finally {
            future.cancel(true);
        }
    }
}
