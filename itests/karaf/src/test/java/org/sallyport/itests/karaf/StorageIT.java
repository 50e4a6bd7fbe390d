/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.inject.Inject;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.sallyport.api.event.EventTopics;
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
            delete(configuration);
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

    /** A grid of one real node: what it has lost is told by the command, in the log, and by an event. */
    @Test
    public void aGridIsCheckedFromTheConsole() throws Exception {
        Path home = Files.createTempDirectory("grid");
        List<Event> events = new CopyOnWriteArrayList<>();
        ServiceRegistration<EventHandler> handler = bundles.registerService(
                EventHandler.class, events::add, new Hashtable<>(Map.of("event.topics", EventTopics.GRID_CHECKED)));
        Configuration grid = configurations.getFactoryConfiguration("org.sallyport.grid", "pax", "?");
        try {
            console("log:set INFO org.sallyport.vfs.tahoe");
            grid(home, "start");
            String node = Files.readString(home.resolve("grid/node/node.url")).strip();
            String root = Files.readString(home.resolve("etc/grid-root")).strip();
            store(node, root, "kept");
            store(node, root, "lost");
            loseShares(home, verifyCapability(node, root, "lost"));
            grid.update(values(Map.of("gateways", node, "root", root)));
            await("the grid", () -> console("sftp:grid-check --json").contains("\"name\":\"pax\""));
            console("sftp:grid-check --start pax");
            await("the event", () -> !events.isEmpty());
            Event event = events.get(0);
            assertEquals("pax", event.getProperty(EventTopics.GRID));
            assertEquals("the root and one file", 2L, event.getProperty(EventTopics.HEALTHY));
            assertEquals(1L, event.getProperty(EventTopics.LOST));
            assertContains(console("sftp:grid-check --json"), "\"healthy\":2,\"repaired\":0,\"damaged\":0,\"lost\":1");
            assertContains(
                    console("sftp:grid-check --json --findings pax"), "{\"state\":\"lost\",\"path\":\"\\/lost\"}");
            assertContains(log(), "the check of grid pax has ended: 2 objects healthy");
            assertContains(failure("sftp:grid-check --start nowhere"), "there is no grid nowhere");
        } finally {
            console("log:set DEFAULT org.sallyport.vfs.tahoe");
            handler.unregister();
            delete(grid);
            grid(home, "stop");
        }
    }

    private static void grid(Path home, String action) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", System.getProperty("grid.script"), action, "--home", home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("output").toFile());
        builder.environment().put("TAHOE_VENV", System.getProperty("tahoe.venv"));
        Process process = builder.start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(Files.readString(home.resolve("output")), ended && process.exitValue() == 0);
    }

    /** Content that is stored in shares, not in the capability itself. */
    private static void store(String node, String root, String name) throws Exception {
        ask(node, root, name, request -> request.PUT(HttpRequest.BodyPublishers.ofString(name.repeat(100))));
    }

    private static String verifyCapability(String node, String root, String name) throws Exception {
        String told = ask(node, root, name + "?t=json", HttpRequest.Builder::GET);
        return told.replaceAll("(?s).*\"verify_uri\": \"([^\"]+)\".*", "$1");
    }

    private static String ask(String node, String root, String path, UnaryOperator<HttpRequest.Builder> method)
            throws Exception {
        URI address = URI.create(node).resolve("/uri/" + URLEncoder.encode(root, StandardCharsets.UTF_8) + "/" + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(method.apply(HttpRequest.newBuilder(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(answer.body(), 2, answer.statusCode() / 100);
        return answer.body();
    }

    private static void loseShares(Path home, String verifyCapability) throws Exception {
        String index = verifyCapability.split(":")[2];
        Path shares = home.resolve("grid/node/storage/shares")
                .resolve(index.substring(0, 2))
                .resolve(index);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shares)) {
            for (Path file : files) {
                Files.delete(file);
            }
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
