/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/** A content as the body of a request; remembers whether it was the content that failed, which no other attempt would change. */
final class ContentBody {

    private final ContentStream content;
    private volatile IOException failure;
    private volatile long count;
    private volatile long progressAt = System.nanoTime();
    private volatile boolean isRead;
    private volatile boolean ended;

    ContentBody(ContentStream content) {
        this.content = content;
    }

    /** @param length in bytes, or negative if unknown */
    BodyPublisher publisher(long length) {
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(this::open);
        return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
    }

    private InputStream open() {
        try {
            return new Watched(content.open());
        } catch (IOException failed) {
            failure = failed;
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Until when something has to happen, as far as is known now: the node is silent while it stores what it has. For how long the content
     * itself is waited for is not the node's fault.
     */
    long end(Deadlines deadlines) {
        long sent = ended ? count : 0;
        long since = isRead ? System.nanoTime() : progressAt;
        return since + deadlines.upload(sent).toNanos();
    }

    private int counted(int read) {
        ended = read < 0;
        count += Math.max(0, read);
        progressAt = System.nanoTime();
        return read;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Throws what the content failed with, if it did. */
    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private final class Watched extends FilterInputStream {

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            isRead = true;
            try {
                int value = super.read();
                counted(value < 0 ? value : 1);
                return value;
            } catch (IOException failed) {
                failure = failed;
                throw failed;
            } finally {
                isRead = false;
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            isRead = true;
            try {
                return counted(super.read(target, offset, length));
            } catch (IOException failed) {
                failure = failed;
                throw failed;
            } finally {
                isRead = false;
            }
        }
    }
}
