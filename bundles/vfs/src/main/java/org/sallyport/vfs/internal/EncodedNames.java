/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.UriParser;

/**
 * Between names as clients write them and Commons VFS's file names, which are percent-encoded.
 *
 * <p>Names never pass {@code resolveFile(String)} or {@code resolveName}, which read absolute URIs, {@code %2e%2e} and
 * backslashes in them; a {@code FileName} is made by the root's own.
 */
final class EncodedNames {

    private EncodedNames() {}

    /** The name below a root, each part literal. */
    static FileName below(AbstractFileName root, List<String> names) throws IOException {
        StringBuilder path = new StringBuilder(root.getPath());
        for (String name : names) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('/') >= 0
                    || name.indexOf('\0') >= 0) {
                throw new IOException("not a name that a directory entry can have");
            }
            if (path.length() == 0 || path.charAt(path.length() - 1) != '/') {
                path.append('/');
            }
            path.append(UriParser.encode(name));
        }
        return root.createName(path.toString(), FileType.FILE_OR_FOLDER);
    }

    /**
     * Refuses what Commons VFS would accept here but choke on in {@code getChildren()}, which then fails for the whole
     * directory: it reads a backslash as a separator and a leading scheme as an absolute URI.
     */
    static void refuseUnlistable(List<String> names, Collection<String> schemes) throws IOException {
        for (String name : names) {
            if (name.indexOf('\\') >= 0) {
                throw new IOException("this store cannot bear a backslash in a name");
            }
            for (String scheme : schemes) {
                if (name.length() > scheme.length() && name.startsWith(scheme) && name.charAt(scheme.length()) == ':') {
                    throw new IOException("this store cannot bear a name that begins with '" + scheme + ":'");
                }
            }
        }
    }

    /**
     * Decodes all of a name. {@code UriParser.decode} leaves out what stands in square brackets, which it takes for an
     * address (Commons VFS 2.10.0).
     */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        StringBuilder result = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char character = encoded.charAt(i);
            int high = character == '%' && i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low < 0) {
                result.append(character);
            } else {
                result.append((char) (high << 4 | low));
                i += 2;
            }
        }
        return result.toString();
    }
}
