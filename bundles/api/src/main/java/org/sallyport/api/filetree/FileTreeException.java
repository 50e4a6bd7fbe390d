/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

/** Why something in the tree could not be done. The SFTP engine alone turns the reason into a status of its version. */
public class FileTreeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** @param message for the client: a sentence without paths of the server, addresses of stores or secrets */
    public FileTreeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public FileTreeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Kinds of failures, as far as any SFTP version tells them apart. */
    public enum Reason {
        NO_SUCH_FILE,
        /** A directory on the way to the file is not there. */
        NO_SUCH_PATH,
        ALREADY_EXISTS,
        NOT_A_DIRECTORY,
        IS_A_DIRECTORY,
        NOT_EMPTY,
        PERMISSION_DENIED,
        READ_ONLY,
        /** A bound of the user's or mount's was reached. */
        QUOTA,
        NO_SPACE,
        INVALID_NAME,
        INVALID_ARGUMENT,
        LINK_LOOP,
        LOCKED,
        /** A user or group that the store does not know; the cause names it. */
        UNKNOWN_PRINCIPAL,
        /** The store cannot do this at all. */
        UNSUPPORTED,
        /** The store is not there now or does not answer. */
        UNAVAILABLE,
        /** Source and target are in different stores. */
        CROSS_STORE,
        TOO_MANY_OPEN,
        CLOSED,
        FAILURE
    }
}
