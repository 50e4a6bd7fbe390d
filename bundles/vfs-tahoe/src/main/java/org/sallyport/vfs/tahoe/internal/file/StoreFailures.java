/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;

/** What happened at the grid, as Commons VFS lets a file object throw it. No message has a capability. */
final class StoreFailures {

    private static final Map<Class<? extends IOException>, Reason> REASONS = reasons();

    private StoreFailures() {}

    private static Map<Class<? extends IOException>, Reason> reasons() {
        Map<Class<? extends IOException>, Reason> reasons = new LinkedHashMap<>();
        reasons.put(NoSuchFileException.class, Reason.NO_SUCH_FILE);
        reasons.put(NotDirectoryException.class, Reason.NOT_A_DIRECTORY);
        reasons.put(FileAlreadyExistsException.class, Reason.ALREADY_EXISTS);
        reasons.put(DirectoryNotEmptyException.class, Reason.NOT_EMPTY);
        reasons.put(AccessDeniedException.class, Reason.PERMISSION_DENIED);
        reasons.put(SocketException.class, Reason.UNAVAILABLE);
        return reasons;
    }

    /** @param file as people know it */
    static StoreException of(String file, IOException cause) {
        IOException root = cause.getCause() instanceof IOException inner ? inner : cause;
        Reason reason = REASONS.entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(root))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Reason.FAILURE);
        String told = root.getMessage();
        String text = told == null || told.isEmpty() ? root.getClass().getSimpleName() : told;
        return new StoreException(reason, file + ": " + text, root);
    }
}
