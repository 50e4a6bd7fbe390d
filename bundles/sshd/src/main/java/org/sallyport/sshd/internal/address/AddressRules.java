/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.address;

import java.net.InetAddress;
import java.util.List;

/**
 * Who may connect: an address that is denied may not; if anything is allowed by name, only that.
 *
 * @param allowed empty means everybody
 * @param denied wins over {@code allowed}
 */
public record AddressRules(List<AddressRange> allowed, List<AddressRange> denied) {

    public static final AddressRules EVERYBODY = new AddressRules(List.of(), List.of());

    public boolean admits(InetAddress address) {
        return denied.stream().noneMatch(range -> range.contains(address))
                && (allowed.isEmpty() || allowed.stream().anyMatch(range -> range.contains(address)));
    }
}
