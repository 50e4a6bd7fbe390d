/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Loads every class that sessions may need, those of the imported packages included: after an update of the bundle, sessions go
 * on in its old classes, and the framework finds no class for them any more that was not loaded before.
 */
final class ClassPreloader {

    private static final String ROOT = "/org/sallyport";
    private static final String SUFFIX = ".class";

    private ClassPreloader() {}

    static void loadAll(Bundle bundle) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        Collection<String> resources = wiring.listResources(ROOT, "*" + SUFFIX, BundleWiring.LISTRESOURCES_RECURSE);
        for (String resource : resources) {
            load(
                    wiring.getClassLoader(),
                    resource.substring(0, resource.length() - SUFFIX.length()).replace('/', '.'));
        }
    }

    private static void load(ClassLoader loader, String name) {
        try {
            Class.forName(name, true, loader);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException("the framework listed a class that is not there: " + name, impossible);
        }
    }
}
