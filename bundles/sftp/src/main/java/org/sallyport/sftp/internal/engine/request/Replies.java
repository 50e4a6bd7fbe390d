/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.ExistsStatus;
import org.sallyport.api.quirk.SftpQuirks.StatusText;
import org.sallyport.sftp.internal.codec.MessageType;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.StatusCode;
import org.sallyport.sftp.internal.engine.reply.ReplyPool;

/** Makes replies in the form of the session's version. For use by many threads. */
public final class Replies {

    private static final int SMALL = 256;

    private final Protocol protocol;
    private final ReplyPool pool;
    private final boolean extendedStatus;
    private final boolean existsDenies;
    private final boolean plainText;

    public Replies(Protocol protocol, ReplyPool pool) {
        this.protocol = protocol;
        this.pool = pool;
        this.extendedStatus = protocol.quirks().get(SftpQuirks.EXTENDED_STATUS);
        this.existsDenies = protocol.quirks().get(SftpQuirks.EXISTS_STATUS) == ExistsStatus.PERMISSION_DENIED;
        this.plainText = protocol.quirks().get(SftpQuirks.STATUS_TEXT) == StatusText.PLAIN;
    }

    /** Begins a reply that is likely to take so many bytes. */
    public ReplyBuffer begin(int type, int requestId, int bytes) {
        return pool.take(bytes).begin(type, requestId);
    }

    /** Gives back a reply that is not sent. */
    public void discard(ReplyBuffer reply) {
        pool.giveBack(reply);
    }

    public ReplyBuffer ok(int requestId) {
        return status(requestId, StatusCode.OK, StatusCode.OK.text());
    }

    public ReplyBuffer status(int requestId, StatusCode status) {
        return status(requestId, status, status.text());
    }

    public ReplyBuffer status(int requestId, StatusCode status, String message) {
        ReplyBuffer reply = begin(MessageType.STATUS, requestId, SMALL);
        int code = status.code(protocol.version(), extendedStatus);
        if (extendedStatus && code != status.code(protocol.version(), false)) {
            protocol.quirks().exercised(SftpQuirks.EXTENDED_STATUS);
        }
        reply.u32(code);
        reply.text(message);
        reply.text("");
        return reply;
    }

    public ReplyBuffer failure(int requestId, FileTreeException failure) {
        StatusCode status = StatusCode.of(failure.reason());
        if (status == StatusCode.FILE_ALREADY_EXISTS && existsDenies && protocol.version() == 3) {
            protocol.quirks().exercised(SftpQuirks.EXISTS_STATUS);
            status = StatusCode.PERMISSION_DENIED;
        }
        ReplyBuffer reply = status(requestId, status, text(status, failure.getMessage()));
        if (protocol.version() >= 6 && failure.getCause() instanceof UserPrincipalNotFoundException unknown) {
            reply.text(unknown.getName());
        }
        return reply;
    }

    private String text(StatusCode status, String message) {
        if (message == null || message.isEmpty()) {
            return status.text();
        }
        if (plainText) {
            protocol.quirks().exercised(SftpQuirks.STATUS_TEXT);
            return status.text();
        }
        return message;
    }

    public ReplyBuffer handle(int requestId, int handle) {
        ReplyBuffer reply = begin(MessageType.HANDLE, requestId, SMALL);
        reply.u32(Integer.BYTES);
        reply.u32(handle);
        return reply;
    }

    public ReplyBuffer attributes(int requestId, FileAttributes attributes, Set<Attribute> wanted) {
        ReplyBuffer reply = begin(MessageType.ATTRS, requestId, SMALL);
        protocol.attributes().write(reply, attributes, wanted);
        return reply;
    }

    /** NAME with one entry about which nothing else is told. */
    public ReplyBuffer name(int requestId, String name) {
        return name(requestId, name, FileAttributes.EMPTY);
    }

    /** NAME with one entry. */
    public ReplyBuffer name(int requestId, String name, FileAttributes attributes) {
        ReplyBuffer reply = begin(MessageType.NAME, requestId, SMALL);
        reply.u32(1);
        reply.name(name, protocol.names().shown());
        if (protocol.version() == 3) {
            reply.name(name, protocol.names().shown());
        }
        protocol.attributes().write(reply, attributes, attributes.isEmpty() ? Attribute.NONE : attributes.present());
        return reply;
    }

    public ReplyBuffer extended(int requestId) {
        return begin(MessageType.EXTENDED_REPLY, requestId, SMALL);
    }
}
