/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

/** Types of files as SFTP version 4 and later name them (draft-ietf-secsh-filexfer-13, section 7.2). */
public enum FileType {
    REGULAR(1, 0100000),
    DIRECTORY(2, 0040000),
    SYMLINK(3, 0120000),
    SPECIAL(4, 0),
    UNKNOWN(5, 0),
    SOCKET(6, 0140000),
    CHAR_DEVICE(7, 0020000),
    BLOCK_DEVICE(8, 0060000),
    FIFO(9, 0010000);

    /** The bits of a POSIX mode that hold the type. */
    public static final int MODE_MASK = 0170000;

    private final int code;
    private final int modeBits;

    FileType(int code, int modeBits) {
        this.code = code;
        this.modeBits = modeBits;
    }

    /** The byte of SSH_FILEXFER_TYPE_x. */
    public int code() {
        return code;
    }

    /** The type's bits in a POSIX mode; 0 where POSIX has none. */
    public int modeBits() {
        return modeBits;
    }

    /** The type that a POSIX mode denotes; {@link #UNKNOWN} where it has no type bits. */
    public static FileType ofMode(int mode) {
        return switch (mode & MODE_MASK) {
            case 0100000 -> REGULAR;
            case 0040000 -> DIRECTORY;
            case 0120000 -> SYMLINK;
            case 0140000 -> SOCKET;
            case 0020000 -> CHAR_DEVICE;
            case 0060000 -> BLOCK_DEVICE;
            case 0010000 -> FIFO;
            default -> UNKNOWN;
        };
    }
}
