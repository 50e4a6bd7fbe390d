/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.sshd.internal.auth.AuthenticationSettings;
import org.sallyport.sshd.internal.auth.account.Account;
import org.sallyport.sshd.internal.auth.account.Accounts;
import org.sallyport.sshd.internal.auth.lockout.AddressLockout;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;

/**
 * What holds for logins on one listener. Unknown users look as known ones do who have the listener's methods. For use by many threads.
 */
public final class LoginRules {

    private final AuthenticationSettings settings;
    private final Accounts accounts;
    private final AddressLockout lockout;
    private final Connections connections;

    public LoginRules(
            AuthenticationSettings settings, Accounts accounts, AddressLockout lockout, Connections connections) {
        this.settings = settings;
        this.accounts = accounts;
        this.lockout = lockout;
        this.connections = connections;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Failed attempts before a connection is ended. */
    int mostTries() {
        return settings.mostTries();
    }

    /** The combinations of methods that a user has to pass. */
    List<List<String>> combinations(String user) {
        return accounts.find(user)
                .map(Account::combinations)
                .filter(own -> !own.isEmpty())
                .orElse(settings.combinations());
    }

    boolean isLockedOut(InetAddress address) {
        return lockout.isLockedOut(address);
    }

    /** A guess was wrong; tells how long the answer has to wait. */
    Duration failed(InetAddress address) {
        return lockout.failed(address);
    }

    /** Notes that a user has passed, or says why the user may not come in now. */
    Optional<String> admit(Connection connection, String user, Set<String> roles) {
        int most = settings.mostSessionsPerUser();
        // Two logins of one user at once are counted one after the other.
        synchronized (connections) {
            if (most > 0 && connections.count(other -> other.user().equals(user)) >= most) {
                return Optional.of("too many sessions of this user");
            }
            connection.loggedIn(user, roles);
            return Optional.empty();
        }
    }
}
