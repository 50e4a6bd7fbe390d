/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;

/** An open file of a {@link MemoryTree}. */
final class MemoryFile implements OpenFile {

    private final MemoryTree tree;
    private final MemoryNode node;
    private final OpenOptions options;
    private volatile VirtualPath path;
    private volatile boolean ended;
    private volatile boolean wasAbandoned;

    MemoryFile(MemoryTree tree, VirtualPath path, MemoryNode node, OpenOptions options) {
        this.tree = tree;
        this.path = path;
        this.node = node;
        this.options = options;
    }

    void moved(VirtualPath from, VirtualPath to) {
        if (path.startsWith(from)) {
            path = path.rebase(from, to);
        }
    }

    boolean hasEnded() {
        return ended;
    }

    boolean wasAbandoned() {
        return wasAbandoned;
    }

    @Override
    public VirtualPath path() {
        return path;
    }

    @Override
    public Object orderKey() {
        return path;
    }

    @Override
    public boolean closesPromptly() {
        return tree.isPrompt() && (!options.write() || tree.isPromptAtClose());
    }

    @Override
    public boolean isPrompt() {
        return tree.isPrompt();
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        tree.before("read", path);
        needOpen();
        synchronized (tree) {
            if (position >= node.content.length) {
                return tree.after("read", path, -1);
            }
            int count = (int) Math.min(target.remaining(), node.content.length - position);
            target.put(node.content, (int) position, count);
            return tree.after("read", path, count);
        }
    }

    private void needOpen() throws FileTreeException {
        if (ended) {
            throw new FileTreeException(Reason.CLOSED, "Closed");
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        tree.before("write", path);
        needOpen();
        synchronized (tree) {
            int start = options.append() ? node.content.length : MemoryTree.size(position);
            int end = MemoryTree.size((long) start + source.remaining());
            if (end > node.content.length) {
                node.content = Arrays.copyOf(node.content, end);
            }
            source.get(node.content, start, end - start);
            tree.after("write", path, null);
        }
    }

    @Override
    public void truncate(long size) throws FileTreeException {
        tree.before("truncate", path);
        needOpen();
        synchronized (tree) {
            node.content = Arrays.copyOf(node.content, MemoryTree.size(size));
            tree.after("truncate", path, null);
        }
    }

    @Override
    public void sync() throws FileTreeException {
        tree.before("sync", path);
        needOpen();
        tree.after("sync", path, null);
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException {
        tree.before("attributes", path);
        needOpen();
        synchronized (tree) {
            return tree.after("attributes", path, node.attributes());
        }
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        tree.before("setFileAttributes", path);
        needOpen();
        synchronized (tree) {
            tree.change(node, changes);
            tree.after("setFileAttributes", path, null);
        }
    }

    @Override
    public void close() {
        tree.before("close", path);
        ended = true;
        tree.after("close", path, null);
    }

    @Override
    public void abandon() {
        ended = true;
        wasAbandoned = true;
        tree.after("abandon", path, null);
    }
}
