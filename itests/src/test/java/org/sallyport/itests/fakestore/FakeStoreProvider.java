/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.fakestore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * A folder that stands for a remote store, under the scheme {@code fake}: no real one is as slow, or as far away, as a test wants it. The
 * file {@code delay} of its control folder says how many milliseconds each content takes; while there is a file {@code away}, nothing answers.
 */
final class FakeStoreProvider extends DefaultLocalFileProvider {

    private final Path control;

    FakeStoreProvider(Path control) {
        this.control = control;
    }

    private void answer() throws FileSystemException {
        if (Files.exists(control.resolve("away"))) {
            throw new FileSystemException("the store is away");
        }
    }

    private void takeTime() throws FileSystemException {
        answer();
        try {
            Path delay = control.resolve("delay");
            if (Files.exists(delay)) {
                Thread.sleep(Long.parseLong(Files.readString(delay).trim()));
            }
        } catch (IOException failed) {
            throw new FileSystemException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new FileSystemException(stopped);
        }
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
            answer();
            return super.getType();
        }

        @Override
        public boolean exists() throws FileSystemException {
            answer();
            return super.exists();
        }

        @Override
        public OutputStream getOutputStream(boolean append) throws FileSystemException {
            takeTime();
            return super.getOutputStream(append);
        }
    }
}
