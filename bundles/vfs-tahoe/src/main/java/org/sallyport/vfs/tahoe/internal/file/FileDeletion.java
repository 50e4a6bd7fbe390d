/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.util.Optional;
import java.util.stream.Stream;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.directory.Claim;

/** Deletes a file or an empty directory. */
record FileDeletion(GridPath path) {

    /** Whether something was there. */
    boolean delete() throws IOException {
        return path.grid().guards().change(path::place, FileDeletion::need, this::delete);
    }

    private static Claim need(Place place) {
        return Claim.alone(Stream.concat(place.parent().stream(), place.ownDirectory().stream())
                .toArray(Capability[]::new));
    }

    /** Empty if another thing is here than was known. */
    private Optional<Boolean> delete(Place known) throws IOException {
        if (!known.exists()) {
            return Optional.of(false);
        }
        if (!known.isWritable()) {
            throw new AccessDeniedException("");
        }
        Grid grid = path.grid();
        Place place = known.now(grid);
        if (!place.exists()) {
            return Optional.of(false);
        }
        if (!need(place).equals(need(known))) {
            return Optional.empty();
        }
        Optional<Capability> directory = place.ownDirectory();
        if (directory.isPresent()
                && !grid.directories().entriesNow(directory.get()).isEmpty()) {
            throw new DirectoryNotEmptyException("");
        }
        grid.directories().unlink(place.directory(), place.name());
        return Optional.of(true);
    }
}
