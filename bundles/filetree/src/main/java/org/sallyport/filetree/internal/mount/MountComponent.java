/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.Map;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mount as configuration {@code org.sallyport.mount-NAME.cfg} says; one that is refused leaves the last good one in force. */
@Component(
        service = MountComponent.class,
        immediate = true,
        configurationPid = MountComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MountConfiguration.class, factory = true)
public final class MountComponent {

    static final String PID = "org.sallyport.mount";

    private static final Logger LOG = LoggerFactory.getLogger(MountComponent.class);

    private final Mounts mounts;
    private final String name;

    @Activate
    public MountComponent(@Reference Mounts mounts, Map<String, Object> configuration) {
        this.mounts = mounts;
        name = new ConfigurationReader(configuration).instanceName();
        take(configuration);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        take(configuration);
    }

    private void take(Map<String, Object> configuration) {
        try {
            MountSettings settings = MountSettings.read(configuration);
            mounts.put(settings);
            LOG.info("mount {} is at {}; open files stay with the store they were opened in", name, settings.path());
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one, if any, stays: {}", refused.getMessage());
            mounts.refused(name, refused.getMessage());
        }
    }

    /** Only a configuration that is gone takes the mount away: when the bundle stops, sessions go on with what they see. */
    @Deactivate
    void deactivate(int reason) {
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            mounts.remove(name);
        }
    }
}
