/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * Extended pairs of local files: those attributes of the file system that are for users, {@code user.NAME}. The JDK opens a file to get at
 * them, so this is for files and directories alone, which opening does not wait for.
 */
final class UserPairs {

    static final String PREFIX = "user.";

    /** Bytes of a value: the most that Linux has for one. */
    static final int LONGEST_VALUE = 64 << 10;

    /** Bytes of all names and values that are told of one file, so that they fit into a reply; further ones are left out. */
    static final int MOST_TOLD = 64 << 10;

    /** Bytes of a name without its prefix: what Linux has room for. */
    private static final int LONGEST_NAME = 255 - PREFIX.length();

    private static final Set<FileType> OPENED = EnumSet.of(FileType.REGULAR, FileType.DIRECTORY);

    private UserPairs() {}

    static boolean areReadOf(FileType type) {
        return OPENED.contains(type);
    }

    /** Adds the pairs of a file, if there are any that can be read. */
    static void read(Path path, LinkOption[] options, FileAttributes.Builder result) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, options);
        if (view == null) {
            return;
        }
        Map<String, byte[]> pairs;
        try {
            pairs = pairs(view);
        } catch (IOException unreadable) {
            return; // as of a file that the server may not open: what else is known of it is told all the same
        }
        if (!pairs.isEmpty()) {
            result.extended(pairs);
        }
    }

    private static Map<String, byte[]> pairs(UserDefinedFileAttributeView view) throws IOException {
        Map<String, byte[]> pairs = new HashMap<>();
        long left = MOST_TOLD;
        for (String name : new TreeSet<>(view.list())) {
            String told = PREFIX + name;
            long needed = told.getBytes(StandardCharsets.UTF_8).length + (long) view.size(name);
            if (needed <= left) {
                left -= needed;
                pairs.put(told, value(view, name));
            }
        }
        return pairs;
    }

    private static byte[] value(UserDefinedFileAttributeView view, String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        if (value.hasRemaining()) {
            view.read(name, value);
        }
        return Arrays.copyOf(value.array(), value.position());
    }

    /**
     * Sets pairs and leaves others as they are.
     *
     * @return whether all could be kept; none is set if one has a name or a length that no file system has room for
     */
    static boolean write(Path path, LinkOption[] options, Map<String, byte[]> pairs) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, options);
        if (view == null
                || !Files.getFileStore(path).supportsFileAttributeView(UserDefinedFileAttributeView.class)
                || !pairs.entrySet().stream().allMatch(pair -> isPossible(pair.getKey(), pair.getValue()))) {
            return false;
        }
        for (Map.Entry<String, byte[]> pair : pairs.entrySet()) {
            view.write(pair.getKey().substring(PREFIX.length()), ByteBuffer.wrap(pair.getValue()));
        }
        return true;
    }

    private static boolean isPossible(String name, byte[] value) {
        int length = name.getBytes(StandardCharsets.UTF_8).length - PREFIX.length();
        return name.startsWith(PREFIX)
                && name.indexOf('\0') < 0
                && length > 0
                && length <= LONGEST_NAME
                && value.length <= LONGEST_VALUE;
    }
}
