/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of serial numbers of certificates: unsigned numbers of 64 bits, in ranges and bitmaps. Not to be changed once it is asked. */
final class SerialNumbers {

    private final TreeMap<Long, Long> endByStart = new TreeMap<>(Long::compareUnsigned);
    private final List<Bitmap> bitmaps = new ArrayList<>();

    private record Bitmap(long offset, BigInteger bits) {}

    /** @throws IllegalArgumentException if the last is smaller than the first */
    void addRange(long first, long last) {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("a range of serial numbers that ends before it begins");
        }
        endByStart.merge(first, last, (one, other) -> Long.compareUnsigned(one, other) >= 0 ? one : other);
    }

    /** @param bits where bit n is set, {@code offset + n} is in the set */
    void addBitmap(long offset, BigInteger bits) {
        bitmaps.add(new Bitmap(offset, bits));
    }

    boolean contains(long serial) {
        for (Map.Entry<Long, Long> range = endByStart.floorEntry(serial);
                range != null;
                range = endByStart.lowerEntry(range.getKey())) {
            if (Long.compareUnsigned(serial, range.getValue()) <= 0) {
                return true;
            }
        }
        return bitmaps.stream().anyMatch(bitmap -> {
            long bit = serial - bitmap.offset();
            return Long.compareUnsigned(serial, bitmap.offset()) >= 0
                    && Long.compareUnsigned(bit, bitmap.bits().bitLength()) < 0
                    && bitmap.bits().testBit((int) bit);
        });
    }
}
