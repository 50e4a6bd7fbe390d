/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.time.Instant;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;

/** Reads what every file system of Java has; permissions are made up from what this process may do. */
final class BasicReader {

    FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) throws IOException {
        LinkOption[] options = UnixReader.options(followLinks);
        BasicFileAttributes read = Files.readAttributes(path, BasicFileAttributes.class, options);
        FileType type = type(read);
        FileAttributes.Builder result = FileAttributes.builder(type);
        for (Attribute attribute : wanted) {
            switch (attribute) {
                case SIZE -> result.size(read.size());
                case PERMISSIONS ->
                    result.permissions(permissions(path, read)).origin(Attribute.PERMISSIONS, Origin.DERIVED);
                case OWNER_NAMES -> addOwner(result, path, options);
                case LINK_COUNT -> result.linkCount(1).origin(Attribute.LINK_COUNT, Origin.ASSUMED);
                case MODIFY_TIME -> {
                    Instant time = read.lastModifiedTime().toInstant();
                    result.modifyTime(time.getEpochSecond(), time.getNano());
                }
                case ACCESS_TIME -> {
                    Instant time = read.lastAccessTime().toInstant();
                    result.accessTime(time.getEpochSecond(), time.getNano());
                }
                case CREATE_TIME -> {
                    Instant time = read.creationTime().toInstant();
                    result.createTime(time.getEpochSecond(), time.getNano());
                }
                case ACL -> AclEntries.read(path, options, result);
                case EXTENDED -> {
                    if (UserPairs.areReadOf(type)) {
                        UserPairs.read(path, options, result);
                    }
                }
                default -> {
                    // not known to such file systems
                }
            }
        }
        return result.build();
    }

    private static FileType type(BasicFileAttributes read) {
        if (read.isRegularFile()) {
            return FileType.REGULAR;
        }
        if (read.isDirectory()) {
            return FileType.DIRECTORY;
        }
        return read.isSymbolicLink() ? FileType.SYMLINK : FileType.SPECIAL;
    }

    private static int permissions(Path path, BasicFileAttributes read) {
        if (read.isSymbolicLink()) {
            return 0777;
        }
        return 0444 | (read.isDirectory() ? 0111 : 0) | (Files.isWritable(path) ? 0200 : 0);
    }

    private static void addOwner(FileAttributes.Builder result, Path path, LinkOption[] options) throws IOException {
        FileOwnerAttributeView view = Files.getFileAttributeView(path, FileOwnerAttributeView.class, options);
        if (view != null) {
            result.ownerNames(view.getOwner().getName(), "");
        }
    }
}
