/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/**
 * A link in a directory and what it leads to.
 *
 * @param type as the node says: {@code filenode}, {@code dirnode} or {@code unknown}
 * @param write the capability to write, where the link has one
 * @param read the capability to read, where the link has one
 * @param size in bytes, where known
 * @param linked when the link was last set, in milliseconds since 1970; 0 if unknown
 * @param modified what a client set as the time of modification of this very content
 * @param mode permission bits as a client set them, 0 to 07777
 * @param metadata the link's other metadata, a JSON object, kept as they are
 */
public record Entry(
        String type,
        Optional<Capability> write,
        Optional<Capability> read,
        OptionalLong size,
        long linked,
        Optional<ModifyTime> modified,
        OptionalInt mode,
        String metadata) {

    static final String FILE = "filenode";
    static final String DIRECTORY = "dirnode";
    private static final String NO_METADATA = "{}";

    public static Entry file(Capability file) {
        return made(FILE, file);
    }

    public static Entry directory(Capability directory) {
        return made(DIRECTORY, directory);
    }

    private static Entry made(String type, Capability capability) {
        boolean writable = capability.kind().isWritable();
        return new Entry(
                type,
                writable ? Optional.of(capability) : Optional.empty(),
                Optional.of(capability.readOnly()),
                capability.size(),
                System.currentTimeMillis(),
                Optional.empty(),
                OptionalInt.empty(),
                NO_METADATA);
    }

    public boolean isDirectory() {
        return type.equals(DIRECTORY);
    }

    public boolean isFile() {
        return type.equals(FILE);
    }

    /** What gives the most. */
    public Optional<Capability> capability() {
        return write.or(() -> read);
    }

    public String identity() {
        return capability().map(Capability::identity).orElse("");
    }

    /** When the content was modified, in milliseconds since 1970: what a client set for this content, else when it was linked. */
    public long modifiedMillis() {
        return modified.filter(set -> set.identity().equals(identity()))
                .map(ModifyTime::millis)
                .orElse(linked);
    }

    /** The same with a time of modification, in milliseconds since 1970, that holds for this content. */
    public Entry withModified(long millis) {
        ModifyTime time = new ModifyTime(millis, identity());
        return new Entry(type, write, read, size, linked, Optional.of(time), mode, metadata);
    }

    /** The same with these permission bits. */
    public Entry withMode(int bits) {
        return new Entry(type, write, read, size, linked, modified, OptionalInt.of(bits & 07777), metadata);
    }

    /** The same link to a new content: what belongs to the name stays, what belongs to the old content does not. */
    public Entry replacedBy(Entry content) {
        return new Entry(
                content.type,
                content.write,
                content.read,
                content.size,
                content.linked,
                content.modified,
                content.mode.isPresent() ? content.mode : mode,
                metadata);
    }
}
