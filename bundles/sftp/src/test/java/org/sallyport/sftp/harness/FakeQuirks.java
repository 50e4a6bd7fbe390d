/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;

/** Switches that a test sets; remembers which were exercised. */
public final class FakeQuirks implements Quirks {

    private final Map<Quirk<?>, Object> values = new ConcurrentHashMap<>();
    private final Set<Quirk<?>> exercised = ConcurrentHashMap.newKeySet();

    public <T> FakeQuirks set(Quirk<T> quirk, T value) {
        values.put(quirk, value);
        return this;
    }

    @Override
    public <T> T get(Quirk<T> quirk) {
        return quirk.type().cast(values.getOrDefault(quirk, quirk.neutral()));
    }

    @Override
    public void exercised(Quirk<?> quirk) {
        exercised.add(quirk);
    }

    public Set<Quirk<?>> exercised() {
        return Set.copyOf(exercised);
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }
}
