/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.lockout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sallyport.sshd.internal.address.AddressRange;

class AddressLockoutTest {

    private final AtomicLong now = new AtomicLong(1_000_000);
    private LockoutSettings settings = new LockoutSettings(
            3,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            List.of(AddressRange.parse("10.0.0.0/8")),
            Duration.ofMillis(100),
            Duration.ofMillis(300));
    private final AddressLockout lockout = new AddressLockout(
            () -> settings, InstantSource.tick(() -> java.time.Instant.ofEpochMilli(now.get()), Duration.ofMillis(1)));

    private static InetAddress at(String address) {
        return AddressRange.literal(address);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
    }

    @Test
    void locksOutAfterFailuresAndLetsInAgain() {
        lockout.failed(at("192.0.2.1"));
        lockout.failed(at("192.0.2.1"));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isFalse();
        lockout.failed(at("192.0.2.1"));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isTrue();
        assertThat(lockout.isLockedOut(at("192.0.2.2"))).isFalse();
        pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isFalse();
    }

    @Test
    void forgetsFailuresBehindTheWindow() {
        lockout.failed(at("192.0.2.1"));
        lockout.failed(at("192.0.2.1"));
        pass(Duration.ofMinutes(1));
        lockout.failed(at("192.0.2.1"));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isFalse();
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        lockout.failed(at("2001:db8:0:1::1"));
        lockout.failed(at("2001:db8:0:1::2"));
        lockout.failed(at("2001:db8:0:1:ffff::3"));
        assertThat(lockout.isLockedOut(at("2001:db8:0:1::4"))).isTrue();
        assertThat(lockout.isLockedOut(at("2001:db8:0:2::4"))).isFalse();
    }

    @Test
    void takesAnIpv4AddressInIpv6FormForTheIpv4Address() {
        lockout.failed(at("::ffff:192.0.2.1"));
        lockout.failed(at("192.0.2.1"));
        lockout.failed(at("::ffff:192.0.2.1"));
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isTrue();
        assertThat(lockout.isLockedOut(at("192.0.2.2"))).isFalse();
    }

    @Test
    void slowsDownByDoublingUpToALimit() {
        assertThat(lockout.failed(at("192.0.2.1"))).isEqualTo(Duration.ofMillis(100));
        assertThat(lockout.failed(at("192.0.2.1"))).isEqualTo(Duration.ofMillis(200));
        assertThat(lockout.failed(at("192.0.2.1"))).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void sparesAddressesThatAreExempt() {
        for (int i = 0; i < 10; i++) {
            assertThat(lockout.failed(at("10.1.2.3"))).isEqualTo(Duration.ofMillis(100));
        }
        assertThat(lockout.isLockedOut(at("10.1.2.3"))).isFalse();
        assertThat(lockout.size()).isZero();
    }

    @Test
    void remembersABoundedNumberThoseThatFailedLast() {
        lockout.failed(at("192.0.2.1"));
        for (int i = 0; i < 25_000; i++) {
            lockout.failed(at("172." + (16 + i / 65536) + "." + (i / 256 % 256) + "." + i % 256));
        }
        assertThat(lockout.size()).isEqualTo(20_000);
        lockout.failed(at("192.0.2.1"));
        lockout.failed(at("192.0.2.1"));
        assertThat(lockout.isLockedOut(at("192.0.2.1")))
                .as("its first failure was forgotten")
                .isFalse();
    }

    @Test
    void neverLocksOutWhereThatIsOff() {
        settings = new LockoutSettings(
                0, Duration.ofMinutes(1), Duration.ofMinutes(5), List.of(), Duration.ZERO, Duration.ZERO);
        for (int i = 0; i < 3000; i++) {
            lockout.failed(at("192.0.2.1"));
        }
        assertThat(lockout.isLockedOut(at("192.0.2.1"))).isFalse();
    }
}
