/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;
import org.sallyport.sshd.internal.address.ClientNetwork;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;

/** Who may connect, and how many at once. A connection that asks is counted already. For use by many threads. */
final class Admission {

    private final Connections connections;

    Admission(Connections connections) {
        this.connections = connections;
    }

    /**
     * Why a connection cannot stay, before it has sent anything: behind a proxy only the proxy is known by then, so that clients which
     * never send a header are bounded too.
     */
    Optional<String> refusalAtOnce(Connection connection, ListenerSettings settings) {
        if (count(connection, other -> true) > settings.mostConnections()) {
            return Optional.of("more than max-connections");
        }
        if (count(connection, other -> !other.isLoggedIn()) > settings.mostPending()) {
            return Optional.of("more than max-pending-logins");
        }
        if (settings.proxy() == ProxyProtocol.Versions.OFF) {
            return refusalOfClient(connection, settings);
        }
        InetAddress proxy = connection.remoteAddress().getAddress();
        return settings.trustedProxies().stream().anyMatch(range -> range.contains(proxy))
                ? Optional.empty()
                : Optional.of("not one of trusted-proxies");
    }

    /** Why a client cannot stay, once its own address is known. */
    Optional<String> refusalOfClient(Connection connection, ListenerSettings settings) {
        InetAddress address = connection.remoteAddress().getAddress();
        if (!settings.addresses().admits(address)) {
            return Optional.of("address not admitted");
        }
        ClientNetwork network = ClientNetwork.of(address);
        Predicate<Connection> fromThere =
                other -> ClientNetwork.of(other.remoteAddress().getAddress()).equals(network);
        if (settings.mostPerAddress() > 0 && count(connection, fromThere) > settings.mostPerAddress()) {
            return Optional.of("more than max-connections-per-address");
        }
        if (settings.mostPendingPerAddress() > 0
                && count(connection, fromThere.and(other -> !other.isLoggedIn())) > settings.mostPendingPerAddress()) {
            return Optional.of("more than max-pending-logins-per-address");
        }
        return Optional.empty();
    }

    private int count(Connection connection, Predicate<Connection> which) {
        return connections.count(other -> other.listener().equals(connection.listener()) && which.test(other));
    }
}
