/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.lockout;

import java.time.Duration;
import java.util.List;
import org.sallyport.sshd.internal.address.AddressRange;

/**
 * What becomes of an address from which logins fail.
 *
 * @param attempts failures within the window until the address is locked out; 0 for never
 * @param window how long a failure counts
 * @param lockTime how long an address is locked out
 * @param exempt addresses that are never locked out
 * @param delay before the first failure is answered; doubled with each further one
 * @param longestDelay where the doubling ends
 */
public record LockoutSettings(
        int attempts,
        Duration window,
        Duration lockTime,
        List<AddressRange> exempt,
        Duration delay,
        Duration longestDelay) {

    public LockoutSettings {
        exempt = List.copyOf(exempt);
    }
}
