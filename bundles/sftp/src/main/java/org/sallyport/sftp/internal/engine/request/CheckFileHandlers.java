/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.handle.FileHandle;

/** {@code check-file-name} and {@code check-file-handle} (draft-ietf-secsh-filexfer-extensions-00, section 3). */
final class CheckFileHandlers {

    /** Smallest block (draft section 3): fewer bytes would make more hash than file. */
    private static final int LEAST_BLOCK = 256;

    private CheckFileHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.CheckFile.class, CheckFileHandlers::check);
    }

    private static Plan check(RequestContext context, Request.CheckFile request) throws FileTreeException {
        if (request.blockSize() != 0 && request.blockSize() < LEAST_BLOCK) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "Blocks have at least 256 bytes");
        }
        BlockHash.Algorithm algorithm = choose(request.algorithms());
        if (request.path().isPresent()) {
            VirtualPath path = context.path(request.path().get());
            return Plan.of(context.order().look(path), false, () -> checkPath(context, request, algorithm, path));
        }
        FileHandle handle = context.handle(request.handle()).asFile().needRead();
        return Plan.of(context.order().read(handle), false, () -> answer(context, request, algorithm, handle.file()));
    }

    private static BlockHash.Algorithm choose(List<String> wanted) throws FileTreeException {
        return wanted.stream()
                .map(BlockHash.Algorithm::named)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new FileTreeException(Reason.UNSUPPORTED, "None of these hashes is supported"));
    }

    private static ReplyBuffer checkPath(
            RequestContext context, Request.CheckFile request, BlockHash.Algorithm algorithm, VirtualPath path)
            throws FileTreeException {
        OpenFile file = context.tree().open(path, OpenOptions.READ, FileAttributes.EMPTY);
        try {
            return answer(context, request, algorithm, file);
        } finally {
            file.close();
        }
    }

    private static ReplyBuffer answer(
            RequestContext context, Request.CheckFile request, BlockHash.Algorithm algorithm, OpenFile file)
            throws FileTreeException {
        byte[] hashes = BlockHash.of(
                file,
                algorithm,
                request.start(),
                request.length(),
                request.blockSize(),
                context.session().handles()::isClosed);
        ReplyBuffer reply = context.replies().extended(request.id());
        reply.text(algorithm.wireName());
        reply.raw(hashes);
        return reply;
    }
}
