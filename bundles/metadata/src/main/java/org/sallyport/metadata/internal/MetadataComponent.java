/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
            if (settings == null) {
                // There is no good one that could stay in force: what does not need the folder is, whatever becomes of
                // that.
                accounts.use(next.identities());
            }
            if (settings == null || !next.keepsWhere(settings)) {
                Sidecar before = sidecar;
                sidecar = open(next);
                before.close();
            }
            accounts.use(next.identities());
            settings = next;
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one, if any, stays: {}", refused.getMessage());
        }
    }

    private static Sidecar open(MetadataSettings settings) throws InvalidConfigurationException {
        if (!settings.sidecar()) {
            return Sidecar.NONE;
        }
        try {
            return MvSidecar.open(settings.folder());
        } catch (IOException unusable) {
            throw new InvalidConfigurationException(List.of(new ConfigurationProblem(
                    PID,
                    "folder",
                    settings.folder().toString(),
                    "a folder that the server may write to and no other program uses; without one nothing is kept beside stores: "
                            + unusable)));
        }
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
