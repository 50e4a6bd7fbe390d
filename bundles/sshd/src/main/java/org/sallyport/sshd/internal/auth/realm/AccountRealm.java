/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.sshd.internal.auth.account.Accounts;

/**
 * The accounts as a JAAS realm of Karaf. Ranked below any realm of the same name that an operator configures, which then decides
 * instead.
 */
@Component(service = JaasRealm.class)
public final class AccountRealm implements JaasRealm {

    private static final int BELOW_DEFAULT = -100;

    private final Accounts accounts;
    private final long bundle;

    @Activate
    public AccountRealm(@Reference Accounts accounts, BundleContext context) {
        this.accounts = accounts;
        bundle = context.getBundle().getBundleId();
    }

    @Override
    public String getName() {
        return accounts.settings().realm();
    }

    @Override
    public int getRank() {
        return BELOW_DEFAULT;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        AccountVerifier verifier = accounts::verify;
        return new AppConfigurationEntry[] {
            new AppConfigurationEntry(
                    ProxyLoginModule.class.getName(),
                    LoginModuleControlFlag.REQUIRED,
                    Map.of(
                            ProxyLoginModule.PROPERTY_MODULE, AccountLoginModule.class.getName(),
                            ProxyLoginModule.PROPERTY_BUNDLE, Long.toString(bundle),
                            AccountLoginModule.VERIFIER, verifier))
        };
    }
}
