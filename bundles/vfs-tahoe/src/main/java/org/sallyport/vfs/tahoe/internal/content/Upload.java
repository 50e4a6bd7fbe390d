/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * A content on its way to a node while it is still being written. {@link #close()} returns when it is stored and linked. One of which
 * writing failed is given up. For one thread at a time.
 */
public final class Upload extends OutputStream {

    private static final int PIPE = 1 << 20;

    /** Sends all of a stream, and makes it a file. */
    @FunctionalInterface
    public interface Sending {

        void send(InputStream content) throws IOException;
    }

    private final Pipe pipe = new Pipe(PIPE);
    private final FutureTask<Void> sending;
    private boolean closed;

    public Upload(Executor executor, Sending send) {
        sending = new FutureTask<>(() -> {
            try (InputStream content = pipe) {
                send.send(content);
            }
            return null;
        });
        executor.execute(sending);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the content is complete");
        }
        try {
            pipe.write(source, offset, length);
        } catch (IOException ended) {
            closed = true;
            pipe.close();
            finish();
            throw ended;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            pipe.end();
            finish();
        }
    }

    private void finish() throws IOException {
        try {
            sending.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a content was stored");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("a content could not be stored", failed.getCause());
        }
    }
}
