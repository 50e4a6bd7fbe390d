/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.handle.DirectoryHandle;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.Handle;

/** STAT, LSTAT, FSTAT, SETSTAT, FSETSTAT and {@code lsetstat@openssh.com}. */
final class AttributeHandlers {

    private static final Set<Attribute> SIZE = EnumSet.of(Attribute.SIZE);

    private AttributeHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.Stat.class, AttributeHandlers::stat);
        handlers.add(Request.FStat.class, AttributeHandlers::statHandle);
        handlers.add(Request.SetStat.class, AttributeHandlers::set);
        handlers.add(Request.FSetStat.class, AttributeHandlers::setHandle);
    }

    private static Plan stat(RequestContext context, Request.Stat request) throws FileTreeException {
        return stat(context, request.id(), context.path(request.path()), request.followLinks(), request.wanted());
    }

    private static Plan stat(
            RequestContext context, int requestId, VirtualPath path, boolean followLinks, Set<Attribute> wanted) {
        return Plan.of(context.order().look(path), context.tree().isPrompt(path), () -> context.replies()
                .attributes(requestId, found(context, path, followLinks, wanted), wanted));
    }

    private static FileAttributes found(
            RequestContext context, VirtualPath path, boolean followLinks, Set<Attribute> wanted)
            throws FileTreeException {
        try {
            return context.tree().stat(path, followLinks, wanted);
        } catch (FileTreeException failure) {
            if (failure.reason() == FileTreeException.Reason.NO_SUCH_FILE) {
                context.reportIfBeingUploaded(path);
            }
            throw failure;
        }
    }

    private static Plan statHandle(RequestContext context, Request.FStat request) throws FileTreeException {
        Handle handle = context.handle(request.handle());
        return handle.when(
                file -> Plan.of(context.order().read(file), file.file().isPrompt(), () -> context.replies()
                        .attributes(request.id(), file.file().attributes(request.wanted()), request.wanted())),
                directory -> stat(context, request.id(), directory.path(), true, request.wanted()));
    }

    private static Plan set(RequestContext context, Request.SetStat request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        return set(context, request.id(), path, request.followLinks(), request.attributes());
    }

    private static Plan set(
            RequestContext context, int requestId, VirtualPath path, boolean followLinks, FileAttributes asked) {
        RequestContext.TreeCall call = () -> {
            FileAttributes changes = asked;
            if (asked.has(Attribute.SIZE)) {
                changes = withoutEqualSize(asked, context.tree().stat(path, followLinks, SIZE));
            }
            SettableAttributes.apply(
                    context, path, changes, applied -> context.tree().setAttributes(path, followLinks, applied));
        };
        return Plan.of(
                context.order().alter(path),
                context.tree().isPrompt(path),
                () -> context.change(requestId, Activity.Kind.SET_ATTRIBUTES, path, Optional.empty(), call));
    }

    private static Plan setHandle(RequestContext context, Request.FSetStat request) throws FileTreeException {
        Handle handle = context.handle(request.handle());
        return handle.when(
                file -> setFile(context, request, file), directory -> setDirectory(context, request, directory));
    }

    private static Plan setDirectory(RequestContext context, Request.FSetStat request, DirectoryHandle directory) {
        return set(context, request.id(), directory.path(), true, request.attributes());
    }

    private static Plan setFile(RequestContext context, Request.FSetStat request, FileHandle handle) {
        RequestContext.TreeCall call = () -> {
            FileAttributes changes = request.attributes();
            if (changes.has(Attribute.SIZE)) {
                changes = withoutEqualSize(changes, handle.file().attributes(SIZE));
            }
            SettableAttributes.apply(context, handle.path(), changes, handle.file()::setAttributes);
        };
        return Plan.of(
                context.order().write(handle),
                handle.file().isPrompt(),
                () -> context.change(
                        request.id(), Activity.Kind.SET_ATTRIBUTES, handle.path(), Optional.empty(), call));
    }

    /** scp and lftp set the size that the file has already: nothing is to be done then, wherever it can be done. */
    private static FileAttributes withoutEqualSize(FileAttributes asked, FileAttributes actual) {
        return actual.has(Attribute.SIZE) && actual.size() == asked.size()
                ? asked.toBuilder().without(Attribute.SIZE).build()
                : asked;
    }
}
