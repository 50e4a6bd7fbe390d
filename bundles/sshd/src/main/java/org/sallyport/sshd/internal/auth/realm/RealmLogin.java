/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AccountException;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.CredentialException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs users in by JAAS, whatever module stands behind the realm's name. Blocks as long as the module does. */
public final class RealmLogin {

    private static final Logger LOG = LoggerFactory.getLogger(RealmLogin.class);

    private final Optional<Configuration> configuration;

    /** @param configuration empty for that of the JVM, which is Karaf's */
    public RealmLogin(Optional<Configuration> configuration) {
        this.configuration = configuration;
    }

    /**
     * @param realm asked for anew each time
     * @return the subject with the principals that the realm gave it, or empty if it refused
     * @throws LoginException if the realm is not there, or could not do its work
     */
    public Optional<Subject> login(String realm, CallbackHandler handler) throws LoginException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // LoginContext finds the modules by the thread's class loader.
        thread.setContextClassLoader(ProxyLoginModule.class.getClassLoader());
        try {
            LoginContext login = new LoginContext(realm, new Subject(), handler, configuration.orElse(null));
            login.login();
            return Optional.of(login.getSubject());
        } catch (FailedLoginException | AccountException | CredentialException refused) {
            LOG.debug("realm {} refused a login: {}", realm, refused.getMessage());
            return Optional.empty();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
