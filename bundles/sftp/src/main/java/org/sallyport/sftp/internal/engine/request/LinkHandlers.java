/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.LinkOrder;
import org.sallyport.api.quirk.SftpQuirks.SymlinkCreation;
import org.sallyport.api.session.Activity.Kind;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;

/** READLINK, SYMLINK, LINK and {@code hardlink@openssh.com}. */
final class LinkHandlers {

    private LinkHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.ReadLink.class, LinkHandlers::read);
        handlers.add(Request.Symlink.class, LinkHandlers::symlink);
        handlers.add(Request.Link.class, LinkHandlers::link);
        handlers.add(
                Request.HardLink.class,
                (context, request) -> hardLink(
                        context, request.id(), context.path(request.existing()), context.path(request.newLink())));
    }

    private static Plan read(RequestContext context, Request.ReadLink request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        return Plan.of(context.order().look(path), context.tree().isPrompt(path), () -> context.replies()
                .name(request.id(), context.tree().readLink(path)));
    }

    private static Plan symlink(RequestContext context, Request.Symlink request) throws FileTreeException {
        LinkOrder order = context.counted(SftpQuirks.SYMLINK_ORDER);
        if (order == LinkOrder.LINK_FIRST) {
            return symlink(context, request.id(), request.second(), context.path(request.first()));
        }
        if (order == LinkOrder.TARGET_FIRST
                || context.session().context().profile().fingerprint().isPresent()) {
            return symlink(context, request.id(), request.first(), context.path(request.second()));
        }
        return symlinkOfUnknownOrder(context, request);
    }

    /**
     * A client that no rule knows: the target comes first, as OpenSSH has it, unless that cannot be meant because there is
     * something where the link would be and nothing where it would point.
     */
    private static Plan symlinkOfUnknownOrder(RequestContext context, Request.Symlink request)
            throws FileTreeException {
        VirtualPath first = context.path(request.first());
        VirtualPath second = context.path(request.second());
        return Plan.of(
                context.order().makeBoth(first, second),
                context.tree().isPrompt(first) && context.tree().isPrompt(second),
                () -> {
                    VirtualPath pointedAt = context.path(second.parent(), request.first());
                    boolean swapped = context.exists(second) && !context.exists(pointedAt) && !context.exists(first);
                    VirtualPath link = swapped ? first : second;
                    String target = swapped ? request.second() : request.first();
                    return make(context, request.id(), target, link);
                });
    }

    private static Plan symlink(RequestContext context, int requestId, String target, VirtualPath link) {
        return Plan.of(
                context.order().makeOrRemove(link),
                context.tree().isPrompt(link),
                () -> make(context, requestId, target, link));
    }

    private static ReplyBuffer make(RequestContext context, int requestId, String target, VirtualPath link)
            throws FileTreeException {
        return context.change(requestId, Kind.SYMLINK, link, Optional.empty(), () -> {
            context.requireAllowed(link);
            if (context.quirk(SftpQuirks.SYMLINK_CREATION, link) == SymlinkCreation.REFUSE) {
                throw new FileTreeException(Reason.PERMISSION_DENIED, "Symbolic links are not accepted here");
            }
            context.tree().symlink(link, target);
        });
    }

    private static Plan link(RequestContext context, Request.Link request) throws FileTreeException {
        boolean targetFirst = context.counted(SftpQuirks.LINK_ORDER) == LinkOrder.TARGET_FIRST;
        String existing = targetFirst ? request.first() : request.second();
        VirtualPath link = context.path(targetFirst ? request.second() : request.first());
        return request.symbolic()
                ? symlink(context, request.id(), existing, link)
                : hardLink(context, request.id(), context.path(existing), link);
    }

    private static Plan hardLink(RequestContext context, int requestId, VirtualPath existing, VirtualPath link) {
        return Plan.of(
                context.order().makeBoth(existing, link),
                context.tree().isPrompt(existing) && context.tree().isPrompt(link),
                () -> context.change(requestId, Kind.LINK, existing, Optional.of(link), () -> {
                    context.requireAllowed(link);
                    context.tree().link(existing, link);
                }));
    }
}
