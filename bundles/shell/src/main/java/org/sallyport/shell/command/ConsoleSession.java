/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;

/** The console in the place of a client that nothing but its user is known of. Nothing that it does is an activity of that user. */
record ConsoleSession(String user, Set<String> roles, SessionQuirks switches) implements SessionContext {

    private static final String NAME = "console";

    ConsoleSession {
        switches.learn(ClientProfile.UNKNOWN.loggedIn(user, roles));
    }

    @Override
    public String id() {
        return NAME;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public String listener() {
        return NAME;
    }

    @Override
    public String banner() {
        return NAME;
    }

    @Override
    public ClientProfile profile() {
        return switches.client();
    }

    @Override
    public Quirks quirks() {
        return switches.current();
    }

    @Override
    public Quirks quirks(MountQuirks mount) {
        return switches.at(mount);
    }

    @Override
    public void learn(ClientProfile profile) {
        switches.learn(profile);
    }

    @Override
    public void report(Activity activity) {
        // nobody's
    }
}
