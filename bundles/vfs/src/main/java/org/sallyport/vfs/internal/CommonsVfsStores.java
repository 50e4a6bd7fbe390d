/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.vfs2.provider.FileProvider;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;

/**
 * The store manager over all providers that are in service: services of type {@code FileProvider} with the property
 * {@value #SCHEME}. Of several for one scheme the one with the highest ranking serves. Leases outlive the component.
 */
@Component(service = StoreManager.class)
public final class CommonsVfsStores implements StoreManager {

    /** Service property of a provider: its VFS scheme, or several. */
    static final String SCHEME = "vfs.scheme";

    private final Map<ServiceReference<FileProvider>, ProviderSource> present =
            Collections.synchronizedMap(new HashMap<>());
    private final Stores stores;
    private final List<ServiceRegistration<?>> builtIn;
    private final ServiceTracker<FileProvider, ProviderSource> tracker;

    /** @throws IOException if the private folder for temporary files cannot be made */
    @Activate
    public CommonsVfsStores(BundleContext context) throws IOException, InvalidSyntaxException {
        BundleClasses.loadAll(context);
        stores = new Stores(new Managers(PrivateFiles.ofThisProcess(dataFolder(context))));
        builtIn = BuiltInProviders.register(context);
        tracker = new ServiceTracker<>(
                context,
                context.createFilter(
                        "(&(" + Constants.OBJECTCLASS + "=" + FileProvider.class.getName() + ")(" + SCHEME + "=*))"),
                new Listener(context));
        tracker.open();
    }

    private static Path dataFolder(BundleContext context) {
        File area = context.getDataFile("temporary");
        return area == null ? Path.of(System.getProperty("java.io.tmpdir"), "sallyport-vfs") : area.toPath();
    }

    @Deactivate
    void deactivate() {
        tracker.close();
        builtIn.forEach(ServiceRegistration::unregister);
    }

    @Override
    public StoreLease acquire(String uri, Map<String, String> options) throws IOException {
        return stores.acquire(uri, options);
    }

    @Override
    public List<ProviderInfo> providers() {
        return stores.providers();
    }

    private void update() {
        Map<String, ProviderSource> byScheme = new HashMap<>();
        synchronized (present) {
            List<ServiceReference<FileProvider>> best = new ArrayList<>(present.keySet());
            Collections.sort(best);
            for (ServiceReference<FileProvider> reference : best) {
                ProviderSource source = present.get(reference);
                source.schemes().forEach(scheme -> byScheme.put(scheme, source));
            }
            stores.provide(byScheme);
        }
    }

    /** Keeps the set of sources; takes no instance, a manager does when it is made. */
    private final class Listener implements ServiceTrackerCustomizer<FileProvider, ProviderSource> {

        private final BundleContext context;

        Listener(BundleContext context) {
            this.context = context;
        }

        @Override
        public ProviderSource addingService(ServiceReference<FileProvider> reference) {
            ProviderSource source = ServiceSource.of(context, reference);
            present.put(reference, source);
            update();
            return source;
        }

        @Override
        public void modifiedService(ServiceReference<FileProvider> reference, ProviderSource source) {
            present.put(reference, ServiceSource.of(context, reference));
            update();
        }

        @Override
        public void removedService(ServiceReference<FileProvider> reference, ProviderSource source) {
            present.remove(reference);
            update();
        }
    }
}
