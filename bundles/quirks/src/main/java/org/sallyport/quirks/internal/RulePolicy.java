/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.QuirkCatalogue;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.QuirkRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy made of a catalogue and of one rule for each configuration of {@value #PID}. */
@Component(
        service = {QuirkPolicy.class, ManagedServiceFactory.class},
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = "service.pid=" + RulePolicy.PID)
public final class RulePolicy implements QuirkPolicy, ManagedServiceFactory {

    static final String PID = "org.sallyport.quirk";

    private static final Logger LOG = LoggerFactory.getLogger(RulePolicy.class);

    private final Catalogue builtIn = Catalogue.builtIn();
    private final Rulebook book = new Rulebook(builtIn);
    private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
    private final TreeMap<ServiceReference<?>, QuirkCatalogue> catalogues = new TreeMap<>();

    @Activate
    public RulePolicy(BundleContext context) {
        BundleClasses.loadAll(context);
    }

    RulePolicy() {
        // for tests, outside a framework
    }

    @Override
    public List<QuirkRule> matching(ClientProfile client) {
        return book.current().matching(client);
    }

    @Override
    public Object revision() {
        return book.current();
    }

    @Override
    public List<QuirkPolicy.Rule> rules() {
        return book.current().rules().stream().map(ConditionalRule::shown).toList();
    }

    @Override
    public Map<String, ConfigurationVerdict> verdicts() {
        return verdicts.all();
    }

    @Override
    public String getName() {
        return "Sallyport quirk rules";
    }

    /**
     * Takes a rule over; one that is wrong is refused, and the one it was to replace stays. ConfigAdmin is told nothing of that: it
     * would log an exception, and not say when the configuration has gone.
     */
    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        Map<String, Object> values = Collections.list(properties.keys()).stream()
                .collect(Collectors.toMap(Function.identity(), properties::get));
        List<String> alsoAccepted;
        try {
            alsoAccepted = book.put(pid, values);
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
            verdicts.refused(instance(pid), refused.getMessage());
            return;
        }
        accepted(pid);
        alsoAccepted.forEach(this::accepted);
    }

    @Override
    public void deleted(String pid) {
        book.remove(pid).forEach(this::accepted);
        verdicts.gone(instance(pid));
    }

    private void accepted(String pid) {
        verdicts.accepted(instance(pid));
        LOG.info("Quirk rule {} is in force", instance(pid));
    }

    private static String instance(String pid) {
        return new ConfigurationReader(Map.of(Constants.SERVICE_PID, pid)).instanceName();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCatalogue(QuirkCatalogue catalogue, ServiceReference<QuirkCatalogue> reference) {
        synchronized (catalogues) {
            catalogues.put(reference, catalogue);
            choose();
        }
    }

    void removeCatalogue(QuirkCatalogue catalogue, ServiceReference<QuirkCatalogue> reference) {
        synchronized (catalogues) {
            catalogues.remove(reference);
            choose();
        }
    }

    /** The best that can be read and that nothing in force speaks against is taken; if there is none, what is in force stays. */
    private void choose() {
        for (QuirkCatalogue next : catalogues.descendingMap().values()) {
            try (InputStream in = next.open()) {
                use(next.name(), Catalogue.read(in));
                return;
            } catch (IOException | InvalidConfigurationException refused) {
                LOG.error("{} is refused: {}", next.name(), refused.getMessage());
            }
        }
        try {
            use("the built-in catalogue", builtIn);
        } catch (InvalidConfigurationException refused) {
            LOG.error("the built-in catalogue is refused, the one before stays: {}", refused.getMessage());
        }
    }

    private void use(String name, Catalogue catalogue) throws InvalidConfigurationException {
        book.use(catalogue).forEach(this::accepted);
        LOG.info("{} is in force: {} rules", name, catalogue.rules().size());
    }
}
