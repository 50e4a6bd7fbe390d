/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.StoreFile;

/** A store's file as a session sees it: with a path of its tree. Keeps its store in use until it is closed. */
final class TreeFile implements OpenFile {

    private final SessionTree tree;
    private final MountSettings mount;
    private final Store store;
    private final StoreFile file;
    private final OpenOptions options;
    private final AtomicBoolean closed = new AtomicBoolean();

    TreeFile(SessionTree tree, MountSettings mount, Store store, StoreFile file, OpenOptions options) {
        this.tree = tree;
        this.mount = mount;
        this.store = store;
        this.file = file;
        this.options = options;
    }

    StoreFile storeFile() {
        return file;
    }

    @Override
    public VirtualPath path() {
        VirtualPath path = mount.path();
        for (String name : file.names()) {
            path = path.child(name);
        }
        return path;
    }

    @Override
    public Object orderKey() {
        return file.orderKey();
    }

    @Override
    public boolean isPrompt() {
        return store.isPrompt();
    }

    @Override
    public boolean closesPromptly() {
        return store.isPrompt() && (!options.write() || file.closesPromptly());
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        MountTable.requireWritable(mount);
        file.write(source, position);
    }

    @Override
    public void truncate(long size) throws FileTreeException {
        MountTable.requireWritable(mount);
        tree.access()
                .requireSettable(
                        path(),
                        options,
                        FileAttributes.builder(FileType.REGULAR).size(size).build());
        file.truncate(size);
    }

    @Override
    public void sync() throws FileTreeException {
        file.sync();
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException {
        return tree.attributes(mount, file, wanted);
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        MountTable.requireWritable(mount);
        tree.access().requireSettable(path(), options, changes);
        file.setAttributes(changes);
    }

    @Override
    public void close() throws FileTreeException {
        if (closed.compareAndSet(false, true)) {
            try {
                file.close();
            } finally {
                tree.closed(this, store);
            }
        }
    }

    @Override
    public void abandon() {
        if (closed.compareAndSet(false, true)) {
            file.abandon();
            tree.closed(this, store);
        }
    }
}
