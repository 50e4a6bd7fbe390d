/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
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
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.content.FileReader;
import org.sallyport.vfs.tahoe.internal.content.FileStream;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.directory.OtherMetadata;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;

/**
 * Changes of one directory that depend on what is in it. Each looks at the directory as it is and changes it once; the caller sees to it
 * that no other change is made through here meanwhile.
 */
final class Links {

    private final Grid grid;
    private final Capability directory;

    /** @param directory one that can be changed */
    Links(Grid grid, Capability directory) {
        this.grid = grid;
        this.directory = directory;
    }

    List<LinkResult> make(List<LinkRequest> batch) throws IOException {
        NavigableMap<String, Entry> now = grid.directories().entriesNow(directory);
        List<LinkResult> results = new ArrayList<>();
        Map<String, Entry> links = new LinkedHashMap<>();
        Map<String, Entry> made = new HashMap<>();
        for (LinkRequest request : batch) {
            String name = ShownNames.read(request.name());
            Entry old = made.getOrDefault(name, now.get(name));
            results.add(make(request, name, old, links));
            if (links.containsKey(name)) {
                made.put(name, links.get(name));
            }
        }
        if (!links.isEmpty()) {
            grid.directories().link(directory, links, Replace.FILES);
        }
        return results;
    }

    private LinkResult make(LinkRequest request, String name, Entry old, Map<String, Entry> links) throws IOException {
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
            overwrite(old.write().get(), content);
            Entry kept = withAttributes(old.withoutTimes(), request.attributes());
            links.put(name, kept.withSizeOfTimes(content.size().orElse(0)));
            return new LinkResult.Linked(old.identity());
        }
        Entry fresh = withAttributes(Entry.file(content), request.attributes());
        links.put(name, old == null ? fresh : old.replacedBy(fresh));
        return new LinkResult.Linked(content.identity());
    }

    /** A mutable file stays the one that it is for all who have its capability. */
    private void overwrite(Capability mutable, Capability content) throws IOException {
        long size = content.size().orElseThrow(() -> new IOException("a content of unknown size"));
        grid.client().overwrite(mutable, () -> stream(content, size), size);
    }

    private InputStream stream(Capability content, long size) {
        return new FileStream(new FileReader(grid.client(), grid.segments(), content, size));
    }

    boolean remove(String name, Expectation expected) throws IOException {
        Entry now = grid.directories().entriesNow(directory).get(name);
        if (now == null) {
            return true;
        }
        if (now.isDirectory() || !expected.allows(Optional.of(now.identity()))) {
            return false;
        }
        grid.directories().unlink(directory, name);
        return true;
    }

    /** Links what another name leads to, with its attributes. */
    void copy(Entry entry, String name, Expectation expected) throws IOException {
        Entry now = grid.directories().entriesNow(directory).get(name);
        Optional<String> found = Optional.ofNullable(now).map(Entry::identity);
        if (now != null && now.isDirectory() || !expected.allows(found)) {
            throw new FileAlreadyExistsException("");
        }
        grid.directories().link(directory, name, entry.withTimeKept(), now == null ? Replace.NOTHING : Replace.FILES);
    }

    /** @throws StoreException for an attribute that is not known, or a value of another type */
    static Entry withAttributes(Entry entry, Map<String, Object> attributes) throws IOException {
        Entry result = entry;
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            result = withAttribute(result, attribute.getKey(), attribute.getValue());
        }
        return result;
    }

    private static Entry withAttribute(Entry entry, String name, Object value) throws IOException {
        if (value instanceof Instant time) {
            switch (name) {
                case StoreOperations.MODIFIED -> {
                    return entry.withModified(time);
                }
                case StoreOperations.ACCESSED -> {
                    return entry.withAccessed(time);
                }
                case StoreOperations.CREATED -> {
                    return entry.withCreated(time);
                }
                default -> throw unknown(name);
            }
        }
        if (name.equals(StoreOperations.MODE) && value instanceof Integer mode) {
            return entry.withMode(mode);
        }
        if (value instanceof String text) {
            if (name.equals(StoreOperations.OWNER)) {
                return entry.withOwner(text);
            }
            String other = name.startsWith(StoreOperations.USER) ? name.substring(StoreOperations.USER.length()) : "";
            if (!other.isEmpty() && !OtherMetadata.isReserved(other)) {
                return entry.withOther(other, text);
            }
        }
        throw unknown(name);
    }

    private static StoreException unknown(String attribute) {
        return new StoreException(Reason.UNSUPPORTED, "a grid does not keep " + attribute);
    }

    static Map<String, Object> attributes(Entry entry) throws IOException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(StoreOperations.MODIFIED, entry.modified());
        entry.accessed().ifPresent(time -> attributes.put(StoreOperations.ACCESSED, time));
        entry.created().ifPresent(time -> attributes.put(StoreOperations.CREATED, time));
        entry.own().mode().ifPresent(mode -> attributes.put(StoreOperations.MODE, mode));
        entry.own().owner().ifPresent(owner -> attributes.put(StoreOperations.OWNER, owner));
        attributes.putAll(others(entry));
        return attributes;
    }

    /** Metadata of users and other programs, by the names that they have as attributes. */
    static Map<String, String> others(Entry entry) throws IOException {
        Map<String, String> texts = OtherMetadata.texts(entry.metadata());
        if (texts.isEmpty()) {
            return texts;
        }
        Map<String, String> others = new HashMap<>();
        texts.forEach((name, text) -> others.put(StoreOperations.USER + name, text));
        return others;
    }
}
