/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Poly1305 in plain Java, for messages of any length. Numbers are three limbs of 44, 44 and 42 bits, whose products are
 * taken apart at bit 44 by {@link Math#multiplyHigh}, so that sums never overflow. Four blocks go into one step:
 * ((((h + m1) r + m2) r + m3) r + m4) r = (h + m1) r^4 + m2 r^3 + m3 r^2 + m4 r, whose products do not wait for each other.
 */
final class LimbPoly1305 implements Poly1305 {

    private static final int BLOCK = 16;
    private static final int STEP = 4 * BLOCK;
    private static final long MASK_44 = (1L << 44) - 1;
    private static final long MASK_42 = (1L << 42) - 1;

    /** The bit behind the 128 of a whole block, in the third limb. */
    private static final long WHOLE = 1L << 40;

    /** Makes the high half of a product of two shifted numbers begin at bit 44. */
    private static final int SHIFT = 10;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Multiplier r1 = new Multiplier();
    private final Multiplier r2 = new Multiplier();
    private final Multiplier r3 = new Multiplier();
    private final Multiplier r4 = new Multiplier();
    private final byte[] last = new byte[BLOCK];
    private long h0;
    private long h1;
    private long h2;
    private long pad0;
    private long pad1;

    /** A power of r, and what its limbs are where they go round 2^130 = 5. */
    private static final class Multiplier {

        private long x0;
        private long x1;
        private long x2;
        private long y1;
        private long y2;
        private long shiftedX0;
        private long shiftedX1;
        private long shiftedX2;
        private long shiftedY1;
        private long shiftedY2;

        void set(long limb0, long limb1, long limb2) {
            x0 = limb0;
            x1 = limb1;
            x2 = limb2;
            y1 = limb1 * 20;
            y2 = limb2 * 20;
            shiftedX0 = x0 << SHIFT;
            shiftedX1 = x1 << SHIFT;
            shiftedX2 = x2 << SHIFT;
            shiftedY1 = y1 << SHIFT;
            shiftedY2 = y2 << SHIFT;
        }
    }

    /** A sum of products, each limb in two parts: below bit 44 and from there on. */
    private static final class Sum {

        private long low0;
        private long low1;
        private long low2;
        private long high0;
        private long high1;
        private long high2;

        void add(long a0, long a1, long a2, Multiplier m) {
            low0 += (a0 * m.x0 & MASK_44) + (a1 * m.y2 & MASK_44) + (a2 * m.y1 & MASK_44);
            low1 += (a0 * m.x1 & MASK_44) + (a1 * m.x0 & MASK_44) + (a2 * m.y2 & MASK_44);
            low2 += (a0 * m.x2 & MASK_44) + (a1 * m.x1 & MASK_44) + (a2 * m.x0 & MASK_44);
            long b0 = a0 << SHIFT;
            long b1 = a1 << SHIFT;
            long b2 = a2 << SHIFT;
            high0 += Math.multiplyHigh(b0, m.shiftedX0)
                    + Math.multiplyHigh(b1, m.shiftedY2)
                    + Math.multiplyHigh(b2, m.shiftedY1);
            high1 += Math.multiplyHigh(b0, m.shiftedX1)
                    + Math.multiplyHigh(b1, m.shiftedX0)
                    + Math.multiplyHigh(b2, m.shiftedY2);
            high2 += Math.multiplyHigh(b0, m.shiftedX2)
                    + Math.multiplyHigh(b1, m.shiftedX1)
                    + Math.multiplyHigh(b2, m.shiftedX0);
        }
    }

    @Override
    public void tag(byte[] key, byte[] message, int offset, int length, byte[] tag, int tagOffset) {
        begin(key);
        int at = offset;
        int end = offset + length;
        if (length >= STEP) {
            at = steps(message, offset, end);
        }
        while (end - at >= BLOCK) {
            block(message, at, WHOLE);
            at += BLOCK;
        }
        if (at < end) {
            Arrays.fill(last, (byte) 0);
            System.arraycopy(message, at, last, 0, end - at);
            last[end - at] = 1;
            block(last, 0, 0);
        }
        finish(tag, tagOffset);
    }

    private void begin(byte[] key) {
        long t0 = (long) LONG.get(key, 0);
        long t1 = (long) LONG.get(key, 8);
        r1.set(t0 & 0xffc0fffffffL, (t0 >>> 44 | t1 << 20) & 0xfffffc0ffffL, t1 >>> 24 & 0x00ffffffc0fL);
        pad0 = (long) LONG.get(key, 16);
        pad1 = (long) LONG.get(key, 24);
        h0 = 0;
        h1 = 0;
        h2 = 0;
    }

    private void power(Multiplier of, Multiplier to) {
        h0 = of.x0;
        h1 = of.x1;
        h2 = of.x2;
        Sum sum = new Sum();
        sum.add(h0, h1, h2, r1);
        carry(sum);
        to.set(h0, h1, h2);
    }

    private int steps(byte[] message, int offset, int end) {
        power(r1, r2);
        power(r2, r3);
        power(r3, r4);
        h0 = 0;
        h1 = 0;
        h2 = 0;
        int at = offset;
        for (; end - at >= STEP; at += STEP) {
            Sum sum = new Sum();
            long t0 = (long) LONG.get(message, at);
            long t1 = (long) LONG.get(message, at + 8);
            sum.add(h0 + limb0(t0), h1 + limb1(t0, t1), h2 + limb2(t1), r4);
            t0 = (long) LONG.get(message, at + 16);
            t1 = (long) LONG.get(message, at + 24);
            sum.add(limb0(t0), limb1(t0, t1), limb2(t1), r3);
            t0 = (long) LONG.get(message, at + 32);
            t1 = (long) LONG.get(message, at + 40);
            sum.add(limb0(t0), limb1(t0, t1), limb2(t1), r2);
            t0 = (long) LONG.get(message, at + 48);
            t1 = (long) LONG.get(message, at + 56);
            sum.add(limb0(t0), limb1(t0, t1), limb2(t1), r1);
            carry(sum);
        }
        return at;
    }

    private static long limb0(long t0) {
        return t0 & MASK_44;
    }

    private static long limb1(long t0, long t1) {
        return (t0 >>> 44 | t1 << 20) & MASK_44;
    }

    private static long limb2(long t1) {
        return t1 >>> 24 | WHOLE;
    }

    private void block(byte[] message, int at, long whole) {
        long t0 = (long) LONG.get(message, at);
        long t1 = (long) LONG.get(message, at + 8);
        Sum sum = new Sum();
        sum.add(h0 + limb0(t0), h1 + limb1(t0, t1), h2 + (t1 >>> 24 | whole), r1);
        carry(sum);
    }

    private void carry(Sum sum) {
        long carry = sum.high0 + (sum.low0 >>> 44);
        h0 = sum.low0 & MASK_44;
        long d1 = sum.low1 + carry;
        carry = sum.high1 + (d1 >>> 44);
        h1 = d1 & MASK_44;
        long d2 = sum.low2 + carry;
        // From here on a limb has 42 bits: what is above bit 44 counts four times.
        carry = (sum.high2 << 2) + (d2 >>> 42);
        h2 = d2 & MASK_42;
        h0 += carry * 5;
        h1 += h0 >>> 44;
        h0 &= MASK_44;
    }

    private void finish(byte[] tag, int offset) {
        // Twice round, so that every limb is within its bits.
        for (int round = 0; round < 2; round++) {
            h2 += h1 >>> 44;
            h1 &= MASK_44;
            h0 += (h2 >>> 42) * 5;
            h2 &= MASK_42;
            h1 += h0 >>> 44;
            h0 &= MASK_44;
        }
        long g0 = h0 + 5;
        long g1 = h1 + (g0 >>> 44);
        long g2 = h2 + (g1 >>> 44) - (1L << 42);
        // All ones if h is not below 2^130 - 5, without a branch.
        long reduce = ~(g2 >> 63);
        h0 = h0 & ~reduce | g0 & MASK_44 & reduce;
        h1 = h1 & ~reduce | g1 & MASK_44 & reduce;
        h2 = h2 & ~reduce | g2 & MASK_42 & reduce;
        long low = h0 | h1 << 44;
        long high = h1 >>> 20 | h2 << 24;
        long sum = low + pad0;
        long carried = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        LONG.set(tag, offset, sum);
        LONG.set(tag, offset + 8, high + pad1 + carried);
    }
}
