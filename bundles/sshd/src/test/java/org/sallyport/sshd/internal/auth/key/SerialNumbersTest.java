/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SerialNumbersTest {

    private final SerialNumbers numbers = new SerialNumbers();

    @Test
    void knowsRangesThatOverlap() {
        numbers.addRange(10, 100);
        numbers.addRange(20, 30);
        numbers.addRange(10, 15);
        assertThat(numbers.contains(9)).isFalse();
        assertThat(numbers.contains(10)).isTrue();
        assertThat(numbers.contains(50))
                .as("in the first range, behind the second")
                .isTrue();
        assertThat(numbers.contains(101)).isFalse();
    }

    @Test
    void countsWithoutSign() {
        numbers.addRange(Long.MAX_VALUE, -1);
        assertThat(numbers.contains(Long.MIN_VALUE)).isTrue();
        assertThat(numbers.contains(-1)).isTrue();
        assertThat(numbers.contains(1)).isFalse();
        assertThatThrownBy(() -> numbers.addRange(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsBitmaps() {
        numbers.addBitmap(1000, new BigInteger("101001", 2));
        assertThat(numbers.contains(1000)).isTrue();
        assertThat(numbers.contains(1001)).isFalse();
        assertThat(numbers.contains(1003)).isTrue();
        assertThat(numbers.contains(1005)).isTrue();
        assertThat(numbers.contains(1006)).isFalse();
        assertThat(numbers.contains(999)).isFalse();
    }
}
