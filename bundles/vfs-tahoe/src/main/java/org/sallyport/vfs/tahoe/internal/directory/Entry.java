/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
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
 * @param named when the name was new, in milliseconds since 1970; 0 if unknown
 * @param own what this program keeps with it
 * @param metadata the link's other metadata, a JSON object, kept as they are
 */
public record Entry(
        String type,
        Optional<Capability> write,
        Optional<Capability> read,
        OptionalLong size,
        long linked,
        long named,
        Own own,
        String metadata) {

    static final String FILE = "filenode";
    static final String DIRECTORY = "dirnode";
    static final String NO_METADATA = "{}";

    public static Entry file(Capability file) {
        return made(FILE, file);
    }

    public static Entry directory(Capability directory) {
        return made(DIRECTORY, directory);
    }

    private static Entry made(String type, Capability capability) {
        boolean writable = capability.kind().isWritable();
        long now = System.currentTimeMillis();
        return new Entry(
                type,
                writable ? Optional.of(capability) : Optional.empty(),
                Optional.of(capability.readOnly()),
                capability.size(),
                now,
                now,
                Own.NONE,
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

    /** What a client set for this very content. */
    private Optional<ContentTimes> times() {
        return own.times().filter(set -> set.identity().equals(identity()));
    }

    /** When the content was modified: what a client set for this content, else when it was linked. */
    public Instant modified() {
        return times().map(ContentTimes::modified).orElse(Instant.ofEpochMilli(linked));
    }

    /** When the content was read last, if a client has set that for this content. */
    public Optional<Instant> accessed() {
        return times().flatMap(ContentTimes::accessed);
    }

    /** When the file was made; empty where neither the link nor anybody else tells. */
    public Optional<Instant> created() {
        return own.created().or(() -> named == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(named)));
    }

    /** Size of the content that the times were set for, where its identity does not tell. */
    public OptionalLong sizeOfTimes() {
        return times().map(ContentTimes::size).orElse(OptionalLong.empty());
    }

    private Entry with(Own next, String others) {
        return new Entry(type, write, read, size, linked, named, next, others);
    }

    /** The same with a time of modification that holds for this content. */
    public Entry withModified(Instant time) {
        return withTimes(new ContentTimes(time, accessed(), identity(), OptionalLong.empty()));
    }

    /** The same with a time of access that holds for this content. */
    public Entry withAccessed(Instant time) {
        return withTimes(new ContentTimes(modified(), Optional.of(time), identity(), OptionalLong.empty()));
    }

    private Entry withTimes(ContentTimes times) {
        return with(own.withTimes(Optional.of(times)), metadata);
    }

    /** The same with times, if it has any, that hold as long as the content has this size. */
    public Entry withSizeOfTimes(long bytes) {
        return times().map(set -> withTimes(
                        new ContentTimes(set.modified(), set.accessed(), set.identity(), OptionalLong.of(bytes))))
                .orElse(this);
    }

    /** The same now that the content has this size: without times that were set for one of another size. */
    public Entry ofSize(long bytes) {
        OptionalLong size = sizeOfTimes();
        return size.isPresent() && size.getAsLong() != bytes ? withoutTimes() : this;
    }

    /** The same as if nobody had set times. */
    public Entry withoutTimes() {
        return with(own.withTimes(Optional.empty()), metadata);
    }

    /**
     * The same for a link that is set anew: the node then takes the time of that for the link's. A mutable file is modified without its
     * link, so there only what was set with its size holds.
     */
    public Entry withTimeKept() {
        boolean isTold = times().isPresent() || linked == 0 || isFile() && write.isPresent();
        return isTold ? this : withModified(modified());
    }

    /** The same under a new name: a file that is renamed was not made then. */
    public Entry renamed() {
        return created().map(this::withCreated).orElse(this).withTimeKept();
    }

    /** The same with these permission bits. */
    public Entry withMode(int bits) {
        return with(own.withMode(bits), metadata);
    }

    /** The same, made then. */
    public Entry withCreated(Instant time) {
        return with(own.withCreated(time), metadata);
    }

    /** @param userAndGroup names or numbers, with a colon between */
    public Entry withOwner(String userAndGroup) {
        return with(own.withOwner(userAndGroup), metadata);
    }

    /** The same with a field of the metadata that are not ours. */
    public Entry withOther(String name, String text) throws IOException {
        return with(own, OtherMetadata.with(metadata, name, text));
    }

    /** The same link to a new content: what belongs to the name stays, what belongs to the old content does not. */
    public Entry replacedBy(Entry content) {
        return new Entry(
                content.type,
                content.write,
                content.read,
                content.size,
                content.linked,
                named,
                own.replacedBy(content.own),
                metadata);
    }
}
