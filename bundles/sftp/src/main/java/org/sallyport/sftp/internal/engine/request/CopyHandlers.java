/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.Activity.Kind;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.handle.FileHandle;

/** {@code copy-data} and {@code copy-file} (draft-ietf-secsh-filexfer-extensions-00, sections 6 and 7). */
final class CopyHandlers {

    private static final long PIECE = 64L << 20;

    private CopyHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.CopyData.class, CopyHandlers::copyData);
        handlers.add(Request.CopyFile.class, CopyHandlers::copyFile);
    }

    private static Plan copyData(RequestContext context, Request.CopyData request) throws FileTreeException {
        FileHandle from = context.handle(request.from()).asFile().needRead();
        FileHandle to = context.handle(request.to()).asFile().needWrite();
        if (Math.max(request.fromOffset(), request.toOffset()) > Long.MAX_VALUE - request.length()) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "The copy would end behind the largest offset");
        }
        return Plan.of(
                Order.both(context.order().write(to), context.order().read(from)),
                false,
                () -> copyData(context, request, from, to));
    }

    private static ReplyBuffer copyData(
            RequestContext context, Request.CopyData request, FileHandle from, FileHandle to) throws FileTreeException {
        if (from.file().orderKey().equals(to.file().orderKey()) && overlap(request)) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "The ranges overlap in one file");
        }
        try {
            copyInPieces(context, request, from, to);
        } catch (FileTreeException failure) {
            context.reportRefusal(to.path(), "copy", failure);
            throw failure;
        }
        return context.replies().ok(request.id());
    }

    /** In pieces, so that it ends with the session and can be watched meanwhile. */
    private static void copyInPieces(RequestContext context, Request.CopyData request, FileHandle from, FileHandle to)
            throws FileTreeException {
        long left = request.length() == 0 ? Long.MAX_VALUE : request.length();
        long done = 0;
        long copied;
        do {
            if (context.session().handles().isClosed()) {
                throw new FileTreeException(Reason.CLOSED, "The session has ended");
            }
            copied = context.tree()
                    .copy(
                            from.file(),
                            request.fromOffset() + done,
                            Math.min(left, PIECE),
                            to.file(),
                            request.toOffset() + done);
            to.countWritten(copied);
            done += copied;
            left -= copied;
        } while (left > 0 && copied > 0);
    }

    private static boolean overlap(Request.CopyData request) {
        if (request.length() == 0) {
            return true;
        }
        return Math.abs(request.fromOffset() - request.toOffset()) < request.length();
    }

    private static Plan copyFile(RequestContext context, Request.CopyFile request) throws FileTreeException {
        VirtualPath from = context.path(request.from());
        VirtualPath to = context.path(request.to());
        RenameMode mode = request.overwrite() ? RenameMode.REPLACE_FILE : RenameMode.NO_REPLACE;
        return Plan.of(
                context.order().copy(from, to),
                false,
                () -> context.change(request.id(), Kind.COPY, from, Optional.of(to), () -> {
                    context.requireAllowed(to);
                    context.tree().copy(from, to, mode);
                }));
    }
}
