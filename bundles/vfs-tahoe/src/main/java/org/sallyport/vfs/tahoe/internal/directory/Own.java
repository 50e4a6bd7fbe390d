/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What this program keeps with a link, under a name of its own in the link's metadata.
 *
 * @param times of the content
 * @param mode permission bits as a client set them, 0 to 07777
 * @param created when the file was made, where the link does not tell it
 * @param owner user and group as a client set them, by names or numbers, with a colon between
 */
public record Own(Optional<ContentTimes> times, OptionalInt mode, Optional<Instant> created, Optional<String> owner) {

    public static final Own NONE = new Own(Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    Own withTimes(Optional<ContentTimes> next) {
        return new Own(next, mode, created, owner);
    }

    Own withMode(int bits) {
        return new Own(times, OptionalInt.of(bits & 07777), created, owner);
    }

    Own withCreated(Instant when) {
        return new Own(times, mode, Optional.of(when), owner);
    }

    Own withOwner(String userAndGroup) {
        return new Own(times, mode, created, Optional.of(userAndGroup));
    }

    /** What another content under the same name has, where it does not bring it along. */
    Own replacedBy(Own next) {
        return new Own(
                next.times,
                next.mode.isPresent() ? next.mode : mode,
                next.created.or(() -> created),
                next.owner.or(() -> owner));
    }
}
