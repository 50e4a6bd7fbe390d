/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import org.apache.commons.vfs2.FileSystemException;

/** A failure of a store with its reason, and a message for people that holds no secret. */
public final class StoreException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        NO_SUCH_FILE,
        NOT_A_DIRECTORY,
        IS_A_DIRECTORY,
        ALREADY_EXISTS,
        NOT_EMPTY,
        /** The capability that this was reached by allows no writing, or an operator has forbidden the object. */
        PERMISSION_DENIED,
        INVALID_NAME,
        INVALID_ARGUMENT,
        /** Cannot be done by this store, to this kind of object. */
        UNSUPPORTED,
        /** The store, or too much of it, does not answer now; trying again later may succeed. */
        UNAVAILABLE,
        /** The content is known to be damaged. */
        CORRUPT,
        FAILURE
    }

    private final Reason reason;
    private final String text;

    /** @param text for people, without secrets */
    public StoreException(Reason reason, String text) {
        this(reason, text, null);
    }

    public StoreException(Reason reason, String text, Throwable cause) {
        super(text, cause);
        this.reason = reason;
        this.text = text;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return text;
    }
}
