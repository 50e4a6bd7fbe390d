/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.vfs2.provider.UriParser;

/** The names in a path of Commons VFS, which has some characters as {@code %} and two digits. */
final class PathNames {

    private PathNames() {}

    /** The grid's names on the way from the root. */
    static List<String> of(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> ShownNames.read(decode(part)))
                .toList();
    }

    static String encode(String name) {
        return UriParser.encode(name);
    }

    /** {@code UriParser.decode} leaves out what stands in square brackets (Commons VFS 2.10.0). */
    private static String decode(String encoded) {
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
