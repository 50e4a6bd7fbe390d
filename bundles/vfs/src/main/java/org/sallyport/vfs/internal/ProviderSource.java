/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.vfs2.provider.FileProvider;

/**
 * Where instances of a provider come from. Compared by identity: a provider that went and came back is another source.
 *
 * <p>{@code FileProvider.setContext} binds an instance to one manager, so a source says whether it can make several.
 */
final class ProviderSource {

    private final List<String> schemes;
    private final String origin;
    private final boolean single;
    private final Supplier<FileProvider> instances;
    private final Consumer<FileProvider> release;

    /**
     * @param schemes the VFS schemes that it serves
     * @param origin the bundle that it comes from, for people
     * @param single whether there is but one instance, which serves one manager at a time
     * @param instances answers null if the provider has gone
     * @param release takes an instance back after its manager was closed
     */
    ProviderSource(
            List<String> schemes,
            String origin,
            boolean single,
            Supplier<FileProvider> instances,
            Consumer<FileProvider> release) {
        this.schemes = List.copyOf(schemes);
        this.origin = origin;
        this.single = single;
        this.instances = instances;
        this.release = release;
    }

    List<String> schemes() {
        return schemes;
    }

    String origin() {
        return origin;
    }

    boolean isSingle() {
        return single;
    }

    FileProvider newInstance() {
        return instances.get();
    }

    void release(FileProvider instance) {
        release.accept(instance);
    }

    @Override
    public String toString() {
        return schemes + " of " + origin;
    }
}
