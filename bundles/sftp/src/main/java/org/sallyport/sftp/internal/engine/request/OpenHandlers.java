/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.engine.handle.DirectoryHandle;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;

/** OPEN, OPENDIR and CLOSE. */
public final class OpenHandlers {

    private OpenHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.Open.class, OpenHandlers::open);
        handlers.add(Request.OpenDir.class, OpenHandlers::openDirectory);
        handlers.add(Request.Close.class, OpenHandlers::close);
    }

    private static Plan open(RequestContext context, Request.Open request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        if (request.flags() != 0) {
            throw new FileTreeException(
                    Reason.UNSUPPORTED, "Opening with locks, deletion on close or special rights is not supported");
        }
        OpenOptions options = request.options();
        Declaration claims;
        if (options.create()) {
            claims = context.order().makeOrRemove(path);
        } else if (options.write()) {
            claims = context.order().alter(path);
        } else {
            claims = context.order().look(path);
        }
        return Plan.of(claims, context.tree().isPrompt(path), () -> open(context, request, path));
    }

    private static ReplyBuffer open(RequestContext context, Request.Open request, VirtualPath path)
            throws FileTreeException {
        OpenOptions options = request.options();
        FileAttributes initial = options.create()
                ? SettableAttributes.forNew(context, path, request.attributes())
                : FileAttributes.EMPTY;
        boolean text = request.text() && context.quirk(SftpQuirks.TEXT_MODE);
        if (request.text() && !text) {
            context.exercised(SftpQuirks.TEXT_MODE);
        }
        context.session().handles().reserve();
        OpenFile file;
        try {
            file = openAtSize(context, request, path, initial);
        } catch (FileTreeException | RuntimeException | Error failure) {
            context.session().handles().unreserve();
            if (failure instanceof FileTreeException refused) {
                context.reportRefusal(path, "open", refused);
            }
            throw failure;
        }
        FileHandle handle = new FileHandle(file, options, text);
        int id = context.session().handles().add(handle);
        if (id == Request.FOREIGN_HANDLE) {
            handle.abandon();
            throw new FileTreeException(Reason.CLOSED, "The session has ended");
        }
        if (options.create()) {
            context.session().uploads().opened(context.session().context().user(), path);
        }
        return context.replies().handle(request.id(), id);
    }

    private static OpenFile openAtSize(
            RequestContext context, Request.Open request, VirtualPath path, FileAttributes initial)
            throws FileTreeException {
        if (request.options().create()) {
            context.requireAllowed(path);
            context.makeParents(path);
        }
        OpenFile file = context.tree().open(path, request.options(), initial);
        FileAttributes asked = request.attributes();
        if (request.options().write() && asked.has(Attribute.SIZE) && context.quirk(SftpQuirks.OPEN_SIZE, path)) {
            try {
                file.truncate(asked.size());
            } catch (FileTreeException | RuntimeException | Error failure) {
                file.abandon();
                throw failure;
            }
        }
        return file;
    }

    private static Plan openDirectory(RequestContext context, Request.OpenDir request) throws FileTreeException {
        VirtualPath path = context.path(request.path());
        return Plan.of(
                context.order().look(path),
                context.tree().isPrompt(path),
                () -> openDirectory(context, request.id(), path));
    }

    private static ReplyBuffer openDirectory(RequestContext context, int requestId, VirtualPath path)
            throws FileTreeException {
        context.session().handles().reserve();
        OpenDirectory directory;
        try {
            directory = context.tree()
                    .openDirectory(path, context.protocol().attributes().listed());
        } catch (FileTreeException | RuntimeException | Error failure) {
            context.session().handles().unreserve();
            if (failure instanceof FileTreeException refused) {
                context.reportRefusal(path, "list", refused);
            }
            throw failure;
        }
        DirectoryHandle handle = new DirectoryHandle(directory, path);
        int id = context.session().handles().add(handle);
        if (id == Request.FOREIGN_HANDLE) {
            handle.close();
            throw new FileTreeException(Reason.CLOSED, "The session has ended");
        }
        context.report(Activity.Kind.LIST, path, Optional.empty(), 0, Duration.ZERO, Activity.OK, "");
        return context.replies().handle(requestId, id);
    }

    /** From here on no request can name the handle; those that came before are done first. */
    private static Plan close(RequestContext context, Request.Close request) throws FileTreeException {
        Handle handle = context.session().handles().remove(request.handle());
        return handle.when(
                file -> Plan.of(
                        context.order().close(file),
                        file.file().closesPromptly(),
                        () -> closeFile(context, request.id(), file)),
                directory -> Plan.of(
                        context.order().close(directory),
                        context.tree().isPrompt(directory.path()),
                        () -> closeDirectory(context, request.id(), directory)));
    }

    private static ReplyBuffer closeFile(RequestContext context, int requestId, FileHandle handle)
            throws FileTreeException {
        context.session().handles().ended(handle);
        context.session().uploads().ended(context.session().context().user(), handle.path());
        try {
            if (handle.text().isPresent() && handle.options().write()) {
                handle.text().get().finish();
            }
            handle.file().close();
        } catch (FileTreeException failure) {
            reportTransfer(context, handle, RequestContext.spell(failure.reason()));
            throw failure;
        }
        reportTransfer(context, handle, Activity.OK);
        return context.replies().ok(requestId);
    }

    private static ReplyBuffer closeDirectory(RequestContext context, int requestId, DirectoryHandle handle) {
        context.session().handles().ended(handle);
        handle.close();
        return context.replies().ok(requestId);
    }

    private static void reportTransfer(RequestContext context, FileHandle handle, String result) {
        OpenOptions options = handle.options();
        boolean upload = handle.bytesWritten() > 0 || options.create() || options.truncate();
        if (upload || handle.bytesRead() > 0) {
            context.report(
                    upload ? TemporaryNames.upload(context, handle.path()) : Activity.Kind.DOWNLOAD,
                    handle.path(),
                    Optional.empty(),
                    upload ? handle.bytesWritten() : handle.bytesRead(),
                    handle.sinceOpened(),
                    result,
                    "");
        }
    }
}
