/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.storage.StoreUnavailableException;
import org.sallyport.api.storage.operation.StoreException;

/** Turns what stores throw into reasons that a client can be told; messages never name paths of the server. */
public final class Failures {

    /** Errors for which Java has no type but the text of {@code strerror(3)}. */
    private static final Map<String, Reason> BY_TEXT = byText();

    private Failures() {}

    private static Map<String, Reason> byText() {
        Map<String, Reason> reasons = new LinkedHashMap<>();
        reasons.put("No space left on device", Reason.NO_SPACE);
        reasons.put("Disk quota exceeded", Reason.QUOTA);
        reasons.put("Read-only file system", Reason.READ_ONLY);
        reasons.put("File name too long", Reason.INVALID_NAME);
        reasons.put("Not a directory", Reason.NOT_A_DIRECTORY);
        reasons.put("Is a directory", Reason.IS_A_DIRECTORY);
        reasons.put("Directory not empty", Reason.NOT_EMPTY);
        reasons.put("Operation not permitted", Reason.PERMISSION_DENIED);
        reasons.put("Permission denied", Reason.PERMISSION_DENIED);
        reasons.put("Too many levels of symbolic links", Reason.LINK_LOOP);
        reasons.put("Invalid cross-device link", Reason.CROSS_STORE);
        reasons.put("Too many open files", Reason.TOO_MANY_OPEN);
        reasons.put("Invalid argument", Reason.INVALID_ARGUMENT);
        reasons.put("File too large", Reason.NO_SPACE);
        return reasons;
    }

    public static FileTreeException of(IOException failure) {
        Reason reason = reason(failure);
        return new FileTreeException(reason, text(reason), failure);
    }

    public static FileTreeException of(InvalidPathException failure) {
        return new FileTreeException(Reason.INVALID_NAME, text(Reason.INVALID_NAME), failure);
    }

    public static FileTreeException of(Reason reason) {
        return new FileTreeException(reason, text(reason));
    }

    private static Reason reason(IOException failure) {
        if (failure instanceof StoreException told) {
            return switch (told.reason()) {
                case NO_SUCH_FILE -> Reason.NO_SUCH_FILE;
                case NOT_A_DIRECTORY -> Reason.NOT_A_DIRECTORY;
                case IS_A_DIRECTORY -> Reason.IS_A_DIRECTORY;
                case ALREADY_EXISTS -> Reason.ALREADY_EXISTS;
                case NOT_EMPTY -> Reason.NOT_EMPTY;
                case PERMISSION_DENIED -> Reason.PERMISSION_DENIED;
                case INVALID_NAME -> Reason.INVALID_NAME;
                case INVALID_ARGUMENT -> Reason.INVALID_ARGUMENT;
                case UNSUPPORTED -> Reason.UNSUPPORTED;
                case UNAVAILABLE -> Reason.UNAVAILABLE;
                case CORRUPT, FAILURE -> Reason.FAILURE;
            };
        } else if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return Reason.NO_SUCH_FILE;
        } else if (failure instanceof FileAlreadyExistsException) {
            return Reason.ALREADY_EXISTS;
        } else if (failure instanceof DirectoryNotEmptyException) {
            return Reason.NOT_EMPTY;
        } else if (failure instanceof AccessDeniedException) {
            return Reason.PERMISSION_DENIED;
        } else if (failure instanceof NotDirectoryException) {
            return Reason.NOT_A_DIRECTORY;
        } else if (failure instanceof FileSystemLoopException) {
            return Reason.LINK_LOOP;
        } else if (failure instanceof NotLinkException) {
            return Reason.INVALID_ARGUMENT;
        } else if (failure instanceof UserPrincipalNotFoundException) {
            return Reason.UNKNOWN_PRINCIPAL;
        } else if (failure instanceof StoreUnavailableException) {
            return Reason.UNAVAILABLE;
        } else if (failure instanceof ClosedChannelException) {
            return Reason.CLOSED;
        }
        String message = String.valueOf(failure.getMessage());
        return BY_TEXT.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Reason.FAILURE);
    }

    private static String text(Reason reason) {
        return switch (reason) {
            case NO_SUCH_FILE -> "No such file";
            case NO_SUCH_PATH -> "No such path";
            case ALREADY_EXISTS -> "File already exists";
            case NOT_A_DIRECTORY -> "Not a directory";
            case IS_A_DIRECTORY -> "Is a directory";
            case NOT_EMPTY -> "Directory not empty";
            case PERMISSION_DENIED -> "Permission denied";
            case READ_ONLY -> "Read-only";
            case QUOTA -> "Quota exceeded";
            case NO_SPACE -> "No space left";
            case INVALID_NAME -> "Invalid file name";
            case INVALID_ARGUMENT -> "Invalid argument";
            case LINK_LOOP -> "Too many symbolic links";
            case LOCKED -> "File is locked";
            case UNKNOWN_PRINCIPAL -> "No such user or group";
            case UNSUPPORTED -> "The store cannot do this";
            case UNAVAILABLE -> "The store is not available";
            case CROSS_STORE -> "Source and target are in different stores";
            case TOO_MANY_OPEN -> "Too many open files";
            case CLOSED -> "The file is closed";
            case FAILURE -> "The store failed";
        };
    }
}
