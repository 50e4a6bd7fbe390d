/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads, ahead of need, all classes of a bundle and all that they name.
 *
 * <p>After an update the framework refreshes the bundle at once (Felix 7), and code of the old revision that still serves
 * sessions can then load no class that it has not met before: neither one of its own nor, through its dead wires, one of
 * another bundle.
 */
public final class BundleClasses {

    private BundleClasses() {}

    /**
     * Loads them. What is not there because its package is imported optionally is left out. To be called when a component
     * of the bundle is activated; costs some milliseconds.
     *
     * @throws IllegalStateException if the bundle's own contents cannot be read
     */
    public static void loadAll(BundleContext context) {
        BundleWiring wiring = context.getBundle().adapt(BundleWiring.class);
        ClassLoader loader = wiring.getClassLoader();
        Set<String> names = new TreeSet<>();
        for (String resource : wiring.listResources(
                "/", "*.class", BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE)) {
            names.add(
                    resource.substring(0, resource.length() - ".class".length()).replace('/', '.'));
            try (InputStream classFile = loader.getResourceAsStream(resource)) {
                names.addAll(ClassReferences.in(classFile));
            } catch (IOException unreadable) {
                throw new IllegalStateException("cannot read " + resource + " of " + context.getBundle(), unreadable);
            }
        }
        names.forEach(name -> load(name, loader));
    }

    private static void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError notWired) {
            return; // a package that is imported optionally and not there, or package-info
        }
    }
}
