/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A long body, handed on in pieces while it comes. A node that fails in mid-body puts a line of text behind what it has sent, so no piece
 * is handed on before as many bytes have come behind it, or the body is whole.
 */
final class PieceBody implements BodySubscriber<byte[]>, Pieces.Flow {

    /** The length of {@code "problem during download\n"}. */
    static final int DISTRUSTED = 24;

    private final CompletableFuture<byte[]> end = new CompletableFuture<>();
    private final Pieces pieces;
    private final int pieceSize;
    private final long length;
    private volatile long pieceAt = System.nanoTime();
    private volatile boolean heldBack;
    private long received;
    private byte[] current;
    private byte[] held;
    private int filled;
    private boolean stopped;
    private Flow.Subscription subscription;

    /** @param length of the body that was asked for, in bytes */
    PieceBody(Pieces pieces, int pieceSize, long length) {
        this.pieces = pieces;
        this.pieceSize = pieceSize;
        this.length = length;
        this.current = new byte[(int) Math.min(pieceSize, length)];
    }

    /** Since when the next piece is waited for, as {@link System#nanoTime()} tells; now if it is held back here. */
    long pieceAt() {
        return heldBack ? System.nanoTime() : pieceAt;
    }

    /** Hands on nothing more. */
    synchronized void stop() {
        stopped = true;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (stopped) {
            subscription.cancel();
            return;
        }
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining() && current != null) {
                take(buffer);
            }
            if (buffer.hasRemaining()) {
                subscription.cancel();
                end.completeExceptionally(new IOException("a part that is longer than it was asked for"));
                return;
            }
        }
        heldBack = true;
        if (pieces.wantsMore(this)) {
            heldBack = false;
            subscription.request(1);
        }
    }

    @Override
    public void resume() {
        pieceAt = System.nanoTime();
        heldBack = false;
        subscription.request(1);
    }

    @Override
    public void end() {
        subscription.cancel();
        end.complete(new byte[0]);
    }

    private void take(ByteBuffer buffer) {
        int count = Math.min(buffer.remaining(), current.length - filled);
        buffer.get(current, filled, count);
        filled += count;
        received += count;
        if (held != null && filled > DISTRUSTED) {
            pieces.take(held);
            held = null;
        }
        if (filled == current.length) {
            pieceAt = System.nanoTime();
            held = current;
            filled = 0;
            int next = (int) Math.min(pieceSize, length - received);
            current = next == 0 ? null : new byte[next];
        }
    }

    @Override
    public void onError(Throwable failed) {
        end.completeExceptionally(failed);
    }

    @Override
    public synchronized void onComplete() {
        if (current != null || stopped) {
            end.completeExceptionally(new IOException("a part that ends early"));
        } else {
            pieces.take(held);
            end.complete(new byte[0]);
        }
    }
}
