/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads all classes of a bundle ahead of need. After an update the framework refreshes the bundle at once, and code of the old
 * revision that still serves connections could load no class it had not met before.
 */
public final class BundleClasses {

    private BundleClasses() {}

    public static void loadAll(BundleContext context) {
        Bundle bundle = context.getBundle();
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        Collection<String> resources = wiring.listResources(
                "/", "*.class", BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        for (String resource : resources) {
            String name =
                    resource.substring(0, resource.length() - ".class".length()).replace('/', '.');
            try {
                Class.forName(name, true, wiring.getClassLoader());
            } catch (ClassNotFoundException | LinkageError needsAnOptionalPackage) {
                continue;
            }
        }
    }
}
