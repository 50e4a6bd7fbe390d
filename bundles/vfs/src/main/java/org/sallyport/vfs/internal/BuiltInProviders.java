/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.gzip.GzipFileProvider;
import org.apache.commons.vfs2.provider.jar.JarFileProvider;
import org.apache.commons.vfs2.provider.local.DefaultLocalFileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.apache.commons.vfs2.provider.temp.TemporaryFileProvider;
import org.apache.commons.vfs2.provider.zip.ZipFileProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * The providers that Commons VFS brings and that need nothing else, as services with prototype scope: one more example of
 * how any provider gets into service. They rank lowest, so that anybody's own provider for a scheme replaces them.
 */
final class BuiltInProviders {

    private BuiltInProviders() {}

    /** How to make each, by scheme; tar archives need commons-compress. */
    static Map<String, Supplier<FileProvider>> all() {
        Map<String, Supplier<FileProvider>> result = new TreeMap<>(Map.of(
                "file", DefaultLocalFileProvider::new,
                "ram", RamFileProvider::new,
                "tmp", TemporaryFileProvider::new,
                "zip", ZipFileProvider::new,
                "jar", JarFileProvider::new,
                "gz", GzipFileProvider::new));
        if (hasCompress()) {
            result.put("tar", ConcurrentTarProvider::new);
            result.put("tgz", ConcurrentTarProvider::new);
        }
        return result;
    }

    private static boolean hasCompress() {
        try {
            Class.forName(
                    "org.apache.commons.vfs2.provider.tar.TarFileSystem",
                    true,
                    BuiltInProviders.class.getClassLoader());
            Class.forName("org.sallyport.vfs.internal.ConcurrentTarFileSystem");
            FileProvider.class
                    .getClassLoader()
                    .loadClass("org.apache.commons.compress.archivers.tar.TarArchiveInputStream");
            return true;
        } catch (ClassNotFoundException | NoClassDefFoundError notWired) {
            return false;
        }
    }

    static List<ServiceRegistration<?>> register(BundleContext context) {
        List<ServiceRegistration<?>> result = new ArrayList<>();
        all().forEach((scheme, maker) -> result.add(
                context.registerService(FileProvider.class.getName(), new Instances(maker), properties(scheme))));
        return result;
    }

    private static Dictionary<String, Object> properties(String scheme) {
        Dictionary<String, Object> result = new Hashtable<>();
        result.put(CommonsVfsStores.SCHEME, scheme);
        result.put(Constants.SERVICE_RANKING, Integer.MIN_VALUE);
        return result;
    }

    /** A new provider each time it is asked; its manager closes it. */
    private record Instances(Supplier<FileProvider> maker) implements PrototypeServiceFactory<FileProvider> {

        @Override
        public FileProvider getService(Bundle bundle, ServiceRegistration<FileProvider> registration) {
            return maker.get();
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<FileProvider> registration, FileProvider instance) {
            // nothing is kept of it; and it must outlive this bundle's stop for as long as leases use it
        }
    }
}
