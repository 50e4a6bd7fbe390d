/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import org.apache.sshd.server.SshServer;

/** Sets up how clients of a listener prove who they are. */
public interface Authentication {

    /**
     * Gives a server its authentication service and authenticators. A login that succeeds is told to
     * {@link org.sallyport.sshd.internal.session.Connection#loggedIn}.
     */
    void configure(SshServer server, AuthenticationSettings settings);
}
