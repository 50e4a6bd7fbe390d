/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** What a command prints; may take long. */
@FunctionalInterface
interface Answer {

    /** Files that one command may name. */
    int MOST_ARGUMENTS = 64;

    /**
     * Makes it.
     *
     * @param isGivenUp whether nobody waits for it any more
     */
    String make(FileTree tree, BooleanSupplier isGivenUp) throws FileTreeException;

    /** @throws SubsystemUnavailableException if the command is not used as clients are known to */
    static Answer to(String command, List<String> arguments) throws SubsystemUnavailableException {
        if (arguments.size() > MOST_ARGUMENTS) {
            throw new SubsystemUnavailableException("too many arguments");
        }
        return switch (command) {
            case "pwd" -> (tree, isGivenUp) -> tree.home() + "\n";
            case "cd" -> (tree, isGivenUp) -> changeDirectory(tree, arguments);
            case "df" -> new DiskFree(arguments);
            case "md5sum" -> new Checksums("MD5", arguments);
            case "sha1sum" -> new Checksums("SHA-1", arguments);
            case "sha256sum" -> new Checksums("SHA-256", arguments);
            default -> throw new SubsystemUnavailableException("such a command is not answered");
        };
    }

    private static String changeDirectory(FileTree tree, List<String> arguments) throws FileTreeException {
        VirtualPath directory = path(tree, arguments.isEmpty() ? "." : arguments.get(0));
        tree.openDirectory(directory, java.util.Set.of()).close();
        return "";
    }

    static VirtualPath path(FileTree tree, String text) throws FileTreeException {
        try {
            return tree.home().resolve(text);
        } catch (IllegalArgumentException malformed) {
            throw new FileTreeException(FileTreeException.Reason.INVALID_NAME, "The path is malformed", malformed);
        }
    }
}
