/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/**
 * The ATTRS structure of each version: draft-02 section 5 for version 3, draft-04 section 5 for 4, draft-05 section 5 for 5,
 * draft-13 section 7 for 6.
 */
public final class AttributesCodec {

    private final int version;
    private final boolean alwaysTimes;
    private final AttributesReader reader;
    private final AttributesWriter writer;

    /**
     * @param version 3 to 6
     * @param latestTime the last second that a version 3 client is told: 2^31-1 or 2^32-1
     * @param sharedPermissions whether what the owner may is shown as allowed to everybody
     * @param alwaysTimes whether times are told that were not asked for
     */
    public AttributesCodec(int version, long latestTime, boolean sharedPermissions, boolean alwaysTimes) {
        this.version = version;
        this.alwaysTimes = alwaysTimes;
        this.reader = new AttributesReader(version);
        this.writer = new AttributesWriter(version, latestTime, sharedPermissions);
    }

    /** What the flags of a STAT request in version 4 and later ask for. */
    public Set<Attribute> wanted(int flags) {
        Set<Attribute> wanted = AttributeFlags.wanted(version, flags);
        if (!alwaysTimes) {
            return wanted;
        }
        Set<Attribute> withTimes = EnumSet.of(Attribute.ACCESS_TIME, Attribute.MODIFY_TIME);
        withTimes.addAll(wanted);
        return withTimes;
    }

    /** What a listing needs: what the version shows, without what costs extra on most stores. */
    public Set<Attribute> listed() {
        return version == 3
                ? Attribute.BASIC
                : Collections.unmodifiableSet(EnumSet.of(
                        Attribute.SIZE,
                        Attribute.PERMISSIONS,
                        Attribute.OWNER_IDS,
                        Attribute.OWNER_NAMES,
                        Attribute.ACCESS_TIME,
                        Attribute.MODIFY_TIME,
                        Attribute.LINK_COUNT));
    }

    /**
     * Reads ATTRS. Type bits among the permissions, which curl and psftp send, are dropped.
     *
     * @throws ProtocolException if a flag is set whose field this version does not define: what follows would be misread
     */
    public FileAttributes read(WireReader in) throws ProtocolException {
        return reader.read(in);
    }

    /** Writes ATTRS: of what is present, what the version can tell and the client wants. */
    public void write(ReplyBuffer out, FileAttributes attributes, Set<Attribute> wanted) {
        writer.write(out, attributes, wanted);
    }
}
