/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.lockout;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.sallyport.sshd.internal.address.ClientNetwork;

/**
 * Counts failed logins by address (IPv6: by /64, since whoever has one address of it has all), slows them down and then locks the
 * address out. Remembers a bounded number of addresses, those that failed last. A success clears nothing: else whoever has one account
 * could guess at others for ever. For use by many threads.
 */
public final class AddressLockout {

    private static final int MOST_ADDRESSES = 20_000;
    private static final int MOST_TIMES = 1000;

    private final Supplier<LockoutSettings> settings;
    private final InstantSource clock;
    private final Map<ClientNetwork, Failures> byAddress = new LinkedHashMap<>();

    /** Times in milliseconds; at most as many as lead to a lock-out. */
    private static final class Failures {

        private final Deque<Long> times = new ArrayDeque<>();
        private long lockedUntil;
    }

    /** @param settings asked at each call */
    public AddressLockout(Supplier<LockoutSettings> settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether no login from an address is tried now. */
    public synchronized boolean isLockedOut(InetAddress address) {
        Failures failures = byAddress.get(ClientNetwork.of(address));
        return failures != null && failures.lockedUntil > clock.millis() && !isExempt(address);
    }

    /**
     * Notes a failed login.
     *
     * @return how long the answer has to wait
     */
    public synchronized Duration failed(InetAddress address) {
        LockoutSettings now = settings.get();
        if (isExempt(address)) {
            return now.delay();
        }
        long time = clock.millis();
        ClientNetwork network = ClientNetwork.of(address);
        Failures failures = byAddress.remove(network);
        if (failures == null) {
            failures = new Failures();
            makeRoom();
        }
        byAddress.put(network, failures);
        long oldest = time - now.window().toMillis();
        failures.times.removeIf(failure -> failure <= oldest);
        failures.times.addLast(time);
        int count = failures.times.size();
        if (now.attempts() > 0 && count >= now.attempts()) {
            failures.lockedUntil = time + now.lockTime().toMillis();
            failures.times.clear();
        } else if (count > MOST_TIMES) {
            failures.times.removeFirst();
        }
        return delay(now, count);
    }

    private static Duration delay(LockoutSettings settings, int count) {
        Duration doubled = settings.delay().multipliedBy(1L << Math.min(count - 1, 20));
        return doubled.compareTo(settings.longestDelay()) < 0 ? doubled : settings.longestDelay();
    }

    private void makeRoom() {
        if (byAddress.size() >= MOST_ADDRESSES) {
            Iterator<ClientNetwork> oldest = byAddress.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private boolean isExempt(InetAddress address) {
        return settings.get().exempt().stream().anyMatch(range -> range.contains(address));
    }

    /** How many addresses are remembered. */
    synchronized int size() {
        return byAddress.size();
    }
}
