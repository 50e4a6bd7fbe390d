/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.metadata.internal.sidecar.MvSidecar;
import org.sallyport.metadata.internal.sidecar.Sidecar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the mappers share, as configuration {@code org.sallyport.metadata.cfg} says. Where the sidecar cannot be opened, the log says so,
 * and stores keep what they can keep themselves.
 */
@Component(service = MetadataComponent.class, configurationPid = MetadataComponent.PID)
@Designate(ocd = MetadataConfiguration.class)
public final class MetadataComponent {

    static final String PID = "org.sallyport.metadata";

    private static final Logger LOG = LoggerFactory.getLogger(MetadataComponent.class);

    private final Path data;
    private final Accounts accounts;
    private MetadataSettings settings;
    private volatile Sidecar sidecar = Sidecar.NONE;

    @Activate
    public MetadataComponent(BundleContext bundle, Map<String, Object> configuration) {
        this(configuration, data(bundle));
        BundleClasses.loadAll(bundle);
    }

    /** @param data folder of what the server keeps */
    public MetadataComponent(Map<String, Object> configuration, Path data) {
        this.data = data;
        this.accounts = new Accounts(OwnerNames.ofThisHost(), data.resolve("sallyport/metadata"));
        modified(configuration);
    }

    private static Path data(BundleContext bundle) {
        String folder = bundle.getProperty("karaf.data");
        return Path.of(folder == null ? "data" : folder);
    }

    @Modified
    final synchronized void modified(Map<String, Object> configuration) {
        try {
            MetadataSettings next = MetadataSettings.read(configuration, data);
            if (settings == null || !next.keepsWhere(settings)) {
                Optional<String> problem = keepWhere(next);
                if (problem.isPresent() && settings == null) {
                    // There is no good one that could stay in force, so what does not need the folder is.
                    accounts.use(next.identities());
                    LOG.error(
                            "nothing is kept beside stores, the rest of the configuration is in force: {}",
                            problem.get());
                    return;
                }
                if (problem.isPresent()) {
                    LOG.error("configuration refused, the last good one stays: {}", problem.get());
                    return;
                }
            }
            accounts.use(next.identities());
            settings = next;
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one, if any, stays: {}", refused.getMessage());
        }
    }

    /** Keeps what stores cannot from now on where the settings say; returns why that cannot be, and then all stays as it is. */
    private Optional<String> keepWhere(MetadataSettings next) {
        Sidecar before = sidecar;
        try {
            sidecar = next.sidecar() ? MvSidecar.open(next.folder()) : Sidecar.NONE;
        } catch (IOException unusable) {
            return Optional.of(new ConfigurationProblem(
                            PID,
                            "folder",
                            next.folder().toString(),
                            "a folder that the server may write to and no other program uses; " + unusable)
                    .toString());
        }
        before.close();
        return Optional.empty();
    }

    /** What is in use now; it may be another one later. */
    Sidecar sidecar() {
        return sidecar;
    }

    /** Names and numbers, by whichever configuration is in force. */
    Accounts accounts() {
        return accounts;
    }

    @Deactivate
    public void deactivate() {
        sidecar.close();
    }
}
