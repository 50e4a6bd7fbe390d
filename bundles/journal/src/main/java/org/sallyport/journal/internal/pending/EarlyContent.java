/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.Following;

/** A content that is sent to its store while it is still being written. */
final class EarlyContent implements ContentSource {

    private final Following content;
    private final AtomicBoolean opened = new AtomicBoolean();
    private final CompletableFuture<Optional<String>> sent = new CompletableFuture<>();

    EarlyContent(Following content) {
        this.content = content;
    }

    @Override
    public InputStream open() throws IOException {
        if (!opened.compareAndSet(false, true)) {
            throw new IOException("a content that is still being written can be had once only");
        }
        return content;
    }

    boolean isOpened() {
        return opened.get();
    }

    boolean isSealed() {
        return content.isEnded();
    }

    /** Whether what is sent is this snapshot and none that was taken before. */
    boolean isOf(ContentWriter.Snapshot snapshot) {
        return snapshot.reader().filter(reader -> reader == content).isPresent();
    }

    /** It is of no use any more. Does not wait. */
    void giveUp() {
        content.giveUp("the upload has ended, or its content is sent later");
    }

    /** The store has taken what it could. @return whether that is all that was sealed */
    boolean close() {
        content.close();
        return content.isWhole();
    }

    /** Tells who waits for it. @param token what names it in the store; empty if it was given up */
    void end(Optional<String> token) {
        sent.complete(token);
    }

    /** Waits until a sealed content has been sent. @return what names it in the store; empty if it was given up */
    Optional<String> token() {
        return sent.join();
    }
}
