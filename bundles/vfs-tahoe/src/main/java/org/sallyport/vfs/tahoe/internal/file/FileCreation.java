/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.directory.Claim;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryGuards;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/** Makes an empty file or a directory where nothing is. */
record FileCreation(GridPath path) {

    /** Does nothing if a file is there. */
    void createFile() throws IOException {
        Place place = path.place();
        if (place.entry().filter(Entry::isFile).isEmpty()) {
            requireFree(place);
            link(Entry.file(Capability.parse("URI:LIT:")));
        }
    }

    /** Does nothing if a directory is there. */
    void createFolder() throws IOException {
        Place place = path.place();
        if (place.entry().filter(Entry::isDirectory).isEmpty()) {
            requireFree(place);
            link(Entry.directory(path.grid().client().makeDirectory()));
        }
    }

    private static void requireFree(Place place) throws IOException {
        if (place.exists()) {
            throw new FileAlreadyExistsException("");
        }
        if (!place.directory().kind().isWritable()) {
            throw new AccessDeniedException("");
        }
    }

    private void link(Entry entry) throws IOException {
        Grid grid = path.grid();
        grid.guards().change(path::place, place -> Claim.shared(place.directory()), place -> {
            requireFree(place);
            grid.directories().link(place.directory(), place.name(), entry, Replace.NOTHING);
            return DirectoryGuards.DONE;
        });
    }
}
