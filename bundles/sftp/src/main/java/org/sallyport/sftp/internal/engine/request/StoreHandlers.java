/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;

/** {@code statvfs@openssh.com}, {@code fstatvfs@openssh.com} and {@code space-available}. */
final class StoreHandlers {

    /** f_flag of statvfs (OpenSSH's PROTOCOL, section 4.4): read-only, and set-user-id bits without effect. */
    private static final long READ_ONLY = 1;

    private static final long NO_SUID = 2;

    private StoreHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.StatVfs.class, StoreHandlers::statVfs);
        handlers.add(Request.SpaceAvailable.class, StoreHandlers::spaceAvailable);
    }

    private static Plan statVfs(RequestContext context, Request.StatVfs request) throws FileTreeException {
        VirtualPath path = request.path().isPresent()
                ? context.path(request.path().get())
                : context.handle(request.handle()).path();
        return ask(context, path, () -> {
            Space space = context.tree().space(path);
            ReplyBuffer reply = context.replies().extended(request.id());
            reply.u64(space.blockSize());
            reply.u64(space.blockSize());
            reply.u64(space.blocks());
            reply.u64(space.freeBlocks());
            reply.u64(space.availableBlocks());
            reply.u64(space.files());
            reply.u64(space.freeFiles());
            reply.u64(space.availableFiles());
            reply.u64(space.fileSystemId());
            reply.u64(space.readOnly() ? NO_SUID | READ_ONLY : NO_SUID);
            reply.u64(space.maxNameLength());
            return reply;
        });
    }

    private static Plan spaceAvailable(RequestContext context, Request.SpaceAvailable request)
            throws FileTreeException {
        VirtualPath path = context.path(request.path());
        return ask(context, path, () -> {
            Space space = context.tree().space(path);
            long unit = space.blockSize();
            ReplyBuffer reply = context.replies().extended(request.id());
            reply.u64(space.blocks() * unit);
            reply.u64(space.freeBlocks() * unit);
            reply.u64((space.blocks() - space.freeBlocks() + space.availableBlocks()) * unit);
            reply.u64(space.availableBlocks() * unit);
            reply.u32((int) Math.min(unit, Integer.MAX_VALUE));
            return reply;
        });
    }

    /** A store's room is its own affair: nothing about the path is claimed. */
    private static Plan ask(RequestContext context, VirtualPath path, Action action) {
        return Plan.of(Declaration.NONE, context.tree().isPrompt(path), action);
    }
}
