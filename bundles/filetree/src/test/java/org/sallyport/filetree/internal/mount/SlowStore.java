/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.local.DefaultLocalFileProvider;
import org.apache.commons.vfs2.provider.local.LocalFile;
import org.apache.commons.vfs2.provider.local.LocalFileName;
import org.apache.commons.vfs2.provider.local.LocalFileSystem;

/** A folder that stands for a remote store: a test can make it wait, fail, or lose its answers, as no real one can be made to. */
public final class SlowStore extends DefaultLocalFileProvider {

    /** What a store is made to do. */
    public static final class Faults {

        /** Called around what the store does; throws to make it fail. */
        @FunctionalInterface
        public interface Hook {

            /** @param what type, list, write, rename, delete or, when it is done, renamed */
            void at(String what, String path) throws Exception;
        }

        private volatile Hook hook = (what, path) -> {};

        public void set(Hook next) {
            hook = next;
        }

        public void clear() {
            hook = (what, path) -> {};
        }

        /** From now on nothing answers. */
        public void goAway() {
            hook = (what, path) -> {
                throw new FileSystemException("the store is away");
            };
        }

        /** From now on nothing is put into the store before the latch is open. */
        public void holdWritesUntil(CountDownLatch open) {
            hook = (what, path) -> {
                if (what.equals("write")) {
                    open.await();
                }
            };
        }

        private void at(String what, FileName name) throws FileSystemException {
            try {
                hook.at(what, name.getPath());
            } catch (FileSystemException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new FileSystemException(failed);
            }
        }
    }

    private final Faults faults;

    SlowStore(Faults faults) {
        this.faults = faults;
    }

    @Override
    protected FileSystem doCreateFileSystem(FileName name, FileSystemOptions options) {
        return new Folder(name, ((LocalFileName) name).getRootFile(), options);
    }

    private final class Folder extends LocalFileSystem {

        private final String root;

        Folder(FileName name, String root, FileSystemOptions options) {
            super(name, root, options);
            this.root = root;
        }

        @Override
        protected FileObject createFile(AbstractFileName name) throws FileSystemException {
            return new File(this, root, name);
        }
    }

    private final class File extends LocalFile {

        File(LocalFileSystem fileSystem, String root, AbstractFileName name) throws FileSystemException {
            super(fileSystem, root, name);
        }

        @Override
        public FileType getType() throws FileSystemException {
            faults.at("type", getName());
            return super.getType();
        }

        @Override
        public boolean exists() throws FileSystemException {
            faults.at("type", getName());
            return super.exists();
        }

        @Override
        protected String[] doListChildren() throws Exception {
            faults.at("list", getName());
            return super.doListChildren();
        }

        @Override
        public OutputStream getOutputStream(boolean append) throws FileSystemException {
            faults.at("write", getName());
            return super.getOutputStream(append);
        }

        @Override
        protected void doRename(FileObject target) throws Exception {
            faults.at("rename", target.getName());
            super.doRename(target);
            faults.at("renamed", target.getName());
        }

        @Override
        protected void doDelete() throws Exception {
            faults.at("delete", getName());
            super.doDelete();
        }
    }
}
