/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
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
        for (String bad : new String[] {
            "localhost",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "",
            "::/129",
            "a.b.c.d",
            "10.0.0.0/x",
            "10",
            "10/8",
            "10.1",
            "010.0.0.1",
            "256.0.0.1",
            "1.2.3.4.5",
            "1.2.3.4.",
            "1:2:3",
            "::1%lo"
        }) {
            assertThatThrownBy(() -> AddressRange.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anIpv4AddressInIpv6FormIsTheIpv4Address() {
        assertThat(contains("192.0.2.0/24", "::ffff:192.0.2.7")).isTrue();
        assertThat(ClientNetwork.of(AddressRange.literal("::ffff:192.0.2.7")))
                .isEqualTo(ClientNetwork.of(AddressRange.literal("192.0.2.7")))
                .isNotEqualTo(ClientNetwork.of(AddressRange.literal("192.0.2.8")));
    }

    @Test
    void ipv6IsWrittenInItsShortForm() {
        assertThat(AddressText.of(AddressRange.literal("2001:db8:0:0:1:0:0:1"))).isEqualTo("2001:db8::1:0:0:1");
        assertThat(AddressText.of(AddressRange.literal("2001:db8:0:1:1:1:1:1"))).isEqualTo("2001:db8:0:1:1:1:1:1");
        assertThat(AddressText.of(AddressRange.literal("::"))).isEqualTo("::");
        assertThat(AddressText.of(AddressRange.literal("fe80::"))).isEqualTo("fe80::");
        assertThat(AddressText.of(new InetSocketAddress(AddressRange.literal("2001:db8::5"), 22)))
                .isEqualTo("[2001:db8::5]:22");
        assertThat(AddressText.of(new InetSocketAddress(AddressRange.literal("192.0.2.7"), 22)))
                .isEqualTo("192.0.2.7:22");
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
