/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.quirk.NamePatterns;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.sftp.internal.codec.LongName;
import org.sallyport.sftp.internal.codec.MessageType;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.codec.StatusCode;
import org.sallyport.sftp.internal.engine.handle.DirectoryHandle;

/** READDIR. */
final class ListingHandlers {

    private ListingHandlers() {}

    static void register(Handlers handlers) {
        handlers.add(Request.ReadDir.class, ListingHandlers::readDirectory);
    }

    private static Plan readDirectory(RequestContext context, Request.ReadDir request) throws FileTreeException {
        DirectoryHandle handle = context.handle(request.handle()).asDirectory();
        int most = context.quirk(SftpQuirks.READDIR_BYTES);
        return new Plan(
                context.order().list(handle),
                context.tree().isPrompt(handle.path()),
                most,
                () -> readDirectory(context, request.id(), handle, most));
    }

    private static ReplyBuffer readDirectory(RequestContext context, int requestId, DirectoryHandle handle, int most)
            throws FileTreeException {
        Replies replies = context.replies();
        ReplyBuffer reply = replies.begin(MessageType.NAME, requestId, most);
        try {
            int count = fill(context, reply, handle, most);
            if (count > 0) {
                return reply;
            }
        } catch (FileTreeException | RuntimeException | Error failure) {
            replies.discard(reply);
            throw failure;
        }
        replies.discard(reply);
        return replies.status(requestId, StatusCode.EOF);
    }

    private static boolean isDot(String name) {
        return name.equals(".") || name.equals("..");
    }

    private static int fill(RequestContext context, ReplyBuffer reply, DirectoryHandle handle, int most)
            throws FileTreeException {
        Protocol protocol = context.protocol();
        int countAt = reply.length();
        reply.u32(0);
        Set<Attribute> listed = protocol.attributes().listed();
        LongName longName = new LongName(ZoneId.systemDefault(), Instant.now().getEpochSecond());
        boolean dots = context.counted(SftpQuirks.DOT_ENTRIES);
        NamePatterns hidden = context.quirk(NameQuirks.HIDDEN_NAMES, handle.path());
        int count = 0;
        DirectoryEntry entry = handle.peek();
        while (entry != null) {
            if (!dots && isDot(entry.name()) || hidden.matches(entry.name())) {
                handle.take();
                entry = handle.peek();
                continue;
            }
            int before = reply.length();
            reply.name(entry.name(), protocol.names().shown());
            if (protocol.version() == 3) {
                reply.name(
                        longName.of(entry.name(), entry.attributes()),
                        protocol.names().shown());
            }
            protocol.attributes().write(reply, entry.attributes(), listed);
            if (reply.length() >= most && count > 0) {
                reply.rewind(before);
                if (most != SftpQuirks.READDIR_BYTES.neutral()) {
                    context.exercised(SftpQuirks.READDIR_BYTES);
                }
                break;
            }
            count++;
            handle.take();
            entry = handle.peek();
        }
        reply.set32(countAt, count);
        if (protocol.version() >= 6 && entry == null) {
            reply.u8(1);
        }
        return count;
    }
}
