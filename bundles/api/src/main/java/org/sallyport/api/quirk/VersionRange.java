/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

/**
 * The SFTP versions that a client is offered.
 *
 * @param least 3 to 6
 * @param most at least {@code least}, at most 6
 */
public record VersionRange(int least, int most) {

    public VersionRange {
        if (least < 3 || most > 6 || least > most) {
            throw new IllegalArgumentException("versions are 3 to 6, the smaller first");
        }
    }

    /** Reads {@code 3} or {@code 3-6}. */
    public static VersionRange parse(String text) {
        String[] ends = text.split("-", 2);
        int least = Integer.parseInt(ends[0].trim());
        return new VersionRange(least, ends.length == 1 ? least : Integer.parseInt(ends[1].trim()));
    }

    @Override
    public String toString() {
        return least + "-" + most;
    }
}
