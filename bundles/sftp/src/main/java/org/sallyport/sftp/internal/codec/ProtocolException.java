/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

/** Bytes that are not what the protocol says. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean answerable;
    private final int requestId;
    private final StatusCode status;

    private ProtocolException(String message, boolean answerable, int requestId, StatusCode status) {
        super(message, null, false, false);
        this.answerable = answerable;
        this.requestId = requestId;
        this.status = status;
    }

    /** Nothing behind these bytes can be understood: the connection has to end. */
    public static ProtocolException fatal(String message) {
        return new ProtocolException(message, false, 0, StatusCode.BAD_MESSAGE);
    }

    /** One request is wrong; the next ones can be understood. */
    public static ProtocolException answerable(int requestId, StatusCode status, String message) {
        return new ProtocolException(message, true, requestId, status);
    }

    /** Whether the request can be answered with {@link #status()}. */
    public boolean isAnswerable() {
        return answerable;
    }

    public int requestId() {
        return requestId;
    }

    public StatusCode status() {
        return status;
    }
}
