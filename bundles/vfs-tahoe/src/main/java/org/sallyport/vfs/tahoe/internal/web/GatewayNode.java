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

    /** Where the time-out of {@code java.net.http} is not to count. */
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final HttpClient client;
    private final URI base;
    private final Semaphore free;
    private volatile long suspectUntil = System.nanoTime();

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
        long end = System.nanoTime() + deadline.toNanos();
        return send(path, deadline, request, HttpResponse.BodyHandlers.ofByteArray(), () -> end);
    }

    /**
     * Sends a content of unknown length.
     *
     * @param deadlines count from the last byte that could be sent
     */
    Answer send(String path, Deadlines deadlines, ContentBody content, Request request) throws IOException {
        return send(path, NO_LIMIT, request, HttpResponse.BodyHandlers.ofByteArray(), () -> content.end(deadlines));
    }

    /**
     * Asks for a part of a file and hands it on while it comes.
     *
     * @param deadline for each piece
     * @return the status, with the body if it tells of a failure
     */
    Answer receive(String path, Duration deadline, Request request, Pieces pieces, int pieceSize, long length)
            throws IOException {
        PieceBody body = new PieceBody(pieces, pieceSize, length);
        HttpResponse.BodyHandler<byte[]> handler =
                head -> head.statusCode() == 206 ? body : HttpResponse.BodySubscribers.ofByteArray();
        try {
            // From Java 26 on the client's own limit would include the body, which may be held back here for long.
            return send(path, NO_LIMIT, request, handler, () -> body.pieceAt() + deadline.toNanos());
        } finally {
            body.stop();
        }
    }

    /** Until when there has to be an answer, as far as is known now. */
    @FunctionalInterface
    private interface End {

        long nanoTime();
    }

    private Answer send(
            String path, Duration deadline, Request request, HttpResponse.BodyHandler<byte[]> handler, End end)
            throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(deadline)
                .header("Accept", "text/plain");
        request.accept(builder);
        try {
            if (!free.tryAcquire(end.nanoTime() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new GridUnavailableException("the gateway node " + base + " is busy");
            }
            try {
                Answer answer = await(client.sendAsync(builder.build(), handler), end);
                suspectUntil = System.nanoTime();
                return answer;
            } catch (GridUnavailableException silent) {
                suspectUntil = System.nanoTime() + SUSPECT_NANOS;
                throw silent;
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

    /** Whether it gave no answer a moment ago: then others are asked first. */
    boolean isSuspect() {
        return suspectUntil - System.nanoTime() > 0;
    }

    /** That it gave no answer just now was the fault of who asked. */
    void isNotToBlame() {
        suspectUntil = System.nanoTime();
    }

    private Answer await(CompletableFuture<HttpResponse<byte[]>> future, End end)
            throws IOException, InterruptedException {
        try {
            while (true) {
                long left = end.nanoTime() - System.nanoTime();
                if (left <= 0 && !future.isDone()) {
                    throw new GridUnavailableException("the gateway node " + base + " did not answer in time");
                }
                try {
                    HttpResponse<byte[]> response = future.get(Math.max(0, left), TimeUnit.NANOSECONDS);
                    return new Answer(response.statusCode(), response.body());
                } catch (TimeoutException perhapsLate) {
                    // The end may have moved on meanwhile.
                }
            }
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
