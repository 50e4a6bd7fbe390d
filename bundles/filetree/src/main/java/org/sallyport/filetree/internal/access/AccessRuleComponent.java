/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

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

/** An access rule as configuration {@code org.sallyport.access-NAME.cfg} says; one that is refused leaves the last good one in force. */
@Component(
        service = AccessRuleComponent.class,
        immediate = true,
        configurationPid = AccessRuleComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccessConfiguration.class, factory = true)
public final class AccessRuleComponent {

    static final String PID = "org.sallyport.access";

    private static final Logger LOG = LoggerFactory.getLogger(AccessRuleComponent.class);

    private final AccessRules rules;
    private final String name;

    @Activate
    public AccessRuleComponent(@Reference AccessRules rules, Map<String, Object> configuration) {
        this.rules = rules;
        name = new ConfigurationReader(configuration).instanceName();
        take(configuration);
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        take(configuration);
    }

    private void take(Map<String, Object> configuration) {
        try {
            rules.put(AccessRule.read(configuration));
            LOG.info("access rule {} is in force", name);
        } catch (InvalidConfigurationException refused) {
            LOG.error(
                    "configuration refused, the last good one stays; without one at the start nobody comes in: {}",
                    refused.getMessage());
            rules.refused(name, refused.getMessage());
        }
    }

    /** Only a configuration that is gone takes the rule away: when the bundle stops, sessions go on under it. */
    @Deactivate
    void deactivate(int reason) {
        if (reason == ComponentConstants.DEACTIVATION_REASON_CONFIGURATION_DELETED) {
            rules.remove(name);
        }
    }
}
