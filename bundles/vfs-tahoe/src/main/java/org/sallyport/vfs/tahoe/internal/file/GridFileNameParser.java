/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.util.regex.Pattern;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.FileNameParser;
import org.apache.commons.vfs2.provider.UriParser;
import org.apache.commons.vfs2.provider.VfsComponentContext;

/** Reads {@code tahoe:GRID/path}, also with two slashes before the grid. */
public final class GridFileNameParser implements FileNameParser {

    private static final Pattern GRID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** The grid's name in a name that was read by such a parser. */
    public static String grid(FileName name) {
        return ((GridFileName) name).grid();
    }

    @Override
    public boolean encodeCharacter(char character) {
        return character == '%' || character == '?' || character == '#';
    }

    @Override
    public FileName parseUri(VfsComponentContext context, FileName base, String uri) throws FileSystemException {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "tahoe" : uri.substring(0, colon);
        StringBuilder rest = new StringBuilder(uri.substring(colon + 1));
        if (rest.indexOf("//") == 0) {
            rest.delete(0, 2);
        }
        int slash = rest.indexOf("/");
        String grid = slash < 0 ? rest.toString() : rest.substring(0, slash);
        if (!GRID.matcher(grid).matches()) {
            // What stands there may be a capability that was put into a URI by mistake.
            throw new FileSystemException("a URI of a grid is tahoe:NAME/path, with the NAME of a configured grid");
        }
        StringBuilder path = new StringBuilder(slash < 0 ? "/" : rest.substring(slash));
        UriParser.canonicalizePath(path, 0, path.length(), this);
        FileType type = UriParser.normalisePath(path);
        return new GridFileName(scheme, grid, path.length() == 0 ? "/" : path.toString(), type);
    }
}
