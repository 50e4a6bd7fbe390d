/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;

/** A program that writes one file and reads it, to be run with little memory: size in bytes and a folder for the disk cache. */
final class LargeFile {

    private static final int BLOCK = 1 << 16;

    private LargeFile() {}

    public static void main(String[] arguments) throws Exception {
        long size = Long.parseLong(arguments[0]);
        DefaultFileSystemManager manager = new DefaultFileSystemManager();
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.init();
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setGateways(options, URI.create(System.getenv("GRID_GATEWAY")));
        TahoeOptions.getInstance().setRoot(options, System.getenv("GRID_ROOT"));
        TahoeOptions.getInstance().setDiskCache(options, Path.of(arguments[1]), 64L << 20);
        FileObject file = manager.resolveFile("tahoe:large/large", options);
        byte[] block = new byte[BLOCK];
        SplittableRandom written = new SplittableRandom(1);
        try (OutputStream out = file.getContent().getOutputStream()) {
            for (long at = 0; at < size; at += BLOCK) {
                written.nextBytes(block);
                out.write(block);
            }
        }
        SplittableRandom expected = new SplittableRandom(1);
        try (InputStream in = file.getContent().getInputStream()) {
            for (long at = 0; at < size; at += BLOCK) {
                expected.nextBytes(block);
                if (!Arrays.equals(in.readNBytes(BLOCK), block)) {
                    throw new IOException("another content at " + at);
                }
            }
        }
        System.out.println("the same " + file.getContent().getSize() + " bytes");
        manager.close();
    }
}
