/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is read again when it has changed. For use by many threads. */
final class WatchedFile<T> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    /** Makes something of a file's content. */
    @FunctionalInterface
    interface Parser<T> {

        /** @throws IllegalArgumentException if the content is malformed */
        T parse(byte[] content);
    }

    private final Path file;
    private final Parser<T> parser;
    private String stamp = "";
    private T value;
    private String problem = "";

    WatchedFile(Path file, Parser<T> parser) {
        this.file = file;
        this.parser = parser;
    }

    /** @throws IOException if the file as it is now cannot be read or understood; logged once for each state of the file */
    synchronized T current() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String now = attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
            if (!now.equals(stamp)) {
                value = null;
                value = parser.parse(Files.readAllBytes(file));
                stamp = now;
            }
            problem = "";
            return value;
        } catch (IOException | IllegalArgumentException unusable) {
            stamp = "";
            String why = unusable.toString();
            if (!why.equals(problem)) {
                LOG.error("{} cannot be used, so nobody can log in with what it is asked for: {}", file, why);
                problem = why;
            }
            throw new IOException(file + " cannot be used", unusable);
        }
    }
}
