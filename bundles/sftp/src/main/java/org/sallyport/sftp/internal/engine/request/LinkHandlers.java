/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.LinkOrder;
import org.sallyport.api.session.Activity.Kind;
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
        LinkOrder order = decided(context, SftpQuirks.SYMLINK_ORDER);
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
                    boolean swapped = exists(context, second) && !exists(context, pointedAt) && !exists(context, first);
                    VirtualPath link = swapped ? first : second;
                    String target = swapped ? request.second() : request.first();
                    return context.change(request.id(), Kind.SYMLINK, link, Optional.empty(), () -> context.tree()
                            .symlink(link, target));
                });
    }

    private static boolean exists(RequestContext context, VirtualPath path) throws FileTreeException {
        try {
            context.tree().stat(path, false, Attribute.NONE);
            return true;
        } catch (FileTreeException failure) {
            return switch (failure.reason()) {
                case NO_SUCH_FILE, NO_SUCH_PATH, NOT_A_DIRECTORY -> false;
                default -> throw failure;
            };
        }
    }

    private static Plan symlink(RequestContext context, int requestId, String target, VirtualPath link) {
        return Plan.of(
                context.order().makeOrRemove(link),
                context.tree().isPrompt(link),
                () -> context.change(requestId, Kind.SYMLINK, link, Optional.empty(), () -> context.tree()
                        .symlink(link, target)));
    }

    private static Plan link(RequestContext context, Request.Link request) throws FileTreeException {
        boolean targetFirst = decided(context, SftpQuirks.LINK_ORDER) == LinkOrder.TARGET_FIRST;
        String existing = targetFirst ? request.first() : request.second();
        VirtualPath link = context.path(targetFirst ? request.second() : request.first());
        return request.symbolic()
                ? symlink(context, request.id(), existing, link)
                : hardLink(context, request.id(), context.path(existing), link);
    }

    private static LinkOrder decided(RequestContext context, Quirk<LinkOrder> quirk) {
        LinkOrder order = context.quirk(quirk);
        if (order != quirk.neutral()) {
            context.exercised(quirk);
        }
        return order;
    }

    private static Plan hardLink(RequestContext context, int requestId, VirtualPath existing, VirtualPath link) {
        return Plan.of(
                context.order().makeBoth(existing, link),
                context.tree().isPrompt(existing) && context.tree().isPrompt(link),
                () -> context.change(requestId, Kind.LINK, existing, Optional.of(link), () -> context.tree()
                        .link(existing, link)));
    }
}
