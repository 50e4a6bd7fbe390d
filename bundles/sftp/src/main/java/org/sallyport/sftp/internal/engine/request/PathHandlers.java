/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.RealPath;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;

/** REALPATH, {@code expand-path@openssh.com} and {@code home-directory}. */
final class PathHandlers {

    private PathHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.RealPath.class, PathHandlers::realPath);
        handlers.add(Request.ExpandPath.class, PathHandlers::expand);
        handlers.add(Request.HomeDirectory.class, PathHandlers::home);
    }

    private static Plan realPath(RequestContext context, Request.RealPath request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        for (String next : request.compose()) {
            path = context.path(path, next);
        }
        return canonical(context, request.id(), path, request.control());
    }

    private static Plan canonical(RequestContext context, int requestId, VirtualPath path, int control) {
        RealPath rule = control == Request.REALPATH_NO_CHECK ? RealPath.LEXICAL : context.quirk(NameQuirks.REAL_PATH);
        if (rule == RealPath.LEXICAL && !asksForAttributes(control)) {
            return Plan.answer(context.replies().name(requestId, path.toString()));
        }
        return Plan.of(
                context.order().look(path),
                context.tree().isPrompt(path),
                () -> canonical(context, requestId, path, control, rule));
    }

    private static boolean asksForAttributes(int control) {
        return control == Request.REALPATH_STAT_IF || control == Request.REALPATH_STAT_ALWAYS;
    }

    private static ReplyBuffer canonical(
            RequestContext context, int requestId, VirtualPath path, int control, RealPath rule)
            throws FileTreeException {
        VirtualPath result = path;
        if (rule != RealPath.LEXICAL) {
            context.exercised(NameQuirks.REAL_PATH);
            result = context.tree().canonicalize(path);
            if (rule == RealPath.MUST_EXIST) {
                context.tree().stat(result, true, Attribute.NONE);
            }
        }
        FileAttributes attributes =
                switch (control) {
                    case Request.REALPATH_STAT_ALWAYS -> stat(context, result);
                    case Request.REALPATH_STAT_IF -> statIfThere(context, result);
                    default -> FileAttributes.EMPTY;
                };
        return context.replies().name(requestId, result.toString(), attributes);
    }

    private static FileAttributes stat(RequestContext context, VirtualPath path) throws FileTreeException {
        return context.tree().stat(path, true, context.protocol().attributes().listed());
    }

    /** Whatever the reason why there are no attributes, the name is answered. */
    private static FileAttributes statIfThere(RequestContext context, VirtualPath path) {
        try {
            return stat(context, path);
        } catch (FileTreeException notThere) {
            return FileAttributes.EMPTY;
        }
    }

    private static Plan expand(RequestContext context, Request.ExpandPath request) throws FileTreeException {
        return canonical(context, request.id(), expand(context, request.path()), 0);
    }

    private static VirtualPath expand(RequestContext context, String text) throws FileTreeException {
        if (!text.startsWith("~")) {
            return context.path(text);
        }
        int slash = text.indexOf('/');
        String user = text.substring(1, slash < 0 ? text.length() : slash);
        VirtualPath home = homeOf(context, user);
        return slash < 0 ? home : context.path(home, text.substring(slash + 1));
    }

    private static Plan home(RequestContext context, Request.HomeDirectory request) throws FileTreeException {
        return Plan.answer(context.replies()
                .name(request.id(), homeOf(context, request.user()).toString()));
    }

    /** Others' homes are not to be seen, and need not be anywhere in this user's tree. */
    private static VirtualPath homeOf(RequestContext context, String user) throws FileTreeException {
        if (!user.isEmpty() && !user.equals(context.session().context().user())) {
            throw new FileTreeException(Reason.NO_SUCH_FILE, "No such user");
        }
        return context.tree().home();
    }
}
