/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/** The accounts' login module as a realm without Karaf. */
public final class DirectRealm extends Configuration {

    private final String realm;
    private final AccountVerifier verifier;

    public DirectRealm(String realm, AccountVerifier verifier) {
        this.realm = realm;
        this.verifier = verifier;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return name.equals(realm)
                ? new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            AccountLoginModule.class.getName(),
                            LoginModuleControlFlag.REQUIRED,
                            Map.of(AccountLoginModule.VERIFIER, verifier))
                }
                : null;
    }
}
