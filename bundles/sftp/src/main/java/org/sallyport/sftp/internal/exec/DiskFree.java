/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** {@code df -P -k PATH}, as POSIX wants it printed: old sshfs and MacFUSE ask so for the room in a file system. */
final class DiskFree implements Answer {

    private static final String TITLE = "Filesystem         1024-blocks        Used   Available Capacity Mounted on\n";

    private final List<String> paths = new ArrayList<>();

    DiskFree(List<String> arguments) throws SubsystemUnavailableException {
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                paths.add(argument);
            } else if (!argument.chars().skip(1).allMatch(option -> option == 'P' || option == 'k')) {
                throw new SubsystemUnavailableException("df is answered with -P and -k alone");
            }
        }
        if (paths.isEmpty()) {
            paths.add(".");
        }
    }

    @Override
    public String make(FileTree tree, BooleanSupplier isGivenUp) throws FileTreeException {
        StringBuilder lines = new StringBuilder(TITLE);
        for (String path : paths) {
            lines.append(line(path, tree.space(Answer.path(tree, path))));
        }
        return lines.toString();
    }

    private static String line(String path, Space space) {
        long all = kibibytes(space.blocks(), space);
        long used = kibibytes(space.blocks() - space.freeBlocks(), space);
        long available = kibibytes(space.availableBlocks(), space);
        double usable = (double) used + available;
        long percent = usable == 0 ? 0 : (long) Math.ceil(100 * used / usable);
        return String.format(
                Locale.ROOT, "%-18s %11d %11d %11d %7d%% %s%n", "sallyport", all, used, available, percent, path);
    }

    private static long kibibytes(long blocks, Space space) {
        return space.blockSize() >= 1024
                ? blocks * (space.blockSize() / 1024)
                : blocks / Math.max(1, 1024 / space.blockSize());
    }
}
