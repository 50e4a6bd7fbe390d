/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.directory.Claim;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryGuards;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/**
 * The link that a directory of a grid has for the name at the end of a path. Each change looks at the directory and changes it once, while
 * no other change of it is made through here.
 */
record FileLink(GridPath path) {

    /** Makes a stored content the file at this place. */
    void setContent(Entry content) throws IOException {
        Grid grid = path.grid();
        grid.guards().change(path::place, place -> Claim.shared(place.directory()), place -> {
            Entry entry = place.entry().map(old -> old.replacedBy(content)).orElse(content);
            grid.directories().link(place.directory(), place.name(), entry, Replace.FILES);
            return DirectoryGuards.DONE;
        });
    }

    /** Changes the link to what is here now, and only that. */
    void setAttributes(Map<String, Object> attributes) throws IOException {
        Grid grid = path.grid();
        Place place = path.place();
        if (place.parent().isEmpty() && place.exists()) {
            throw new StoreException(Reason.UNSUPPORTED, "the root of a grid has no name that could keep attributes");
        }
        grid.guards().change(path::place, here -> Claim.alone(here.directory()), here -> {
            if (!here.isWritable()) {
                throw new AccessDeniedException("");
            }
            Entry now = here.now(grid).existing();
            grid.directories().link(here.directory(), here.name(), with(attributes, now), Replace.ANYTHING);
            return DirectoryGuards.DONE;
        });
    }

    private Entry with(Map<String, Object> attributes, Entry now) throws IOException {
        Entry changed = new LinkAttributes(now.withTimeKept()).with(attributes);
        boolean inPlace = changed.isFile() && changed.write().isPresent();
        return inPlace ? changed.withSizeOfTimes(path.grid().directories().size(now)) : changed;
    }

    /** Links what another name leads to, with its attributes. */
    void copy(Entry entry, Expectation expected) throws IOException {
        Grid grid = path.grid();
        grid.guards().change(path::place, place -> Claim.alone(place.directory()), place -> {
            if (!place.isWritable()) {
                throw new AccessDeniedException("");
            }
            Entry now = place.now(grid).entry().orElse(null);
            Optional<String> found = Optional.ofNullable(now).map(Entry::identity);
            if (now != null && now.isDirectory() || !expected.allows(found)) {
                throw new FileAlreadyExistsException("");
            }
            grid.directories()
                    .link(
                            place.directory(),
                            place.name(),
                            entry.withTimeKept(),
                            now == null ? Replace.NOTHING : Replace.FILES);
            return DirectoryGuards.DONE;
        });
    }

    /** Takes the link away; false if a directory or something unexpected is there. */
    boolean remove(Expectation expected) throws IOException {
        Grid grid = path.grid();
        return grid.guards().change(path::place, place -> Claim.alone(place.directory()), place -> {
            if (!place.isWritable()) {
                throw new AccessDeniedException("");
            }
            Entry now = place.now(grid).entry().orElse(null);
            if (now == null) {
                return Optional.of(true);
            }
            if (now.isDirectory() || !expected.allows(Optional.of(now.identity()))) {
                return Optional.of(false);
            }
            grid.directories().unlink(place.directory(), place.name());
            return Optional.of(true);
        });
    }
}
