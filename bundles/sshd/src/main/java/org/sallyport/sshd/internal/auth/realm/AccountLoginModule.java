/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;

/** The JAAS module of the accounts that Sallyport keeps itself. */
public final class AccountLoginModule implements LoginModule {

    /** The option that holds an {@link AccountVerifier}. */
    public static final String VERIFIER = "org.sallyport.accounts";

    private final Set<Principal> principals = new LinkedHashSet<>();
    private Subject subject;
    private CallbackHandler handler;
    private AccountVerifier verifier;
    private boolean succeeded;

    /** Called by JAAS. */
    public AccountLoginModule() {
        // initialize follows
    }

    @Override
    public void initialize(
            Subject newSubject, CallbackHandler newHandler, Map<String, ?> sharedState, Map<String, ?> options) {
        subject = newSubject;
        handler = newHandler;
        verifier = (AccountVerifier) options.get(VERIFIER);
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("Username: ");
        PasswordCallback password = new PasswordCallback("Password: ", false);
        try {
            handler.handle(new Callback[] {name, password});
        } catch (IOException | UnsupportedCallbackException failed) {
            LoginException unanswered = new LoginException("no name or password was given");
            unanswered.initCause(failed);
            throw unanswered;
        }
        char[] text = password.getPassword();
        password.clearPassword();
        if (name.getName() == null || text == null) {
            throw new FailedLoginException("login failed");
        }
        try {
            Optional<Set<String>> roles = verifier.verify(name.getName(), text);
            principals.add(new UserPrincipal(name.getName()));
            roles.orElseThrow(() -> new FailedLoginException("login failed"))
                    .forEach(role -> principals.add(new RolePrincipal(role)));
            succeeded = true;
            return true;
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    @Override
    public boolean commit() {
        if (succeeded) {
            subject.getPrincipals().addAll(principals);
        }
        return succeeded;
    }

    @Override
    public boolean abort() {
        principals.clear();
        boolean aborted = succeeded;
        succeeded = false;
        return aborted;
    }

    @Override
    public boolean logout() {
        subject.getPrincipals().removeAll(principals);
        principals.clear();
        succeeded = false;
        return true;
    }
}
