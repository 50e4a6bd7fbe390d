/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.directory.OtherMetadata;

/** What a link keeps of its file or directory, by the names that {@link StoreOperations} has for it. */
record LinkAttributes(Entry link) {

    /** @throws StoreException for an attribute that is not known, or a value of another type */
    Entry with(Map<String, Object> attributes) throws IOException {
        Entry result = link;
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            result = with(result, attribute.getKey(), attribute.getValue());
        }
        return result;
    }

    private static Entry with(Entry entry, String name, Object value) throws IOException {
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

    /** Those that are known. */
    Map<String, Object> all() throws IOException {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put(StoreOperations.MODIFIED, link.modified());
        link.accessed().ifPresent(time -> attributes.put(StoreOperations.ACCESSED, time));
        link.created().ifPresent(time -> attributes.put(StoreOperations.CREATED, time));
        link.own().mode().ifPresent(mode -> attributes.put(StoreOperations.MODE, mode));
        link.own().owner().ifPresent(owner -> attributes.put(StoreOperations.OWNER, owner));
        attributes.putAll(others());
        return attributes;
    }

    /** Metadata of users and other programs, by the names that they have as attributes. */
    Map<String, String> others() throws IOException {
        Map<String, String> texts = OtherMetadata.texts(link.metadata());
        if (texts.isEmpty()) {
            return texts;
        }
        Map<String, String> others = new HashMap<>();
        texts.forEach((name, text) -> others.put(StoreOperations.USER + name, text));
        return others;
    }
}
