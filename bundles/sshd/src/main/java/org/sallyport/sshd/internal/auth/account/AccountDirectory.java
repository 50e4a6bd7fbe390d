/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.api.user.UserInfo;
import org.sallyport.sshd.internal.auth.key.AuthorizedKey;

/** The accounts for the console. Passwords that are handed in are wiped. */
@Component(service = UserDirectory.class)
public final class AccountDirectory implements UserDirectory {

    private final Accounts accounts;

    @Activate
    public AccountDirectory(@Reference Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<UserInfo> users() {
        try {
            return accounts.store().names().stream()
                    .flatMap(name -> accounts.find(name).stream())
                    .map(AccountDirectory::info)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Optional<UserInfo> user(String name) {
        try {
            return accounts.store().find(name).map(AccountDirectory::info);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static UserInfo info(Account account) {
        return new UserInfo(
                account.name(),
                account.password().isPresent(),
                account.keys().stream().map(AuthorizedKey::fingerprint).toList(),
                account.roles(),
                account.combinations().stream()
                        .map(combination -> String.join(",", combination))
                        .toList(),
                !account.mayLogIn());
    }

    @Override
    public void add(String name, Optional<char[]> password, Set<String> roles) throws IOException {
        UserName.checked(name);
        accounts.store().add(name, password.map(this::hashed), roles);
    }

    private PasswordHash hashed(char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException("an empty password");
        }
        PasswordHash hash = accounts.hasher().hash(password);
        Arrays.fill(password, '\0');
        return hash;
    }

    @Override
    public boolean remove(String name) throws IOException {
        return accounts.store().remove(name);
    }

    @Override
    public void setPassword(String name, Optional<char[]> password) throws IOException {
        accounts.store().setPassword(name, password.map(this::hashed));
    }

    @Override
    public List<String> keys(String name) throws IOException {
        return accounts.store()
                .find(name)
                .map(account -> account.keys().stream().map(AuthorizedKey::line).toList())
                .orElse(List.of());
    }

    @Override
    public void addKey(String name, String line) throws IOException {
        accounts.store().addKey(name, line);
    }

    @Override
    public int removeKey(String name, String fingerprint) throws IOException {
        return accounts.store().removeKey(name, fingerprint);
    }
}
