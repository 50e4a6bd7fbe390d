/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSelectInfo;
import org.apache.commons.vfs2.FileSelector;
import org.apache.commons.vfs2.FileSystemException;

/** Walks a tree for a selector of Commons VFS. */
record Selection(FileObject base, FileSelector selector, boolean childrenFirst, List<FileObject> selected) {

    private record Candidate(FileObject getBaseFolder, FileObject getFile, int getDepth) implements FileSelectInfo {}

    /** @param childrenFirst whether what is in a directory comes before it */
    static List<FileObject> of(FileObject base, FileSelector selector, boolean childrenFirst)
            throws FileSystemException {
        Selection selection = new Selection(base, selector, childrenFirst, new ArrayList<>());
        if (base.exists()) {
            selection.visit(base, 0);
        }
        return selection.selected;
    }

    private void visit(FileObject file, int depth) throws FileSystemException {
        Candidate candidate = new Candidate(base, file, depth);
        try {
            boolean include = selector.includeFile(candidate);
            if (include && !childrenFirst) {
                selected.add(file);
            }
            if (file.isFolder() && selector.traverseDescendants(candidate)) {
                for (FileObject child : file.getChildren()) {
                    visit(child, depth + 1);
                }
            }
            if (include && childrenFirst) {
                selected.add(file);
            }
        } catch (FileSystemException told) {
            throw told;
        } catch (Exception refused) {
            throw new FileSystemException("vfs.provider/find-files.error", base, refused);
        }
    }
}
