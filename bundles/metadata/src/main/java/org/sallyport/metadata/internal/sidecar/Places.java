/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;

/** Names files by their file system and path, so that all mounts of one store share what is kept. The root's URI, which may hold a password, is hashed. For use by many threads. */
final class Places {

    private static final int HASH_BYTES = 12;

    /** The last one: a listing asks for the places of one file system again and again. */
    private volatile Root last = new Root("", "");

    private record Root(String uri, String hash) {}

    /** The root's place ends in a slash, all others in the last name. */
    String of(FileObject file) throws FileSystemException {
        return root(file.getFileSystem().getRootURI()) + file.getName().getPathDecoded();
    }

    private String root(String uri) {
        Root known = last;
        if (!known.uri().equals(uri)) {
            known = new Root(uri, hash(uri));
            last = known;
        }
        return known.hash();
    }

    private static String hash(String uri) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(uri.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** What the places of everything below a directory begin with. */
    static String below(String place) {
        return place.endsWith("/") ? place : place + "/";
    }
}
