/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import java.util.function.Function;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * An SSH_MSG_USERAUTH_REQUEST (RFC 4252, section 5).
 *
 * @param fields what the method defines
 */
record AuthRequest(String user, String service, String method, Buffer fields) {

    /** Reads a request behind its message number; the fields are copied, since the transport uses its buffer again. */
    static AuthRequest read(Buffer buffer) {
        return new AuthRequest(
                buffer.getString(),
                buffer.getString(),
                buffer.getString(),
                new ByteArrayBuffer(buffer.getCompactData()));
    }

    /**
     * Reads the method's fields.
     *
     * @throws MalformedRequestException if they are not there
     */
    <T> T read(Function<Buffer, T> reader) throws MalformedRequestException {
        try {
            return reader.apply(fields);
        } catch (RuntimeException tooShort) {
            throw new MalformedRequestException(tooShort);
        }
    }

    /** A message that is not what the method defines. */
    static final class MalformedRequestException extends IOException {

        private static final long serialVersionUID = 1L;

        MalformedRequestException(Throwable cause) {
            super("malformed request", cause);
        }
    }
}
