/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * What is kept for a file beside its store.
 *
 * @param fingerprint of the file when it was kept
 */
public record Kept(Fingerprint fingerprint, FileAttributes attributes) {

    /** What belongs to a content; everything else belongs to the name. */
    private static final Set<Attribute> OF_CONTENT = EnumSet.of(Attribute.ACCESS_TIME, Attribute.MODIFY_TIME);

    public static Kept nothing(Fingerprint fingerprint) {
        return new Kept(fingerprint, FileAttributes.EMPTY);
    }

    /**
     * What still holds, now that the store tells this: nothing if a directory became a file or the other way round, no times if
     * the content was changed.
     */
    public FileAttributes at(Fingerprint now) {
        if (now.directory() != fingerprint.directory()) {
            return FileAttributes.EMPTY;
        }
        return now.equals(fingerprint) ? attributes : ofName();
    }

    /** What does not belong to the content. */
    public FileAttributes ofName() {
        FileAttributes.Builder result = attributes.toBuilder();
        OF_CONTENT.forEach(result::without);
        return result.build();
    }

    /** The same as bytes, see {@link KeptCodec}. */
    byte[] encoded() {
        return KeptCodec.encode(this);
    }

    /** Empty for bytes of a form that this version does not know. */
    static Optional<Kept> decoded(byte[] bytes) {
        return KeptCodec.decode(bytes);
    }

    FileType type() {
        return fingerprint.directory() ? FileType.DIRECTORY : FileType.REGULAR;
    }
}
