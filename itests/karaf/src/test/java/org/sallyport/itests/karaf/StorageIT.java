/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import javax.inject.Inject;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.FileTreeFactory;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;

/** Mounts and providers that come, change and go while sessions use them. */
public class StorageIT extends KarafTestCase {

    private static final String MOUNT = "org.sallyport.mount";
    private static final OpenOptions REPLACE_AND_READ = new OpenOptions(true, true, false, true, true, false, false);

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private MountTable mounts;

    @Inject
    private FileTreeFactory trees;

    @After
    public void removeMount() throws Exception {
        Configuration[] left = configurations.listConfigurations("(path=/pax)");
        for (Configuration configuration : left == null ? new Configuration[0] : left) {
            configuration.delete();
        }
        await("no mount", () -> mounts.mount("pax").isEmpty());
    }

    private Configuration mount(String uri) throws Exception {
        Configuration configuration = configurations.getFactoryConfiguration(MOUNT, "pax", "?");
        configuration.update(values(Map.of("path", "/pax", "uri", uri)));
        await("the mount", () -> uriOfMount().equals(uri));
        return configuration;
    }

    private String uriOfMount() {
        return mounts.mount("pax").map(mount -> mount.uri()).orElse("");
    }

    private static Dictionary<String, Object> values(Map<String, Object> values) {
        return new Hashtable<>(values);
    }

    private FileTree session() throws FileTreeException {
        return trees.open(new TestSession("pax"));
    }

    private static VirtualPath path(String text) {
        return VirtualPath.of(text);
    }

    private static void put(FileTree tree, String path, String content) throws FileTreeException {
        OpenFile file = tree.open(path(path), OpenOptions.REPLACE, FileAttributes.EMPTY);
        file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), 0);
        file.close();
    }

    private static String read(OpenFile file) throws FileTreeException {
        ByteBuffer content = ByteBuffer.allocate(100);
        file.read(content, 0);
        return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
    }

    private static void refused(Reason reason, FileTree tree, String path) {
        FileTreeException refusal =
                assertThrows(FileTreeException.class, () -> tree.stat(path(path), true, Attribute.BASIC));
        assertEquals(refusal.getMessage(), reason, refusal.reason());
    }

    @Test
    public void badConfigurationIsRefusedAndTheLastGoodOneHolds() throws Exception {
        Configuration configuration = mount("ram:///");
        configuration.update(
                values(Map.of("path", "/pax", "uri", "ram:///", "quota-bytes", "plenty", "colour", "red")));
        await("the refusal in the log", () -> log().contains("plenty"));
        String log = log();
        assertTrue(log, log.contains(configuration.getPid()));
        assertTrue(log, log.contains("quota-bytes") && log.contains("a size such as"));
        assertTrue(log, log.contains("colour") && log.contains("no such key"));
        assertEquals("0", mounts.mount("pax").orElseThrow().settings().get("quota-bytes"));
        configuration.update(values(Map.of("path", "/pax", "uri", "ram:///", "quota-bytes", "10M")));
        await("the good one", () -> "10485760"
                .equals(mounts.mount("pax").orElseThrow().settings().get("quota-bytes")));
    }

    @Test
    public void aMountIsSwappedUnderAnOpenFile() throws Exception {
        Path first = Files.createTempDirectory("first");
        Path second = Files.createTempDirectory("second");
        mount(first.toUri().toString());
        try (FileTree tree = session()) {
            put(tree, "/pax/f", "first");
            OpenFile open = tree.open(path("/pax/f"), OpenOptions.READ, FileAttributes.EMPTY);
            mount(second.toUri().toString());
            refused(Reason.NO_SUCH_FILE, tree, "/pax/f");
            put(tree, "/pax/f", "second");
            assertEquals("first", read(open));
            open.close();
        }
        assertEquals("first", Files.readString(first.resolve("f")));
        assertEquals("second", Files.readString(second.resolve("f")));
    }

    @Test
    public void aProviderComesGoesAndComesBackUnderALiveSession() throws Exception {
        mount("probe:///");
        try (FileTree tree = session()) {
            refused(Reason.UNAVAILABLE, tree, "/pax");
            ServiceRegistration<FileProvider> provider = provide();
            await("the provider", () -> isAvailable(tree));
            put(tree, "/pax/f", "content");
            OpenFile open = tree.open(path("/pax/f"), REPLACE_AND_READ, FileAttributes.EMPTY);
            open.write(ByteBuffer.wrap("later".getBytes(StandardCharsets.UTF_8)), 0);
            provider.unregister();
            await("no provider", () -> !isAvailable(tree));
            refused(Reason.UNAVAILABLE, tree, "/pax");
            assertEquals("an open file goes on", "later", read(open));
            assertTrue(
                    "other mounts are untouched",
                    tree.stat(path("/"), true, Attribute.BASIC).isDirectory());
            open.close();
            ServiceRegistration<FileProvider> again = provide();
            await("the provider again", () -> isAvailable(tree));
            put(tree, "/pax/g", "content");
            assertEquals(7, tree.stat(path("/pax/g"), true, Attribute.BASIC).size());
            again.unregister();
        }
    }

    private ServiceRegistration<FileProvider> provide() {
        return bundles.registerService(
                FileProvider.class,
                new org.osgi.framework.PrototypeServiceFactory<FileProvider>() {
                    @Override
                    public FileProvider getService(
                            org.osgi.framework.Bundle user, ServiceRegistration<FileProvider> registration) {
                        return new RamFileProvider();
                    }

                    @Override
                    public void ungetService(
                            org.osgi.framework.Bundle user,
                            ServiceRegistration<FileProvider> registration,
                            FileProvider provider) {
                        // closed by its manager
                    }
                },
                new Hashtable<>(
                        Map.of("vfs.scheme", "probe", Constants.SERVICE_DESCRIPTION, "a provider of the tests")));
    }

    private static boolean isAvailable(FileTree tree) {
        try {
            tree.stat(path("/pax"), true, Attribute.BASIC);
            return true;
        } catch (FileTreeException unavailable) {
            return false;
        }
    }
}
