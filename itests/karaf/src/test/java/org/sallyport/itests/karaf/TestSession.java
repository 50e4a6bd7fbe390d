/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import java.net.InetSocketAddress;
import java.util.Set;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;

/** A session without a connection, for what lies behind the engine. */
record TestSession(String user) implements SessionContext {

    @Override
    public String id() {
        return "test";
    }

    @Override
    public Set<String> roles() {
        return Set.of();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public String listener() {
        return "test";
    }

    @Override
    public String banner() {
        return "test";
    }

    @Override
    public ClientProfile profile() {
        return ClientProfile.UNKNOWN;
    }

    @Override
    public Quirks quirks() {
        return Quirks.NEUTRAL;
    }

    @Override
    public Quirks quirks(MountQuirks mount) {
        return Quirks.NEUTRAL;
    }

    @Override
    public void learn(ClientProfile profile) {
        // what is asked here depends on no client
    }

    @Override
    public void report(Activity activity) {
        // nobody listens
    }
}
