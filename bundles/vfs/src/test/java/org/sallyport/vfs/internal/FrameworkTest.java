/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.api.storage.StoreUnavailableException;

/** The bundle in a real framework: providers as services, and its update while leases are open. */
class FrameworkTest {

    private static final String PACKAGES = String.join(
            ",",
            "org.sallyport.api.bundle",
            "org.sallyport.api.config",
            "org.sallyport.api.storage",
            "org.slf4j",
            "org.apache.commons.logging",
            "org.apache.commons.compress.archivers.tar",
            "org.apache.commons.vfs2",
            "org.apache.commons.vfs2.cache",
            "org.apache.commons.vfs2.impl",
            "org.apache.commons.vfs2.provider",
            "org.apache.commons.vfs2.provider.gzip",
            "org.apache.commons.vfs2.provider.jar",
            "org.apache.commons.vfs2.provider.local",
            "org.apache.commons.vfs2.provider.ram",
            "org.apache.commons.vfs2.provider.tar",
            "org.apache.commons.vfs2.provider.temp",
            "org.apache.commons.vfs2.provider.zip",
            "org.apache.commons.vfs2.util");

    @TempDir
    private Path folder;

    private Framework framework;
    private BundleContext system;
    private Bundle bundle;

    @BeforeEach
    void start() throws IOException, BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        folder.resolve("cache").toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        PACKAGES));
        framework.start();
        system = framework.getBundleContext();
        bundle = system.installBundle("vfs", jar());
        bundle.start();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private static InputStream jar() throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(String.join(
                        "\n",
                        "Manifest-Version: 1.0",
                        "Bundle-ManifestVersion: 2",
                        "Bundle-SymbolicName: vfs",
                        "Bundle-Version: 1.0.0",
                        "Bundle-Activator: " + FrameworkActivator.class.getName(),
                        "DynamicImport-Package: *",
                        "")
                .getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            add(jar, Path.of("target", "classes"), "");
            add(jar, Path.of("target", "test-classes"), FrameworkActivator.class.getSimpleName());
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, Path root, String prefix) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith(prefix)
                            && path.toString().endsWith(".class"))
                    .toList()) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
        }
    }

    private StoreManager stores() {
        ServiceReference<StoreManager> reference = system.getServiceReference(StoreManager.class);
        return system.getService(reference);
    }

    private ServiceRegistration<?> register(Object service, String scheme) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("vfs.scheme", scheme);
        return system.registerService(FileProvider.class.getName(), service, properties);
    }

    @Test
    void hasTheBuiltInProviders() {
        assertThat(stores().providers())
                .extracting(ProviderInfo::scheme)
                .containsExactly("file", "gz", "jar", "ram", "tar", "tgz", "tmp", "zip");
        assertThat(stores().providers()).allMatch(provider -> provider.origin().equals("vfs 1.0.0"));
    }

    @Test
    void providersComeAndGoAsServices() throws IOException {
        assertThatThrownBy(() -> stores().acquire("mem:///", Map.of())).isInstanceOf(StoreUnavailableException.class);
        ServiceRegistration<?> registration = register(new Prototype(), "mem");
        try (StoreLease lease = stores().acquire("mem:///", Map.of());
                StoreLease other = stores().acquire("mem:///other", Map.of())) {
            Fixture.write(lease, "text", "f");
            registration.unregister();

            assertThat(lease.isCurrent()).isFalse();
            assertThat(Fixture.read(lease, "f")).isEqualTo("text");
            assertThat(other.resolve(List.of("f")).exists()).isFalse();
            assertThatThrownBy(() -> stores().acquire("mem:///", Map.of()))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aPlainServiceServesSeveralStores() throws IOException {
        register(new RamFileProvider(), "one");
        try (StoreLease lease = stores().acquire("one:///", Map.of());
                StoreLease other = stores().acquire("one:///d", Map.of())) {
            Fixture.write(lease, "text", "f");
            assertThat(other.resolve(List.of("f")).exists()).isFalse();
        }
        try (StoreLease again = stores().acquire("one:///", Map.of())) {
            assertThat(again.isCurrent()).isTrue();
        }
    }

    @Test
    void anyProviderReplacesTheBuiltInOne() throws IOException {
        ServiceRegistration<?> registration = register(new Prototype(), "ram");
        assertThat(stores().providers())
                .filteredOn(provider -> provider.scheme().equals("ram"))
                .extracting(ProviderInfo::origin)
                .containsExactly("org.apache.felix.framework 7.0.5");
        registration.unregister();
        try (StoreLease lease = stores().acquire("ram:///", Map.of())) {
            assertThat(lease.isCurrent()).isTrue();
        }
    }

    @Test
    void leasesOutliveAnUpdateOfTheBundle() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        StoreLease local = stores().acquire("file://" + data, Map.of());
        StoreLease ram = stores().acquire("ram:///", Map.of());
        Fixture.write(ram, "before", "f");

        bundle.update(jar());

        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
        Fixture.write(local, "after", "g");
        assertThat(Files.readString(data.resolve("g"))).isEqualTo("after");
        assertThat(Fixture.read(ram, "f")).isEqualTo("before");
        List<String> names = new ArrayList<>();
        for (FileObject child : ram.resolve(List.of()).getChildren()) {
            names.add(ram.nameOf(child));
        }
        assertThat(names).containsExactly("f");
        assertThat(ram.isCurrent()).isFalse();
        assertThatThrownBy(() -> ram.resolve(List.of("a\\b"))).hasMessageContaining("backslash");
        assertThatThrownBy(() -> local.resolve(Collections.singletonList(null)))
                .as("a failure is told by a class that nothing needed before")
                .isInstanceOf(IOException.class);
        StoreLease shared = ram.share();
        ram.close();
        assertThat(Fixture.read(shared, "f")).isEqualTo("before");
        shared.close();
        local.close();
        try (StoreLease fresh = stores().acquire("file://" + data, Map.of())) {
            assertThat(Fixture.read(fresh, "g")).isEqualTo("after");
        }
    }

    private static final class Prototype implements PrototypeServiceFactory<Object> {

        @Override
        public Object getService(Bundle user, ServiceRegistration<Object> registration) {
            return new RamFileProvider();
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<Object> registration, Object service) {
            // nothing is kept of it
        }
    }
}
