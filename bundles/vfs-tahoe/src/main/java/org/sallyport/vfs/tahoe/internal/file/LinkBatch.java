/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.content.FileReader;
import org.sallyport.vfs.tahoe.internal.content.FileStream;
import org.sallyport.vfs.tahoe.internal.directory.Claim;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/**
 * Links stored contents by names in the directory at a path: looks at the directory as it is and changes it once, while no other change of
 * it is made through here.
 */
record LinkBatch(GridPath path, List<LinkRequest> requests) {

    /** @param expected what the directory has to be */
    List<LinkResult> link(Expectation expected) throws IOException {
        Grid grid = path.grid();
        return grid.guards()
                .change(
                        path::place,
                        place -> Claim.alone(place.writableDirectory()),
                        place -> Optional.of(
                                expected.allows(place.entry().map(Entry::identity))
                                        ? link(grid, place.writableDirectory())
                                        : Collections.nCopies(requests.size(), new LinkResult.Elsewhere())));
    }

    private List<LinkResult> link(Grid grid, Capability directory) throws IOException {
        NavigableMap<String, Entry> now = grid.directories().entriesNow(directory);
        List<LinkResult> results = new ArrayList<>();
        Map<String, Entry> links = new LinkedHashMap<>();
        Map<String, Entry> made = new HashMap<>();
        for (LinkRequest request : requests) {
            String name = ShownNames.read(request.name());
            Entry old = made.getOrDefault(name, now.get(name));
            results.add(link(grid, request, name, old, links));
            if (links.containsKey(name)) {
                made.put(name, links.get(name));
            }
        }
        if (!links.isEmpty()) {
            grid.directories().link(directory, links, Replace.FILES);
        }
        return results;
    }

    private static LinkResult link(Grid grid, LinkRequest request, String name, Entry old, Map<String, Entry> links)
            throws IOException {
        Capability content = Capability.parse(request.token());
        if (!content.kind().isImmutable() || content.kind().isDirectory()) {
            throw new StoreException(Reason.INVALID_ARGUMENT, "no content of this store has that token");
        }
        Optional<String> found = Optional.ofNullable(old).map(Entry::identity);
        boolean isThere = found.filter(content.identity()::equals).isPresent();
        if (old != null && old.isDirectory() || !isThere && !request.expected().allows(found)) {
            return new LinkResult.Unexpected(found);
        }
        if (old != null && old.write().isPresent()) {
            overwrite(grid, old.write().get(), content);
            Entry kept = new LinkAttributes(old.withoutTimes()).with(request.attributes());
            links.put(name, kept.withSizeOfTimes(content.size().orElse(0)));
            return new LinkResult.Linked(old.identity());
        }
        Entry fresh = new LinkAttributes(Entry.file(content)).with(request.attributes());
        links.put(name, old == null ? fresh : old.replacedBy(fresh));
        return new LinkResult.Linked(content.identity());
    }

    /** A mutable file stays the one that it is for all who have its capability. */
    private static void overwrite(Grid grid, Capability mutable, Capability content) throws IOException {
        long size = content.size().orElseThrow(() -> new IOException("a content of unknown size"));
        grid.client().overwrite(mutable, () -> stream(grid, content, size), size);
    }

    private static InputStream stream(Grid grid, Capability content, long size) {
        return new FileStream(new FileReader(grid.client(), grid.segments(), content, size));
    }
}
