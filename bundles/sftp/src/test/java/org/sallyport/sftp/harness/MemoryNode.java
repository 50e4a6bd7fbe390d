/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** What is at a name of a {@link MemoryTree}; guarded by the tree. */
final class MemoryNode {

    final FileType type;
    byte[] content = new byte[0];
    String target = "";
    FileAttributes attributes;
    int links = 1;

    MemoryNode(FileType type, FileAttributes given) {
        this.type = type;
        int permissions =
                given.has(Attribute.PERMISSIONS) ? given.permissions() : type == FileType.DIRECTORY ? 0755 : 0644;
        attributes = FileAttributes.builder(type)
                .permissions(permissions)
                .ownerIds(1000, 1000)
                .accessTime(1_700_000_000, 0)
                .modifyTime(1_700_000_000, 0)
                .build();
    }

    FileAttributes attributes() {
        return attributes.toBuilder()
                .type(type)
                .size(type == FileType.SYMLINK ? target.length() : content.length)
                .linkCount(links)
                .build();
    }
}
