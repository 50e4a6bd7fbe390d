/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.path.VirtualPath;

/**
 * Something that a user did or was refused, for the transfer log.
 *
 * @param kind what
 * @param path the file, where there is one
 * @param target the second path of a rename, copy or link
 * @param bytes how many bytes moved; 0 where none do
 * @param duration from the first to the last request that belongs to it
 * @param result {@code ok}, or the reason for a failure in lower case with hyphens
 * @param detail anything more, never a secret; may be empty
 */
public record Activity(
        Kind kind,
        Optional<VirtualPath> path,
        Optional<VirtualPath> target,
        long bytes,
        Duration duration,
        String result,
        String detail) {

    /** {@link #result()} of what went well. */
    public static final String OK = "ok";

    /** {@link #detail()} of what was not found while the same user was uploading it, in this session or another. */
    public static final String LOOK_AFTER_OPEN = "look-after-open";

    /** Kinds of activities. */
    public enum Kind {
        LOGIN,
        LOGOUT,
        LOGIN_REFUSED,
        DOWNLOAD,
        UPLOAD,
        /** An upload under a name that the client uses until it is whole; {@link #UPLOAD} follows when it is renamed. */
        UPLOAD_TEMPORARY,
        /** A connection that ended before CLOSE of a file open for writing. */
        UPLOAD_ABORTED,
        LIST,
        MAKE_DIRECTORY,
        REMOVE,
        REMOVE_DIRECTORY,
        RENAME,
        /** A rename to the name of a file that the client had removed for it; that removal is not reported by itself. */
        REPLACE,
        SYMLINK,
        LINK,
        COPY,
        SET_ATTRIBUTES,
        /** Anything that access rules or the protocol refused. */
        REFUSED
    }

    /** An activity that concerns a session, not a file. */
    public static Activity ofSession(Kind kind, String result, String detail) {
        return new Activity(kind, Optional.empty(), Optional.empty(), 0, Duration.ZERO, result, detail);
    }

    /** An activity with one path that moved no bytes. */
    public static Activity of(Kind kind, VirtualPath path, String result) {
        return new Activity(kind, Optional.of(path), Optional.empty(), 0, Duration.ZERO, result, "");
    }
}
