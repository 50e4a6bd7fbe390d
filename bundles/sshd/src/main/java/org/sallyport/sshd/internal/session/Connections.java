/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.session;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;

/** All connections of all listeners. */
@Component(service = {Connections.class, SessionDirectory.class})
public final class Connections implements SessionDirectory {

    private final Map<String, Connection> byId = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();

    @Activate
    public Connections() {
        // nothing to prepare
    }

    /** An id for a new connection. */
    public String nextId() {
        return Long.toString(next.incrementAndGet(), Character.MAX_RADIX);
    }

    public void add(Connection connection) {
        byId.put(connection.id(), connection);
    }

    public void remove(Connection connection) {
        byId.remove(connection.id());
    }

    public int count(Predicate<Connection> which) {
        int count = 0;
        for (Connection connection : byId.values()) {
            if (which.test(connection)) {
                count++;
            }
        }
        return count;
    }

    @Override
    public List<SessionInfo> sessions() {
        return byId.values().stream()
                .map(Connection::info)
                .sorted(Comparator.comparing(SessionInfo::since))
                .toList();
    }

    @Override
    public Optional<SessionInfo> session(String id) {
        return Optional.ofNullable(byId.get(id)).map(Connection::info);
    }

    @Override
    public Optional<ClientProfile> client(String id) {
        return Optional.ofNullable(byId.get(id)).map(Connection::profile);
    }

    @Override
    public Optional<Quirks> quirks(String id, MountQuirks mount) {
        return Optional.ofNullable(byId.get(id)).map(connection -> connection.quirks(mount));
    }

    @Override
    public boolean end(String id, String reason) {
        Connection connection = byId.get(id);
        if (connection == null) {
            return false;
        }
        connection.end(reason);
        return true;
    }

    @Override
    public boolean tap(String id, Optional<Supplier<PacketTap>> taps) {
        Connection connection = byId.get(id);
        if (connection == null) {
            return false;
        }
        connection.tap(taps);
        return true;
    }

    @Override
    public boolean override(String id, Quirk<?> quirk, Optional<QuirkValue> value) {
        Connection connection = byId.get(id);
        if (connection == null) {
            return false;
        }
        connection.override(quirk, value);
        return true;
    }
}
