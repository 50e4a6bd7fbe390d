/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;

/** One handle of an {@link OpenUpload}, with names as its view counts them. */
final class UploadHandle implements Upload {

    private final StoreView view;
    private final OpenUpload upload;
    private final AtomicBoolean closed = new AtomicBoolean();

    UploadHandle(StoreView view, OpenUpload upload) {
        this.view = view;
        this.upload = upload;
    }

    private OpenUpload open() throws FileTreeException {
        if (closed.get()) {
            throw new FileTreeException(Reason.CLOSED, "The file is closed");
        }
        return upload;
    }

    @Override
    public List<String> names() {
        return view.relative(upload);
    }

    @Override
    public FileAttributes attributes() {
        return upload.attributes();
    }

    @Override
    public boolean isUnlinked() {
        return upload.isUnlinked();
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        return open().read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        open().write(source, position);
    }

    @Override
    public void truncate(long size) throws FileTreeException {
        open().truncate(size);
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        open().setAttributes(changes);
    }

    @Override
    public void sync(CloseReply reply) throws FileTreeException {
        await(open().seal(), reply);
    }

    @Override
    public void close(CloseReply reply) throws FileTreeException {
        if (closed.compareAndSet(false, true)) {
            await(upload.close(), reply);
        }
    }

    private static void await(Optional<SealedUpload> sealed, CloseReply reply) throws FileTreeException {
        Duration within = reply.within();
        if (sealed.isEmpty() || within.isZero()) {
            return;
        }
        try {
            sealed.get().stored().get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            if (reply.mustBeStored()) {
                throw new FileTreeException(
                        Reason.UNAVAILABLE, "The file is not in the store yet; it is kept, and tried further", late);
            }
        } catch (ExecutionException parked) {
            throw parked.getCause() instanceof FileTreeException told
                    ? told
                    : new FileTreeException(Reason.FAILURE, "The upload cannot be stored", parked);
        } catch (InterruptedException stopped) {
            // It is durable, which is all that this thread can find out now.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void abandon() {
        if (closed.compareAndSet(false, true)) {
            upload.abandon();
        }
    }
}
