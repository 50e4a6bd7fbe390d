/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.AcrossMounts;
import org.sallyport.filetree.internal.store.Failures;

/** Copies files by what is in them, also from one store to another. */
record FileCopy(FileTree tree) {

    private static final int BUFFER = 256 << 10;

    /**
     * In place of a rename into another store.
     *
     * @throws FileTreeException CROSS_STORE for anything but a regular file, and where the quirks at the target say so
     */
    void move(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        Quirks quirks = tree.quirks(to);
        FileAttributes attributes = tree.stat(from, false, Attribute.BASIC);
        if (quirks.get(SftpQuirks.RENAME_ACROSS_MOUNTS) == AcrossMounts.REFUSE
                || attributes.type() != FileType.REGULAR) {
            throw Failures.of(Reason.CROSS_STORE);
        }
        quirks.exercised(SftpQuirks.RENAME_ACROSS_MOUNTS);
        copy(from, to, mode);
        keepTimes(to, attributes);
        tree.remove(from);
    }

    private void keepTimes(VirtualPath path, FileAttributes from) throws FileTreeException {
        FileAttributes times = FileAttributes.builder(FileType.REGULAR)
                .accessTime(from.accessSeconds(), from.accessNanos())
                .modifyTime(from.modifySeconds(), from.modifyNanos())
                .build();
        try {
            tree.setAttributes(path, false, times);
        } catch (FileTreeException failure) {
            if (failure.reason() != Reason.UNSUPPORTED && failure.reason() != Reason.PERMISSION_DENIED) {
                throw failure;
            }
        }
    }

    void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        OpenFile source = tree.open(from, OpenOptions.READ, FileAttributes.EMPTY);
        try {
            FileAttributes attributes = source.attributes(Attribute.BASIC);
            boolean exclusive = mode == RenameMode.NO_REPLACE;
            if (tree.orderKey(to).equals(source.orderKey())) {
                throw new FileTreeException(Reason.INVALID_ARGUMENT, "A file cannot be copied onto itself");
            }
            OpenFile target = tree.open(
                    to,
                    new OpenOptions(false, true, false, true, true, exclusive, false),
                    FileAttributes.builder(FileType.REGULAR)
                            .permissions(attributes.permissions())
                            .build());
            boolean whole = false;
            try {
                copy(source, 0, 0, target, 0);
                whole = true;
            } finally {
                if (whole) {
                    target.close();
                } else {
                    target.abandon();
                }
            }
        } finally {
            source.close();
        }
    }

    /** As {@link FileTree#copy(OpenFile, long, long, OpenFile, long)}; within a store without reading it, if the store can do so. */
    static long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition)
            throws FileTreeException {
        if (from instanceof TreeFile source && to instanceof TreeFile target) {
            long moved = source.storeFile()
                    .transferTo(
                            target.storeFile(),
                            fromPosition,
                            length == 0 ? Long.MAX_VALUE - fromPosition : length,
                            toPosition);
            if (moved >= 0) {
                return moved;
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long copied = 0;
        while (length == 0 || copied < length) {
            buffer.clear();
            if (length != 0) {
                buffer.limit((int) Math.min(buffer.capacity(), length - copied));
            }
            int count = from.read(buffer, fromPosition + copied);
            if (count <= 0) {
                break;
            }
            buffer.flip();
            to.write(buffer, toPosition + copied);
            copied += count;
        }
        return copied;
    }
}
