/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationException;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.Quirks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy made of the built-in catalogue and of one rule for each configuration of {@value #PID}. */
@Component(
        service = {QuirkPolicy.class, ManagedServiceFactory.class},
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = "service.pid=" + RulePolicy.PID)
public final class RulePolicy implements QuirkPolicy, ManagedServiceFactory {

    static final String PID = "org.sallyport.quirk";

    private static final Logger LOG = LoggerFactory.getLogger(RulePolicy.class);

    private final Catalogue catalogue;
    private final RuleReader reader;
    private final Map<String, QuirkRule> configured = new TreeMap<>();
    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
    private volatile RuleSet current;

    @Activate
    public RulePolicy(BundleContext context) {
        this(Catalogue.builtIn());
        BundleClasses.loadAll(context);
    }

    RulePolicy(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.reader = new RuleReader(catalogue.profiles());
        this.current = new RuleSet(catalogue.rules(), List.of());
    }

    @Override
    public Quirks resolve(ClientProfile client) {
        return current.resolve(client);
    }

    @Override
    public List<QuirkPolicy.Rule> rules() {
        return current.rules().stream().map(QuirkRule::shown).toList();
    }

    @Override
    public List<Quirk<?>> quirks() {
        return RuleReader.SWITCHES;
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }

    @Override
    public String getName() {
        return "Sallyport quirk rules";
    }

    /** Takes a rule over; one that is wrong is refused, and the one it was to replace stays. */
    @Override
    public void updated(String pid, Dictionary<String, ?> properties) throws ConfigurationException {
        Map<String, Object> values = Collections.list(properties.keys()).stream()
                .collect(Collectors.toMap(Function.identity(), properties::get));
        QuirkRule rule;
        try {
            rule = reader.configured(values);
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
            verdicts.refused(instance(pid), refused.getMessage());
            ConfigurationProblem first = refused.problems().get(0);
            throw new ConfigurationException(first.key(), first.remedy());
        }
        synchronized (configured) {
            configured.put(pid, rule);
            current = new RuleSet(catalogue.rules(), configured.values());
        }
        verdicts.accepted(instance(pid));
        LOG.info("Quirk rule {} of layer {} is in force", rule.name(), rule.layer());
    }

    @Override
    public void deleted(String pid) {
        synchronized (configured) {
            if (configured.remove(pid) != null) {
                current = new RuleSet(catalogue.rules(), configured.values());
            }
        }
        verdicts.gone(instance(pid));
    }

    private static String instance(String pid) {
        return new ConfigurationReader(Map.of(Constants.SERVICE_PID, pid)).instanceName();
    }
}
