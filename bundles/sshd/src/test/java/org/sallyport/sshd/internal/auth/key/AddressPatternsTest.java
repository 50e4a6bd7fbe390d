/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.sshd.internal.address.AddressRange;

class AddressPatternsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | 192.0.2.1 | true",
                "192.0.2.* | 192.0.2.1 | true",
                "192.0.2.? | 192.0.2.10 | false",
                "192.0.2.0/24 | 192.0.2.255 | true",
                "192.0.2.0/24 | 192.0.3.0 | false",
                "!192.0.2.1,192.0.2.0/24 | 192.0.2.1 | false",
                "192.0.2.0/24,!192.0.2.1 | 192.0.2.1 | false",
                "!192.0.2.1 | 192.0.2.2 | false",
                "2001:db8::* | 2001:db8::1 | true",
                "2001:DB8::* | 2001:db8::1 | true",
                "2001:db8::/32 | 2001:db8:ffff::1 | true",
                "::1 | 0:0:0:0:0:0:0:1 | true",
                "127.0.0.1/8 | 127.0.0.1 | false",
                "127.0.0.0/8 | 127.0.0.1 | true",
                "127.0.0.1/32 | 127.0.0.1 | true",
                "127.0.0.128/24 | 127.0.0.128 | false",
                "127.0.0.1,10.0.0.1/8 | 127.0.0.1 | false",
                "127.0.0.1,!10.0.0.1/8 | 127.0.0.1 | false",
                "127.0.0.1,10.0.0.0/33 | 127.0.0.1 | false",
                "2001:db8::1/32 | 2001:db8::1 | false",
                "0.0.0.0/0 | 192.0.2.1 | true",
                "192.0.2.1,host.example.org/8 | 192.0.2.1 | true",
                "*.example.org | 192.0.2.1 | false",
                "host.example.org | 192.0.2.1 | false",
                "*************************************************b | 192.0.2.1 | false",
            })
    void matchesAsOpenSshDoes(String patterns, String address, boolean expected) {
        assertThat(AddressPatterns.matches(List.of(patterns.split(",")), AddressRange.literal(address)))
                .isEqualTo(expected);
    }
}
