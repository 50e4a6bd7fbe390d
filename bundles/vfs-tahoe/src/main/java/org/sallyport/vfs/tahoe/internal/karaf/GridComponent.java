/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;
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
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A grid as configuration {@code org.sallyport.grid-NAME.cfg} says; one that is refused leaves the last good one in force. */
@Component(
        service = GridComponent.class,
        immediate = true,
        configurationPid = GridComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = GridConfiguration.class, factory = true)
public final class GridComponent {

    static final String PID = "org.sallyport.grid";

    private static final Logger LOG = LoggerFactory.getLogger(GridComponent.class);

    private final Grids grids;
    private final Path data;
    private final String name;

    @Activate
    public GridComponent(BundleContext bundle, @Reference Grids grids, Map<String, Object> configuration) {
        this.grids = grids;
        String folder = bundle.getProperty("karaf.data");
        data = Path.of(folder == null ? "data" : folder);
        name = new ConfigurationReader(configuration).instanceName();
        take(configuration);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        take(configuration);
    }

    private void take(Map<String, Object> configuration) {
        try {
            GridSettings settings = GridSettingsReader.read(configuration, data);
            grids.put(new Grid(settings));
            LOG.info("grid {} is reached by {}", name, settings.gateways());
        } catch (InvalidConfigurationException refused) {
            refuse(refused.getMessage());
        } catch (IOException noFolder) {
            refuse("disk-cache-folder cannot be used: " + noFolder);
        }
    }

    private void refuse(String why) {
        LOG.error("configuration refused, the last good one, if any, stays: {}", why);
        grids.refused(name, why);
    }

    /** Only a configuration that is gone takes the grid away: when the bundle stops, open files go on. */
    @Deactivate
    void deactivate(int reason) {
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            grids.remove(name);
        }
    }
}
