/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Optional;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.directory.Claim;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryGuards;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/** Moves a file or directory within a grid: the same content gets a link elsewhere, then the old link is taken away. */
record FileMove(GridPath from, GridPath to) {

    private record Places(Place from, Place to) {

        Claim need() throws IOException {
            return Claim.moving(
                    from.directory(),
                    to.directory(),
                    from.entry().filter(Entry::isDirectory).isPresent());
        }

        boolean isNone() throws IOException {
            return isWithin() && from.name().equals(to.name());
        }

        boolean isWithin() throws IOException {
            return from.directory().identity().equals(to.directory().identity());
        }
    }

    void move() throws IOException {
        Grid grid = from.grid();
        grid.guards().change(() -> new Places(from.place(), to.place()), Places::need, known -> {
            known.from().existing();
            if (known.isNone()) {
                return DirectoryGuards.DONE;
            }
            if (!known.from().isWritable() || !known.to().isWritable()) {
                throw new AccessDeniedException("");
            }
            Places now = new Places(known.from().now(grid), known.to());
            return now.need().equals(known.need()) ? move(grid, now) : Optional.empty();
        });
    }

    private static Optional<Boolean> move(Grid grid, Places places) throws IOException {
        Place from = places.from();
        Place to = places.to();
        Entry moved = from.existing();
        if (!places.isWithin() && to.above().contains(moved.identity())) {
            // Nothing would lead to it any more (ticket 943).
            throw new IOException("Invalid argument: a directory cannot be moved below itself");
        }
        // What others have put there since the directory was read has been seen by nobody.
        Replace replace = moved.isDirectory() || !to.exists() ? Replace.NOTHING : Replace.FILES;
        grid.directories().link(to.directory(), to.name(), moved.renamed(), replace);
        grid.directories().unlink(from.directory(), from.name());
        return DirectoryGuards.DONE;
    }
}
