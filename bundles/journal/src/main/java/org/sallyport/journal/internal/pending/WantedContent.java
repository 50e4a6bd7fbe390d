/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.sallyport.journal.internal.spool.Content;

/**
 * A content on its way into the store, which breaks off when its upload is replaced or removed: a large one would keep others waiting for
 * nothing.
 */
record WantedContent(Content content, BooleanSupplier unwanted) implements Content {

    @Override
    public long size() throws IOException {
        return content.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (unwanted.getAsBoolean()) {
            throw new IOException("the upload was replaced or removed meanwhile");
        }
        return content.read(target, position);
    }

    @Override
    public void close() {
        content.close();
    }
}
