/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import org.sallyport.api.filetree.FileTreeException.Reason;

/**
 * Status codes (draft-13, section 9.1) with the version that introduced each. A client is only told codes of its version:
 * version 3 has 0 to 8, and gvfs and sshfs misread anything else.
 */
public enum StatusCode {
    OK(0, 3, "Success"),
    EOF(1, 3, "End of file"),
    NO_SUCH_FILE(2, 3, "No such file"),
    PERMISSION_DENIED(3, 3, "Permission denied"),
    FAILURE(4, 3, "Failure"),
    BAD_MESSAGE(5, 3, "Bad message"),
    NO_CONNECTION(6, 3, "No connection"),
    CONNECTION_LOST(7, 3, "Connection lost"),
    OP_UNSUPPORTED(8, 3, "Operation unsupported"),
    INVALID_HANDLE(9, 4, "Invalid handle"),
    NO_SUCH_PATH(10, 4, "No such path"),
    FILE_ALREADY_EXISTS(11, 4, "File already exists"),
    WRITE_PROTECT(12, 4, "Write protected"),
    NO_SPACE_ON_FILESYSTEM(14, 5, "No space on file system"),
    QUOTA_EXCEEDED(15, 5, "Quota exceeded"),
    UNKNOWN_PRINCIPAL(16, 5, "No such user or group"),
    LOCK_CONFLICT(17, 5, "Lock conflict"),
    DIR_NOT_EMPTY(18, 6, "Directory not empty"),
    NOT_A_DIRECTORY(19, 6, "Not a directory"),
    INVALID_FILENAME(20, 6, "Invalid file name"),
    LINK_LOOP(21, 6, "Too many symbolic links"),
    INVALID_PARAMETER(23, 6, "Invalid parameter"),
    FILE_IS_A_DIRECTORY(24, 6, "File is a directory");

    private final int code;
    private final int since;
    private final String text;

    StatusCode(int code, int since, String text) {
        this.code = code;
        this.since = since;
        this.text = text;
    }

    public String text() {
        return text;
    }

    /**
     * The number that a client of a version is told.
     *
     * @param extended whether the version's bound is lifted (quirk {@code extended-status})
     */
    public int code(int version, boolean extended) {
        if (extended || version >= since) {
            return code;
        }
        return switch (this) {
            case NO_SUCH_PATH, LINK_LOOP -> NO_SUCH_FILE.code;
            // A file where a directory is needed: ENOTDIR, for which OpenSSH says so, too.
            case NOT_A_DIRECTORY -> NO_SUCH_PATH.code(version, false);
            case WRITE_PROTECT -> PERMISSION_DENIED.code;
            default -> FAILURE.code;
        };
    }

    /** The code for a failure in the tree. */
    public static StatusCode of(Reason reason) {
        return switch (reason) {
            case NO_SUCH_FILE -> NO_SUCH_FILE;
            case NO_SUCH_PATH -> NO_SUCH_PATH;
            case ALREADY_EXISTS -> FILE_ALREADY_EXISTS;
            case NOT_A_DIRECTORY -> NOT_A_DIRECTORY;
            case IS_A_DIRECTORY -> FILE_IS_A_DIRECTORY;
            case NOT_EMPTY -> DIR_NOT_EMPTY;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case READ_ONLY -> WRITE_PROTECT;
            case QUOTA -> QUOTA_EXCEEDED;
            case NO_SPACE -> NO_SPACE_ON_FILESYSTEM;
            case INVALID_NAME -> INVALID_FILENAME;
            case INVALID_ARGUMENT -> INVALID_PARAMETER;
            case LINK_LOOP -> LINK_LOOP;
            case LOCKED -> LOCK_CONFLICT;
            case UNKNOWN_PRINCIPAL -> UNKNOWN_PRINCIPAL;
            case UNSUPPORTED -> OP_UNSUPPORTED;
            case CLOSED -> INVALID_HANDLE;
            case UNAVAILABLE, CROSS_STORE, TOO_MANY_OPEN, FAILURE -> FAILURE;
        };
    }
}
