/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.sallyport.api.storage.StoreLease;

/** Stores over the built-in providers, without a framework. */
final class Fixture {

    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger released = new AtomicInteger();
    final Stores stores;
    private final Map<String, ProviderSource> sources = new HashMap<>();

    Fixture(Path files) {
        stores = new Stores(new Managers(files));
        BuiltInProviders.all()
                .forEach((scheme, maker) ->
                        sources.put(scheme, new ProviderSource(List.of(scheme), "built in", false, maker, gone -> {})));
        stores.provide(sources);
    }

    void put(ProviderSource source) {
        source.schemes().forEach(scheme -> sources.put(scheme, source));
        stores.provide(sources);
    }

    void remove(String scheme) {
        sources.remove(scheme);
        stores.provide(sources);
    }

    /** A provider like ram that counts what becomes of its instances. */
    ProviderSource counting(String scheme) {
        return new ProviderSource(List.of(scheme), "test", false, Counting::new, gone -> released.incrementAndGet());
    }

    /** One of which there is but one instance. */
    ProviderSource single(String scheme) {
        Counting instance = new Counting();
        return new ProviderSource(List.of(scheme), "test", true, () -> instance, gone -> released.incrementAndGet());
    }

    private final class Counting extends RamFileProvider {

        Counting() {
            opened.incrementAndGet();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
            super.close();
        }
    }

    static void write(StoreLease lease, String text, String... names) throws IOException {
        try (FileObject file = lease.resolve(List.of(names));
                OutputStream out = file.getContent().getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String read(StoreLease lease, String... names) throws IOException {
        try (FileObject file = lease.resolve(List.of(names));
                InputStream in = file.getContent().getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
