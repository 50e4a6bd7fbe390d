/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one large content. Records, the writer and readers use it; the last one to let go deletes it. It is open only while somebody
 * writes or reads.
 */
final class ContentFile {

    private static final Logger LOG = LoggerFactory.getLogger(ContentFile.class);

    private final ContentFiles files;
    private final String name;
    private int uses;
    private int handles;
    private FrameFile frames;
    private boolean named;

    /** A file that is there already; nobody uses it yet. */
    ContentFile(ContentFiles files, String name) {
        this.files = files;
        this.name = name;
        this.named = true;
    }

    /** A new file, used by its writer. */
    ContentFile(ContentFiles files, FrameFile frames) {
        this.files = files;
        this.name = frames.name();
        this.frames = frames;
        this.uses = 1;
        this.handles = 1;
    }

    String name() {
        return name;
    }

    /** A use by a record, which does not keep the file open. */
    synchronized void use() {
        uses++;
    }

    /** A use that reads. */
    synchronized ContentFile open() throws IOException {
        if (frames == null) {
            frames = files.openFrames(name);
        }
        handles++;
        uses++;
        return this;
    }

    /** Ends a use that wrote or read. */
    void close() {
        synchronized (this) {
            handles--;
            if (handles == 0) {
                closeFrames();
            }
        }
        release();
    }

    /** Closes the file and leaves it on the disk. */
    synchronized void closeFrames() {
        if (frames == null) {
            return;
        }
        try {
            frames.close();
        } catch (IOException ofNoUse) {
            LOG.debug("closing a file of the spool: {}", ofNoUse.toString());
        }
        frames = null;
    }

    /** Ends a use. */
    void release() {
        synchronized (this) {
            uses--;
            if (uses > 0) {
                return;
            }
        }
        files.forget(this);
    }

    private synchronized FrameFile frames() throws IOException {
        if (frames == null) {
            throw new IOException("the spool is closed");
        }
        return frames;
    }

    long append(FrameKind kind, ByteBuffer plain) throws IOException {
        return frames().append(kind, plain, 0);
    }

    ByteBuffer read(FrameKind kind, long offset) throws IOException {
        return frames().read(kind, offset);
    }

    /** Makes content and name durable. */
    void force() throws IOException {
        frames().force();
        synchronized (this) {
            if (named) {
                return;
            }
        }
        files.disk().syncFolder();
        synchronized (this) {
            named = true;
        }
    }
}
