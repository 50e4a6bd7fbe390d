/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.io.IOException;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;

/** Makes the {@code ssh-userauth} service, once for each connection: asked for again, its counts go on. */
public final class UserAuthServices extends ServerUserAuthServiceFactory {

    private static final AttributeKey<UserAuthService> KEY = new AttributeKey<>();

    private final LoginRules rules;
    private final LoginThreads threads;
    private final PasswordCheck passwords;

    public UserAuthServices(LoginRules rules, LoginThreads threads, PasswordCheck passwords) {
        this.rules = rules;
        this.threads = threads;
        this.passwords = passwords;
    }

    @Override
    public Service create(Session session) throws IOException {
        if (session.isAuthenticated() || !(session instanceof ServerSession server)) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "Logged in already");
        }
        return server.computeAttributeIfAbsent(KEY, key -> new UserAuthService(server, rules, threads, passwords));
    }
}
