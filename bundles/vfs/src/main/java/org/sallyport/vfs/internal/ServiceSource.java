/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.commons.vfs2.provider.FileProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the source of instances that a provider's service is. */
final class ServiceSource {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceSource.class);

    private ServiceSource() {}

    static ProviderSource of(BundleContext context, ServiceReference<FileProvider> reference) {
        ServiceObjects<FileProvider> objects = context.getServiceObjects(reference);
        Bundle bundle = reference.getBundle();
        return new ProviderSource(
                schemes(reference.getProperty(CommonsVfsStores.SCHEME)),
                bundle == null ? "(gone)" : bundle.getSymbolicName() + " " + bundle.getVersion(),
                !Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE)),
                objects::getService,
                instance -> release(objects, instance));
    }

    private static List<String> schemes(Object property) {
        if (property instanceof String[] several) {
            return Arrays.asList(several);
        }
        return property instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(property.toString());
    }

    private static void release(ServiceObjects<FileProvider> objects, FileProvider instance) {
        try {
            objects.ungetService(instance);
        } catch (IllegalStateException | IllegalArgumentException alreadyReleased) {
            LOG.debug("The framework has released a provider before its last lease was closed", alreadyReleased);
        }
    }
}
