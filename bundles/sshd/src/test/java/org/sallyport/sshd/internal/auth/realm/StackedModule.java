/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.TextInputCallback;
import javax.security.auth.callback.TextOutputCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;

/** What an operator may put in place of ours: asks for a password, then for a code and a reason. */
public final class StackedModule implements LoginModule {

    private Subject subject;
    private CallbackHandler handler;

    /** Called by JAAS. */
    public StackedModule() {
        // initialize follows
    }

    @Override
    public void initialize(
            Subject newSubject, CallbackHandler newHandler, Map<String, ?> state, Map<String, ?> options) {
        subject = newSubject;
        handler = newHandler;
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("User: ");
        PasswordCallback password = new PasswordCallback("LDAP password: ", false);
        PasswordCallback again = new PasswordCallback("LDAP password: ", false);
        PasswordCallback code = new PasswordCallback("Code: ", true);
        TextInputCallback reason = new TextInputCallback("Reason: ");
        try {
            handler.handle(new Callback[] {name, password});
            require("carol".equals(name.getName()) && Arrays.equals(password.getPassword(), "pw".toCharArray()));
            handler.handle(new Callback[] {again});
            require(Arrays.equals(again.getPassword(), "pw".toCharArray()));
            handler.handle(
                    new Callback[] {new TextOutputCallback(TextOutputCallback.INFORMATION, "Look at your device")});
            handler.handle(new Callback[] {code, reason});
            require(Arrays.equals(code.getPassword(), "123456".toCharArray()) && "test".equals(reason.getText()));
            return true;
        } catch (IOException | UnsupportedCallbackException failed) {
            throw new LoginException(failed.getMessage());
        }
    }

    private static void require(boolean condition) throws FailedLoginException {
        if (!condition) {
            throw new FailedLoginException();
        }
    }

    @Override
    public boolean commit() {
        return subject.getPrincipals().add(new RolePrincipal("from-ldap"));
    }

    @Override
    public boolean abort() {
        return true;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
