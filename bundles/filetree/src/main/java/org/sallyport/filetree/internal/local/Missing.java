/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.Optional;

/**
 * Looks at names where mostly nothing is, as where something new is to be. From version 20 on Java has a call for that; before, it tells
 * by an exception, which costs more than to look.
 */
final class Missing {

    private static final Class<BasicFileAttributes> BASIC = BasicFileAttributes.class;
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};
    private static final Optional<MethodHandle> IF_EXISTS = ifExists();

    private Missing() {}

    private static Optional<MethodHandle> ifExists() {
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(
                            FileSystemProvider.class,
                            "readAttributesIfExists",
                            MethodType.methodType(BASIC, Path.class, Class.class, LinkOption[].class)));
        } catch (NoSuchMethodException | IllegalAccessException before20) {
            return Optional.empty();
        }
    }

    /** What is at a path, a link itself rather than what it leads to; null if nothing is. Below a file it may be that, or an error. */
    static BasicFileAttributes lstat(Path path) throws IOException {
        return IF_EXISTS.isPresent() ? ask(IF_EXISTS.get(), path) : tryAndSee(path);
    }

    private static BasicFileAttributes ask(MethodHandle ifExists, Path path) throws IOException {
        FileSystemProvider provider = path.getFileSystem().provider();
        try {
            return (BasicFileAttributes) ifExists.invokeExact(provider, path, (Class<?>) BASIC, NO_FOLLOW);
        } catch (IOException | RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    static BasicFileAttributes tryAndSee(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BASIC, NO_FOLLOW);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }
}
