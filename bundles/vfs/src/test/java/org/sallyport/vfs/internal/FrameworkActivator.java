/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.sallyport.api.storage.StoreManager;

/** Does for {@link CommonsVfsStores} what the component runtime does, so that the test needs no more than a framework. */
public final class FrameworkActivator implements BundleActivator {

    private CommonsVfsStores stores;

    @Override
    public void start(BundleContext context) throws IOException, InvalidSyntaxException {
        stores = new CommonsVfsStores(context);
        context.registerService(StoreManager.class, stores, new Hashtable<>());
    }

    @Override
    public void stop(BundleContext context) {
        stores.deactivate();
    }
}
