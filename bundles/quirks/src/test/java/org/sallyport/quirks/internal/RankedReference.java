/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.sallyport.api.quirk.QuirkCatalogue;

/** A reference to a service that is known by its ranking alone. */
record RankedReference(int ranking) implements ServiceReference<QuirkCatalogue> {

    @Override
    public Object getProperty(String key) {
        return getProperties().get(key);
    }

    @Override
    public String[] getPropertyKeys() {
        return new String[] {Constants.SERVICE_RANKING};
    }

    @Override
    public Bundle getBundle() {
        return null;
    }

    @Override
    public Bundle[] getUsingBundles() {
        return new Bundle[0];
    }

    @Override
    public boolean isAssignableTo(Bundle bundle, String className) {
        return true;
    }

    @Override
    public int compareTo(Object other) {
        return Integer.compare(ranking, ((RankedReference) other).ranking);
    }

    @Override
    public Dictionary<String, Object> getProperties() {
        return new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking));
    }

    @Override
    public <A> A adapt(Class<A> type) {
        return null;
    }
}
