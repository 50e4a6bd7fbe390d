/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;

/** {@code limits@openssh.com}, {@code users-groups-by-id@openssh.com} and {@code vendor-id}. */
final class ClientHandlers {

    /** OpenSSH's bound of a packet; 8.x to 9.1 die above it. */
    private static final int MAX_PACKET = 256 << 10;

    private static final int MOST_IDS = 4096;

    private ClientHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.Limits.class, ClientHandlers::limits);
        handlers.add(Request.UsersGroupsById.class, ClientHandlers::names);
        handlers.add(
                Request.VendorId.class,
                (context, request) -> Plan.answer(context.replies().ok(request.id())));
    }

    private static Plan limits(RequestContext context, Request.Limits request) {
        ReplyBuffer reply = context.replies().extended(request.id());
        reply.u64(MAX_PACKET);
        reply.u64(context.counted(SftpQuirks.MAX_READ));
        reply.u64(context.counted(SftpQuirks.MAX_WRITE));
        reply.u64(context.session().handles().most());
        return Plan.answer(reply);
    }

    private static Plan names(RequestContext context, Request.UsersGroupsById request) throws FileTreeException {
        if (request.uids().size() > MOST_IDS || request.gids().size() > MOST_IDS) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "Too many numbers");
        }
        // Names may come from a directory service, so this is not for an I/O thread.
        return new Plan(claims -> {}, false, Plan.SMALL_REPLY, () -> {
            ReplyBuffer reply = context.replies().extended(request.id());
            write(reply, context.tree().userNames(request.uids()));
            write(reply, context.tree().groupNames(request.gids()));
            return reply;
        });
    }

    private static void write(ReplyBuffer reply, List<Optional<String>> names) {
        int start = reply.beginString();
        names.forEach(name -> reply.text(name.orElse("")));
        reply.endString(start);
    }
}
