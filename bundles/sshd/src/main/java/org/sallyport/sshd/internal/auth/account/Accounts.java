/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.sshd.internal.auth.UsersConfiguration;
import org.sallyport.sshd.internal.auth.UsersSettings;
import org.sallyport.sshd.internal.auth.key.KeyAuthority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts and what holds for logins, as {@code org.sallyport.users} says. A configuration that is refused leaves the last good one
 * in force. For use by many threads.
 */
@Component(service = Accounts.class, configurationPid = Accounts.PID)
@Designate(ocd = UsersConfiguration.class)
public final class Accounts {

    static final String PID = "org.sallyport.users";

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private volatile State state;

    private record State(UsersSettings settings, PasswordHasher hasher, AccountStore store, KeyAuthority keys) {}

    /** @throws InvalidConfigurationException if there is no last good one to fall back to */
    @Activate
    public Accounts(Map<String, Object> configuration) throws InvalidConfigurationException {
        try {
            state = state(UsersSettings.read(configuration));
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, nobody can log in: {}", refused.getMessage());
            throw refused;
        }
    }

    private static State state(UsersSettings settings) {
        PasswordHasher hasher = new PasswordHasher(settings.hashesAtOnce());
        return new State(
                settings, hasher, new AccountStore(settings.folder(), hasher), new KeyAuthority(settings.keys()));
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        try {
            UsersSettings settings = UsersSettings.read(configuration);
            if (!settings.equals(state.settings())) {
                state = state(settings);
            }
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
        }
    }

    public UsersSettings settings() {
        return state.settings();
    }

    public KeyAuthority keys() {
        return state.keys();
    }

    public PasswordHasher hasher() {
        return state.hasher();
    }

    AccountStore store() {
        return state.store();
    }

    /** An account; one that cannot be read counts as none, and is logged. */
    public Optional<Account> find(String user) {
        try {
            return state.store().find(user);
        } catch (IOException | RuntimeException unreadable) {
            LOG.error("user {} cannot log in: {}", UserName.shown(user), unreadable.toString());
            return Optional.empty();
        }
    }

    /** Reads every account once, so that no plain password stays on disk longer than it must. */
    public void readAll() {
        try {
            state.store().names().forEach(this::find);
        } catch (IOException unreadable) {
            LOG.error("the accounts cannot be read: {}", unreadable.toString());
        }
    }

    /** An account whose user may log in now from an address. */
    public Optional<Account> find(String user, InetAddress from) {
        return find(user).filter(account -> account.mayLogInFrom(from));
    }

    /**
     * Checks a password: one hash is computed whoever is named.
     *
     * @return the user's roles, or empty if the password is wrong or the user is unknown or may not log in
     */
    public Optional<Set<String>> verify(String user, char[] password) {
        Optional<Account> account = find(user);
        boolean matches = state.hasher().matches(account.flatMap(Account::password), password);
        return account.filter(known -> matches && known.mayLogIn()).map(Account::roles);
    }
}
