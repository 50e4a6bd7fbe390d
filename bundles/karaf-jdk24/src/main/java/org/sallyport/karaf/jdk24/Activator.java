/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.karaf.jdk24;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.hooks.weaving.WeavingHook;

/** Registers the hook where it is needed; an activator and no component, because it has to work before any extender does. */
public final class Activator implements BundleActivator {

    private static final int FIRST_WITHOUT_SUBJECTS = 24;

    @Override
    public void start(BundleContext context) {
        if (Runtime.version().feature() >= FIRST_WITHOUT_SUBJECTS) {
            context.registerService(WeavingHook.class, new SubjectWeavingHook(), null);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the hook
    }
}
