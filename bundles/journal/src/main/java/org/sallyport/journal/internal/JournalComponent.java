/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.journal.UploadJournal;
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.journal.internal.Notices.Happening;
import org.sallyport.journal.internal.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as configuration {@code org.sallyport.journal.cfg} says. It registers its services when it has read what earlier runs left;
 * where the spool cannot be used, it registers services that say why. A change of the configuration opens the spool anew.
 */
@Component(service = JournalComponent.class, immediate = true, configurationPid = JournalComponent.PID)
@Designate(ocd = JournalConfiguration.class)
public final class JournalComponent {

    static final String PID = "org.sallyport.journal";

    private static final Logger LOG = LoggerFactory.getLogger(JournalComponent.class);

    private final BundleContext bundle;
    private final Stores stores = new Stores();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventAdmin events;

    private JournalSettings settings;
    private Journal journal;
    private ServiceRegistration<?> registration;

    @Activate
    public JournalComponent(BundleContext bundle, Map<String, Object> configuration) {
        this.bundle = bundle;
        BundleClasses.loadAll(bundle);
        try {
            use(read(configuration), Optional.empty());
        } catch (InvalidConfigurationException refused) {
            refused(refused);
            register(new NoJournal(refused.getMessage()));
        }
    }

    private static void refused(InvalidConfigurationException refused) {
        LOG.error("configuration refused, the last good one, if any, stays: {}", refused.getMessage());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindManager(StoreManager service) {
        stores.use(service);
    }

    void unbindManager(StoreManager service) {
        stores.drop(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindMapper(MetadataMapper mapper, Map<String, Object> properties) {
        stores.use(String.valueOf(properties.get(MetadataMapper.SCHEME)), mapper);
    }

    void unbindMapper(MetadataMapper mapper) {
        stores.drop(mapper);
    }

    private void told(Happening what, UploadRecord upload, String detail) {
        EventAdmin now = events;
        if (now != null) {
            UploadEvents.post(now, what, upload, detail);
        }
    }

    private JournalSettings read(Map<String, Object> configuration) throws InvalidConfigurationException {
        return JournalSettings.read(configuration, folder("karaf.data", "data"), folder("karaf.etc", "etc"));
    }

    private Path folder(String property, String otherwise) {
        String folder = bundle.getProperty(property);
        return Path.of(folder == null ? otherwise : folder);
    }

    /** Whether a folder can be had is known when it is opened: where it cannot, the last good one is opened again. */
    private void use(JournalSettings next, Optional<JournalSettings> lastGood) {
        settings = next;
        try {
            journal = open(next);
            LOG.info(
                    "the upload journal is open, {} uploads are pending",
                    journal.status().pending());
            register(journal);
        } catch (InvalidConfigurationException unusable) {
            refused(unusable);
            lastGood.ifPresentOrElse(
                    good -> use(good, Optional.empty()), () -> register(new NoJournal(unusable.getMessage())));
        }
    }

    private Journal open(JournalSettings next) throws InvalidConfigurationException {
        try {
            return Journal.open(next, stores, this::told);
        } catch (IOException unusable) {
            throw new InvalidConfigurationException(List.of(new ConfigurationProblem(
                    PID,
                    "folder, key-file",
                    next.folder() + ", " + next.keyFile(),
                    "a folder that the server may write to and no other program uses, with the file of its keys: "
                            + unusable)));
        }
    }

    private void register(Object service) {
        registration = bundle.registerService(
                new String[] {UploadJournal.class.getName(), UploadQueue.class.getName()}, service, new Hashtable<>());
    }

    @Modified
    void modified(Map<String, Object> configuration) {
        try {
            JournalSettings next = read(configuration);
            if (journal == null || !next.equals(settings)) {
                Optional<JournalSettings> lastGood =
                        Optional.ofNullable(journal).map(open -> settings);
                close();
                use(next, lastGood);
            }
        } catch (InvalidConfigurationException refused) {
            refused(refused);
        }
    }

    private void close() {
        registration.unregister();
        if (journal == null) {
            return;
        }
        try {
            journal.close();
        } catch (IOException notWell) {
            LOG.warn("the upload journal was not closed well, which the next start sets right: {}", notWell.toString());
        }
        journal = null;
    }

    @Deactivate
    void deactivate() {
        close();
    }
}
