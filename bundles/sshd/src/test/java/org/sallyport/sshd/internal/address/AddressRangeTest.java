/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressRangeTest {

    private static boolean contains(String range, String address) {
        return AddressRange.parse(range).contains(AddressRange.literal(address));
    }

    @Test
    void prefixesCountToTheBit() {
        assertThat(contains("10.0.0.0/8", "10.255.0.1")).isTrue();
        assertThat(contains("10.0.0.0/8", "11.0.0.1")).isFalse();
        assertThat(contains("192.0.2.128/25", "192.0.2.200")).isTrue();
        assertThat(contains("192.0.2.128/25", "192.0.2.100")).isFalse();
        assertThat(contains("192.0.2.7", "192.0.2.7")).isTrue();
        assertThat(contains("0.0.0.0/0", "203.0.113.1")).isTrue();
        assertThat(contains("2001:db8::/33", "2001:db8:7fff::1")).isTrue();
        assertThat(contains("2001:db8::/33", "2001:db8:8000::1")).isFalse();
        assertThat(contains("0.0.0.0/0", "::1")).isFalse();
    }

    @Test
    void onlyLiteralsAreTaken() {
        for (String bad :
                new String[] {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "", "::/129", "a.b.c.d", "10.0.0.0/x"}) {
            assertThatThrownBy(() -> AddressRange.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void denyWinsOverAllow() {
        AddressRules rules =
                new AddressRules(List.of(AddressRange.parse("10.0.0.0/8")), List.of(AddressRange.parse("10.1.0.0/16")));
        assertThat(rules.admits(AddressRange.literal("10.2.0.1"))).isTrue();
        assertThat(rules.admits(AddressRange.literal("10.1.0.1"))).isFalse();
        assertThat(rules.admits(AddressRange.literal("11.0.0.1"))).isFalse();
    }
}
