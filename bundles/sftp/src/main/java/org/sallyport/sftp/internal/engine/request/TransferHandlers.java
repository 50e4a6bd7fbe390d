/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.sftp.internal.codec.MessageType;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.codec.StatusCode;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.TextFile;

/** READ, WRITE, {@code fsync@openssh.com} and {@code text-seek}. */
final class TransferHandlers {

    private static final int DATA_HEADER = 13;

    /** The version whose DATA can tell that the file ends with it (draft-13, section 9.3), which saves clients a READ. */
    private static final int END_OF_FILE_SINCE = 6;

    private TransferHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.Read.class, TransferHandlers::read);
        handlers.add(Request.Write.class, TransferHandlers::write);
        handlers.add(Request.FSync.class, TransferHandlers::sync);
        handlers.add(Request.TextSeek.class, TransferHandlers::seek);
    }

    private static Plan read(RequestContext context, Request.Read request) throws FileTreeException {
        FileHandle handle = context.handle(request.handle()).asFile().needRead();
        int most = context.quirk(SftpQuirks.MAX_READ);
        int length = Math.min(request.length(), most);
        if (request.offset() >= Long.MAX_VALUE - length) {
            return Plan.answer(context.replies().status(request.id(), StatusCode.EOF));
        }
        if (length < request.length() && most < SftpQuirks.MAX_READ.neutral()) {
            context.exercised(SftpQuirks.MAX_READ);
        }
        return new Plan(
                context.order().read(handle),
                handle.file().isPrompt(),
                length + DATA_HEADER,
                () -> read(context, request, handle, length));
    }

    /** Reads into the place where the data is sent from. Who asks for no bytes learns whether there are any. */
    private static ReplyBuffer read(RequestContext context, Request.Read request, FileHandle handle, int length)
            throws FileTreeException {
        Replies replies = context.replies();
        ReplyBuffer reply = replies.begin(MessageType.DATA, request.id(), length + DATA_HEADER);
        int count;
        try {
            count = handle.text().isPresent()
                    ? handle.text().get().read(reply.data(length))
                    : handle.file().read(reply.data(Math.max(length, 1)), request.offset());
        } catch (FileTreeException | RuntimeException | Error failure) {
            replies.discard(reply);
            throw failure;
        }
        if (count < 0 || count == 0 && length > 0) {
            replies.discard(reply);
            return replies.status(request.id(), StatusCode.EOF);
        }
        int told = Math.min(count, length);
        reply.endData(told);
        if (told < length && context.protocol().version() >= END_OF_FILE_SINCE) {
            reply.u8(1);
        }
        handle.countRead(told);
        return reply;
    }

    private static Plan write(RequestContext context, Request.Write request) throws FileTreeException {
        FileHandle handle = context.handle(request.handle()).asFile().needWrite();
        return Plan.of(context.order().write(handle), handle.file().isPrompt(), new Writing(context, request, handle));
    }

    /** Holds the data, which lies in the packet's memory until the request has to wait. */
    private static final class Writing implements Action {

        private final RequestContext context;
        private final Request.Write request;
        private final FileHandle handle;
        private ByteBuffer data;

        private Writing(RequestContext context, Request.Write request, FileHandle handle) {
            this.context = context;
            this.request = request;
            this.handle = handle;
            this.data = request.data();
        }

        @Override
        public ReplyBuffer run() throws FileTreeException {
            int count = data.remaining();
            if (count > 0) {
                if (handle.text().isPresent()) {
                    handle.text().get().write(data);
                } else {
                    handle.file().write(data, request.offset());
                }
                handle.countWritten(count);
            }
            data = null;
            return context.replies().ok(request.id());
        }

        @Override
        public void retain() {
            data = ByteBuffer.allocate(data.remaining()).put(data).flip();
        }
    }

    private static Plan sync(RequestContext context, Request.FSync request) throws FileTreeException {
        FileHandle handle = context.handle(request.handle()).asFile();
        return Plan.of(context.order().write(handle), false, () -> {
            handle.file().sync();
            return context.replies().ok(request.id());
        });
    }

    private static Plan seek(RequestContext context, Request.TextSeek request) throws FileTreeException {
        FileHandle handle = context.handle(request.handle()).asFile();
        TextFile text = handle.text()
                .orElseThrow(() -> new FileTreeException(Reason.INVALID_ARGUMENT, "The file is not open as text"));
        return Plan.of(
                context.order().write(handle),
                false,
                () -> text.seek(request.line())
                        ? context.replies().ok(request.id())
                        : context.replies().status(request.id(), StatusCode.EOF));
    }
}
