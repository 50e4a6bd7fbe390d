/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.sallyport.sshd.internal.auth.account.Account;
import org.sallyport.sshd.internal.auth.account.Accounts;
import org.sallyport.sshd.internal.auth.account.UserName;
import org.sallyport.sshd.internal.auth.realm.RealmLogin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the JAAS realm about a password. */
public final class PasswordCheck {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordCheck.class);
    private static final String REASON = "wrong password, no such user, or not now or from there";

    private final Accounts accounts;
    private final RealmLogin realm;

    public PasswordCheck(Accounts accounts, RealmLogin realm) {
        this.accounts = accounts;
        this.realm = realm;
    }

    /** The account, where there is one, has its say also if another realm checks the password. */
    Verdict check(String user, InetAddress address, PasswordConversation conversation) {
        if (!UserName.isValid(user)) {
            // Never handed to a realm, and told in the same time as a wrong password.
            accounts.hasher().matches(Optional.empty(), new char[0]);
            return Verdict.wrong(REASON);
        }
        Optional<Subject> subject = login(conversation);
        Optional<Account> account = accounts.find(user);
        if (subject.isEmpty()
                || !account.map(known -> known.mayLogInFrom(address)).orElse(true)) {
            return Verdict.wrong(REASON);
        }
        Set<String> roles = new HashSet<>(account.map(Account::roles).orElse(Set.of()));
        roles.addAll(subject.get().getPrincipals(RolePrincipal.class).stream()
                .map(RolePrincipal::getName)
                .collect(Collectors.toSet()));
        return Verdict.passed("", roles);
    }

    private Optional<Subject> login(PasswordConversation conversation) {
        String name = accounts.settings().realm();
        try {
            return realm.login(name, conversation);
        } catch (LoginException | RuntimeException failed) {
            if (!conversation.isUnanswered()) {
                LOG.error("realm {} cannot log anybody in: {}", name, failed.toString());
            }
            return Optional.empty();
        }
    }

    /** Wipes the bytes. */
    static char[] decode(byte[] utf8) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(utf8));
        char[] text = new char[decoded.remaining()];
        decoded.get(text);
        Arrays.fill(decoded.array(), '\0');
        Arrays.fill(utf8, (byte) 0);
        return text;
    }
}
