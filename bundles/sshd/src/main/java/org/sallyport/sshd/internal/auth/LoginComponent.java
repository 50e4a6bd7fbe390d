/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.Configuration;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.sshd.internal.auth.account.Accounts;
import org.sallyport.sshd.internal.auth.lockout.AddressLockout;
import org.sallyport.sshd.internal.auth.realm.RealmLogin;
import org.sallyport.sshd.internal.auth.service.LoginRules;
import org.sallyport.sshd.internal.auth.service.LoginThreads;
import org.sallyport.sshd.internal.auth.service.PasswordCheck;
import org.sallyport.sshd.internal.auth.service.UserAuthServices;
import org.sallyport.sshd.internal.auth.service.UserKeyExtensions;
import org.sallyport.sshd.internal.session.Connections;

/** Logs users in by the JAAS realm, by their keys and certificates. */
@Component(service = Authentication.class)
public final class LoginComponent implements Authentication {

    private final Accounts accounts;
    private final Connections connections;
    private final AddressLockout lockout;
    private final LoginThreads threads = new LoginThreads();
    private final PasswordCheck passwords;

    @Activate
    public LoginComponent(@Reference Accounts accounts, @Reference Connections connections) {
        this(accounts, connections, Optional.empty());
    }

    /** @param realms empty for those of the JVM */
    LoginComponent(Accounts accounts, Connections connections, Optional<Configuration> realms) {
        this.accounts = accounts;
        this.connections = connections;
        lockout = new AddressLockout(() -> accounts.settings().lockout(), InstantSource.system());
        passwords = new PasswordCheck(accounts, new RealmLogin(realms));
        threads.checkPassword(accounts::readAll);
    }

    @Override
    public void configure(SshServer server, AuthenticationSettings settings) {
        // MINA wants one; the service below does not ask it.
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setKexExtensionHandler(new UserKeyExtensions(accounts.keys().algorithms()));
        LoginRules rules = new LoginRules(settings, accounts, lockout, connections);
        server.setServiceFactories(
                List.of(new UserAuthServices(rules, threads, passwords), ServerConnectionServiceFactory.INSTANCE));
    }
}
