/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.Following;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A content that is sent to its store while it is still being written. */
final class EarlyContent implements ContentSource {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyContent.class);

    /** How long a store may take, beyond the time for the bytes: longer than a grid's own deadlines, which end the request. */
    private static final Duration ANSWER = Duration.ofMinutes(5);

    /** Bytes per second below which a store counts as hanging. */
    private static final long SLOWEST = 128 << 10;

    private final Following content;
    private final AtomicBoolean opened = new AtomicBoolean();
    /** Of what was read; guards against a fault of ours, not of the disk, which the spool's encryption finds. */
    private final CRC32C checksum = new CRC32C();

    private final CompletableFuture<Optional<String>> sent = new CompletableFuture<>();

    EarlyContent(Following content) {
        this.content = content;
    }

    @Override
    public InputStream open() throws IOException {
        if (!opened.compareAndSet(false, true)) {
            throw new IOException("a content that is still being written can be had once only");
        }
        return new CheckedInputStream(content, checksum);
    }

    boolean isOpened() {
        return opened.get();
    }

    /** Whether what is sent is this snapshot and none that was taken before. */
    boolean isOf(ContentWriter.Snapshot snapshot) {
        return snapshot.reader().filter(reader -> reader == content).isPresent();
    }

    /** It is of no use any more. Does not wait. */
    void giveUp() {
        content.giveUp("the upload has ended, or its content is sent later");
        sent.complete(Optional.empty());
    }

    void giveUpUnlessSealed() {
        if (!content.isEnded()) {
            giveUp();
        }
    }

    /** The store has taken what it could. @param token what names it there; empty if it was given up */
    void end(Optional<String> token) {
        content.close();
        sent.complete(token);
    }

    /** How long a store may take for a content of so many bytes. */
    static Duration longest(long size) {
        return ANSWER.plusSeconds(size / SLOWEST);
    }

    /**
     * Waits until a sealed content has been sent.
     *
     * @param sealed what should have been sent
     * @param most how long to wait; then it is given up
     * @return what names it in the store; empty if it was given up
     */
    Optional<String> token(Content sealed, Duration most) throws IOException {
        Optional<String> token = sent.completeOnTimeout(Optional.empty(), most.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        giveUp(); // where it took too long
        if (token.isPresent() && !wasSent(sealed)) {
            LOG.error("what was sent to a store while it was written is not what was sealed, which is sent now");
            return Optional.empty();
        }
        return token;
    }

    private boolean wasSent(Content sealed) throws IOException {
        CRC32C expected = new CRC32C();
        long size = new CheckedInputStream(sealed.stream(), expected).transferTo(OutputStream.nullOutputStream());
        return size == content.position() && expected.getValue() == checksum.getValue();
    }
}
