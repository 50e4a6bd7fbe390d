/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.Activity.Kind;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;

/** REMOVE, MKDIR, RMDIR and RENAME, {@code posix-rename@openssh.com} included. */
final class NamespaceHandlers {

    private static final Set<Attribute> SIZE = EnumSet.of(Attribute.SIZE);

    private NamespaceHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.Remove.class, NamespaceHandlers::remove);
        handlers.add(Request.MkDir.class, NamespaceHandlers::makeDirectory);
        handlers.add(Request.RmDir.class, NamespaceHandlers::removeDirectory);
        handlers.add(Request.Rename.class, NamespaceHandlers::rename);
    }

    private static Plan remove(RequestContext context, Request.Remove request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        Declaration claims = context.order().makeOrRemove(path);
        Optional<VirtualPath> follower = AppleDoubles.of(context, path);
        if (follower.isPresent()) {
            claims = Order.both(claims, context.order().makeOrRemove(follower.get()));
        }
        return Plan.of(claims, context.tree().isPrompt(path), () -> remove(context, request.id(), path));
    }

    private static ReplyBuffer remove(RequestContext context, int requestId, VirtualPath path)
            throws FileTreeException {
        RequestContext.Change removal = new RequestContext.Change(Kind.REMOVE, path, Optional.empty(), 0);
        return context.change(requestId, removal, () -> {
            boolean gone = remove(context, path);
            context.session().uploads().takenAway(context.session().context().user(), path);
            AppleDoubles.remove(context, path);
            return gone ? Optional.of(removal) : Optional.empty();
        });
    }

    private static boolean remove(RequestContext context, VirtualPath path) throws FileTreeException {
        try {
            return context.tree().remove(path);
        } catch (FileTreeException failure) {
            if (!AppleDoubles.isRemoved(context, path, failure)) {
                throw failure;
            }
            return false;
        }
    }

    private static Plan makeDirectory(RequestContext context, Request.MkDir request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        // Not prompt: it may wait for a disk.
        return makeOrRemove(context, request.id(), Kind.MAKE_DIRECTORY, path, false, () -> {
            context.requireAllowed(path);
            context.makeParents(path);
            FileAttributes initial = SettableAttributes.forNew(context, path, request.attributes());
            try {
                context.tree().makeDirectory(path, initial);
            } catch (FileTreeException failure) {
                if (failure.reason() != Reason.ALREADY_EXISTS || !mayExist(context, path)) {
                    throw failure;
                }
            }
        });
    }

    private static boolean mayExist(RequestContext context, VirtualPath path) throws FileTreeException {
        return context.quirk(SftpQuirks.MKDIR_EXISTING, path)
                && context.tree().stat(path, true, Attribute.NONE).isDirectory();
    }

    private static Plan removeDirectory(RequestContext context, Request.RmDir request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        return makeOrRemove(
                context,
                request.id(),
                Kind.REMOVE_DIRECTORY,
                path,
                context.tree().isPrompt(path),
                () -> context.tree().removeDirectory(path));
    }

    private static Plan makeOrRemove(
            RequestContext context,
            int requestId,
            Kind kind,
            VirtualPath path,
            boolean prompt,
            RequestContext.TreeCall call) {
        return Plan.of(
                context.order().makeOrRemove(path),
                prompt,
                () -> context.change(requestId, kind, path, Optional.empty(), call));
    }

    private static Plan rename(RequestContext context, Request.Rename request) throws FileTreeException {
        VirtualPath from = context.path(request.from());
        VirtualPath to = context.path(request.to());
        Order.Move move = context.order().move(from, to);
        Declaration claims = move;
        Optional<VirtualPath> follower = AppleDoubles.of(context, from);
        if (follower.isPresent()) {
            VirtualPath followed = AppleDoubles.besides(to);
            claims = Order.both(move, context.order().makeBoth(follower.get(), followed));
        }
        // Not prompt: it may wait for a disk.
        return Plan.of(claims, false, () -> {
            try {
                return rename(context, request, from, to);
            } finally {
                move.done();
            }
        });
    }

    private static ReplyBuffer rename(RequestContext context, Request.Rename request, VirtualPath from, VirtualPath to)
            throws FileTreeException {
        RequestContext.Change renaming = new RequestContext.Change(Kind.RENAME, from, Optional.of(to), 0);
        return context.change(request.id(), renaming, () -> {
            context.requireAllowed(to);
            context.makeParents(to);
            boolean replaced;
            try {
                replaced = context.tree().rename(from, to, mode(context, request.flags(), to));
            } catch (FileTreeException failure) {
                if (!AppleDoubles.isRenamed(context, from, to, failure)) {
                    throw failure;
                }
                return Optional.empty();
            }
            context.session().uploads().takenAway(context.session().context().user(), from);
            AppleDoubles.rename(context, from, to);
            return Optional.of(done(context, from, to, replaced));
        });
    }

    /** An upload that has been whole only since now is reported as one, whatever it replaced. */
    private static RequestContext.Change done(
            RequestContext context, VirtualPath from, VirtualPath to, boolean replaced) throws FileTreeException {
        if (TemporaryNames.isCompletedBy(context, from, to)) {
            long size = context.tree().stat(to, false, SIZE).size();
            return new RequestContext.Change(Kind.UPLOAD, to, Optional.empty(), size);
        }
        return new RequestContext.Change(replaced ? Kind.REPLACE : Kind.RENAME, from, Optional.of(to), 0);
    }

    /** Draft-13, section 8.3: NATIVE leaves it to the server, here as {@code rename(2)}; ATOMIC implies OVERWRITE. */
    private static RenameMode mode(RequestContext context, int flags, VirtualPath to) {
        if ((flags & Request.RENAME_NATIVE) != 0) {
            return RenameMode.REPLACE;
        }
        if ((flags & Request.RENAME_ATOMIC) != 0) {
            return RenameMode.REPLACE_AT_ONCE;
        }
        if ((flags & Request.RENAME_OVERWRITE) != 0) {
            return RenameMode.REPLACE_FILE;
        }
        return switch (context.quirk(SftpQuirks.RENAME_OVERWRITE, to)) {
            case NEVER -> RenameMode.NO_REPLACE;
            case FILES -> RenameMode.REPLACE_FILE;
            case ALWAYS -> RenameMode.REPLACE;
        };
    }
}
