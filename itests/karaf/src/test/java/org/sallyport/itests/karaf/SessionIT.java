/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.inject.Inject;
import org.apache.commons.vfs2.provider.FileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.sallyport.api.event.EventTopics;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.user.UserDirectory;

/** A user over TCP, what the server tells of it, and a store that comes and goes meanwhile. */
public class SessionIT extends KarafTestCase {

    private static final String USER = "sid";
    private static final String PASSWORD = "only for these tests";
    private static final int FAILURE = 4;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private ServiceRegistration<EventHandler> handler;

    @Inject
    private UserDirectory users;

    @Inject
    private SessionDirectory sessions;

    @Inject
    private MountTable mounts;

    @Inject
    private ConfigurationAdmin configurations;

    @Before
    public void prepare() throws Exception {
        users.add(USER, Optional.of(PASSWORD.toCharArray()), Set.of());
        handler = bundles.registerService(
                EventHandler.class, events::add, new Hashtable<>(Map.of("event.topics", "org/sallyport/*")));
        awaitListener();
    }

    @After
    public void remove() throws Exception {
        handler.unregister();
        users.remove(USER);
        delete(configurations.getFactoryConfiguration("org.sallyport.mount", "pax", "?"));
        await("no mount", () -> mounts.mount("pax").isEmpty());
    }

    private SftpUser logIn() throws IOException {
        return SftpUser.logIn(port(), USER, PASSWORD);
    }

    private void mount(String uri) throws Exception {
        Configuration configuration = configurations.getFactoryConfiguration("org.sallyport.mount", "pax", "?");
        configuration.update(new Hashtable<>(Map.of("path", "/pax", "uri", uri)));
        await("the mount", () -> mounts.mount("pax")
                .filter(mount -> mount.uri().equals(uri))
                .isPresent());
    }

    private ServiceRegistration<?> provide(String scheme) {
        return bundles.registerService(
                FileProvider.class,
                new PrototypeServiceFactory<FileProvider>() {
                    @Override
                    public FileProvider getService(Bundle user, ServiceRegistration<FileProvider> registration) {
                        return new RamFileProvider();
                    }

                    @Override
                    public void ungetService(
                            Bundle user, ServiceRegistration<FileProvider> registration, FileProvider provider) {
                        // closed by its manager
                    }
                },
                new Hashtable<>(Map.of("vfs.scheme", scheme)));
    }

    private void awaitEvent(String topic, Predicate<Event> which) throws Exception {
        await(topic + " among " + events, () -> events.stream()
                .anyMatch(event -> event.getTopic().equals(topic) && which.test(event)));
    }

    @Test
    public void aProviderComesGoesAndComesBackUnderAConnection() throws Exception {
        mount("live:///");
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        try (SftpUser user = logIn()) {
            assertUnavailable(user, "'live'");
            awaitEvent(EventTopics.STORE_DOWN, event -> "live:///".equals(event.getProperty(EventTopics.URI)));
            ServiceRegistration<?> provider = provide("live");
            user.put("/pax/f", content);
            awaitEvent(EventTopics.STORE_UP, event -> "live:///".equals(event.getProperty(EventTopics.URI)));
            events.clear();
            try (SftpClient.CloseableHandle open = user.sftp().open("/pax/f", SftpClient.OpenMode.Read)) {
                provider.unregister();
                assertUnavailable(user, "'live'");
                awaitEvent(EventTopics.STORE_DOWN, event -> String.valueOf(event.getProperty(EventTopics.PROBLEM))
                        .contains("'live'"));
                byte[] buffer = new byte[content.length];
                assertEquals(content.length, user.sftp().read(open, 0, buffer));
                assertArrayEquals("an open file finishes on the old store", content, buffer);
            }
            assertTrue("the rest of the tree is there", user.sftp().stat("/").isDirectory());
            assertContains(console("sftp:mount-list"), "'live'");
            ServiceRegistration<?> again = provide("live");
            user.put("/pax/g", content);
            assertArrayEquals(content, user.get("/pax/g"));
            assertTrue("the connection outlived all of it", user.isOpen());
            again.unregister();
        }
    }

    private static void assertUnavailable(SftpUser user, String because) {
        SftpException refusal =
                assertThrows(SftpException.class, () -> user.sftp().stat("/pax/f"));
        assertEquals(refusal.toString(), FAILURE, refusal.getStatus());
        assertContains(refusal.getMessage(), because);
    }

    @Test
    public void switchesOfARunningSession() throws Exception {
        mount("ram:///");
        try (SftpUser user = logIn()) {
            String id = sessions.sessions().get(sessions.sessions().size() - 1).id();
            try (SftpUser other = logIn()) {
                for (String name : List.of("a", "b", "c")) {
                    user.put("/pax/" + name, new byte[1]);
                }
                assertThrows(SftpException.class, () -> user.sftp().rename("/pax/a", "/pax/b"));
                assertContains(console("sftp:quirk-set --session " + id + " rename-overwrite files"), "from now on");
                user.sftp().rename("/pax/a", "/pax/b");
                assertThrows(SftpException.class, () -> other.sftp().rename("/pax/b", "/pax/c"));
                assertContains(
                        console("sftp:quirk-explain --json --path /pax/x " + id),
                        "\"switch\":\"rename-overwrite\",\"value\":\"files\",\"layer\":\"session\"");
                assertContains(failure("sftp:quirk-set --session " + id + " rekey off"), "key exchange");
                console("sftp:quirk-unset --session " + id + " rename-overwrite");
                assertThrows(SftpException.class, () -> user.sftp().rename("/pax/b", "/pax/c"));
            }
        }
    }

    private static final String STRANGER = "Pax_1.0";

    private SftpUser stranger() throws IOException {
        return SftpUser.logIn(port(), USER, PASSWORD, STRANGER);
    }

    private Configuration configuration(String pid, Map<String, String> values) throws IOException {
        Configuration configuration = configurations.getFactoryConfiguration(pid, "pax", "?");
        configuration.update(new Hashtable<>(values));
        return configuration;
    }

    @Test
    public void whichRuleMatteredHowOftenIsTold() throws Exception {
        mount("ram:///");
        Configuration rule = configuration(
                "org.sallyport.quirk",
                Map.of(
                        "layer", "user",
                        "condition", "(&(user=" + USER + ")(banner=" + STRANGER + "))",
                        "rename-overwrite", "files",
                        "evidence", "ticket 7"));
        console("log:set INFO org.sallyport.sshd");
        try {
            await("the rule", () -> console("sftp:quirk-list").contains("ticket 7"));
            assertContains(
                    console("sftp:quirk-explain --banner " + STRANGER + " --user " + USER + " --path /pax/x --json"),
                    "\"switch\":\"rename-overwrite\",\"value\":\"files\",\"layer\":\"user\",\"rule\":\"pax\","
                            + "\"exercised\":0,\"reason\":\"ticket 7\"");
            try (SftpUser user = stranger()) {
                String id =
                        sessions.sessions().get(sessions.sessions().size() - 1).id();
                user.put("/pax/a", new byte[1]);
                user.put("/pax/b", new byte[1]);
                user.sftp().rename("/pax/a", "/pax/b");
                awaitEvent(EventTopics.ACTIVITY + "RENAME", event -> "/pax/b"
                        .equals(event.getProperty(EventTopics.TARGET)));
                assertContains(console("sftp:quirk-explain --json " + id), "\"exercised\":1,\"reason\":\"ticket 7\"");
                assertContains(
                        console("sftp:session-show " + id),
                        "rename-overwrite = files (user rule pax, exercised 1: ticket 7)");
            }
            await("the line of the log", () -> log().contains(
                            "rename-overwrite=files (user rule pax, 1 times: ticket 7)"));
        } finally {
            console("log:set DEFAULT org.sallyport.sshd");
            delete(rule);
        }
    }

    /** gvfs and others save so: the file is never away, and one event tells of it. */
    @Test
    public void aFileThatIsRemovedAndRenamedOverIsReplacedOnce() throws Exception {
        mount("ram:///");
        Configuration rule = configuration(
                "org.sallyport.quirk",
                Map.of("layer", "user", "condition", "(user=" + USER + ")", "delete-then-rename", "5m"));
        try {
            await("the rule", () -> console("sftp:quirk-list").contains("delete-then-rename=5m"));
            try (SftpUser user = stranger();
                    SftpUser other = stranger()) {
                other.put("/pax/file", "old".getBytes(StandardCharsets.UTF_8));
                user.put("/pax/.new", "new".getBytes(StandardCharsets.UTF_8));
                events.clear();
                user.sftp().remove("/pax/file");
                assertArrayEquals("old".getBytes(StandardCharsets.UTF_8), other.get("/pax/file"));
                user.sftp().rename("/pax/.new", "/pax/file");
                assertArrayEquals("new".getBytes(StandardCharsets.UTF_8), other.get("/pax/file"));
                awaitEvent(EventTopics.ACTIVITY + "REPLACE", event -> "/pax/file"
                        .equals(event.getProperty(EventTopics.TARGET)));
            }
            awaitEvent(EventTopics.ACTIVITY + "LOGOUT", event -> true);
            assertFalse(events.toString(), events.stream().anyMatch(event -> event.getTopic()
                    .endsWith("/REMOVE")));
        } finally {
            delete(rule);
        }
    }

    /** What the engine reports of clients in trouble is what the advisor looks for. */
    @Test
    public void clientsInTroubleGetAdvice() throws Exception {
        Path folder = Files.createTempDirectory("advice");
        mount(folder.toUri().toString());
        Configuration access = configuration(
                "org.sallyport.access", Map.of("users", USER, "paths", "/pax/kept", "allow", "all, -set-attributes"));
        byte[] content = new byte[10];
        try (SftpUser other = stranger()) {
            await("the access rule", () -> console("sftp:mount-show --access " + USER + " /pax/kept")
                    .contains("pax"));
            try (SftpUser user = stranger()) {
                for (String name : List.of("a", "b", "x", "y")) {
                    user.put("/pax/" + name, content);
                }
                assertThrows(SftpException.class, () -> user.sftp().rename("/pax/a", "/pax/b"));
                user.sftp().remove("/pax/b");
                user.sftp().rename("/pax/a", "/pax/b");
                awaitAdvice("rename_refused");

                assertThrows(SftpException.class, () -> user.sftp().symLink("/pax/x", "/pax/y"));
                awaitAdvice("link_refused");

                user.put("/pax/kept", content);
                assertThrows(SftpException.class, () -> user.sftp()
                        .setStat("/pax/kept", new SftpClient.Attributes().owner(12345, 12345)));
                user.put("/pax/kept", content);
                awaitAdvice("attributes_refused");

                try (SftpClient.CloseableHandle open =
                        user.sftp().open("/pax/new", SftpClient.OpenMode.Write, SftpClient.OpenMode.Create)) {
                    assertThrows(SftpException.class, () -> other.sftp().stat("/pax/new"));
                    assertTrue(open.isOpen());
                }
                awaitAdvice("look_after_open");
                user.put("/pax/again", content);
            }
            awaitEvent(EventTopics.ACTIVITY + "LOGOUT", event -> true);
            try (SftpUser back = stranger()) {
                back.put("/pax/again", content);
                awaitAdvice("upload_repeated");
            }
            // Three in a row that are gone within a second; a busy machine may need more to see as many.
            await("advice about gone_after_failure", () -> {
                try (SftpUser gone = stranger()) {
                    assertThrows(SftpException.class, () -> gone.sftp().rename("/pax/x", "/pax/y"));
                }
                return console("sftp:quirk-advise --json").contains("\"gone_after_failure_" + USER);
            });
            String unknown = console("sftp:quirk-advise --unknown --json");
            assertContains(unknown, STRANGER, "opening ", "version ", "open write+create", "rename:already-exists");
            assertFalse(unknown, unknown.contains("/pax"));

            String rule = "rename_refused_" + USER + "_" + STRANGER;
            String made = console("sftp:quirk-advise " + rule);
            assertContains(made, "rename-overwrite=files");
            Path file = Path.of(System.getProperty("karaf.etc"), "org.sallyport.quirk-" + rule + ".cfg");
            try {
                other.sftp().rename("/pax/x", "/pax/y");
            } finally {
                Files.delete(file);
                await("no rule", () -> !console("sftp:quirk-list").contains(rule));
            }
        } finally {
            delete(access);
        }
    }

    private void awaitAdvice(String sign) throws Exception {
        await("advice about " + sign, () -> console("sftp:quirk-advise --json").contains("\"" + sign + "_" + USER));
    }

    @Test
    public void aSessionIsRecorded() throws Exception {
        mount("ram:///");
        try (SftpUser user = logIn()) {
            String id = sessions.sessions().get(sessions.sessions().size() - 1).id();
            assertContains(console("sftp:session-trace " + id), "their content is not");
            user.put("/pax/secret", "the-content".getBytes(StandardCharsets.UTF_8));
            user.get("/pax/secret");
            assertThrows(SftpException.class, () -> user.sftp().stat("/pax/missing"));
            assertContains(console("sftp:session-trace --json"), "\"session\":\"" + id + "\"");
            assertContains(console("sftp:session-trace --stop " + id), "no more");
        }
        Path folder = Path.of(System.getProperty("karaf.data"), "sallyport", "traces");
        try (var files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            await("the upload in " + file, () -> Files.readString(file).contains(" *11\n"));
            assertContains(
                    Files.readString(file), HexFormat.of().formatHex("/pax/secret".getBytes(StandardCharsets.UTF_8)));
            try (SftpUser user = logIn()) {
                assertEquals("played back", List.of(), PlayedTrace.play(file, user.session()));
                assertEquals(11, user.get("/pax/secret").length);
                user.sftp().mkdir("/pax/missing");
                List<String> differences = PlayedTrace.play(file, user.session());
                assertFalse("a difference is seen", differences.isEmpty());
            }
            Files.delete(file);
        }
    }

    @Test
    public void whatAUserDoesIsTold() throws Exception {
        mount("ram:///");
        try (SftpUser user = logIn()) {
            user.put("/pax/f", new byte[1000]);
            user.sftp().rename("/pax/f", "/pax/g");
            user.get("/pax/g");
            user.sftp().remove("/pax/g");
            assertThrows(SftpException.class, () -> user.sftp().remove("/pax/gone"));
        }
        awaitEvent(
                EventTopics.ACTIVITY + "LOGIN",
                event -> USER.equals(event.getProperty(EventTopics.USER))
                        && "default".equals(event.getProperty(EventTopics.LISTENER))
                        && String.valueOf(event.getProperty(EventTopics.ADDRESS))
                                .contains("127.0.0.1"));
        awaitEvent(
                EventTopics.ACTIVITY + "UPLOAD",
                event -> "/pax/f".equals(event.getProperty(EventTopics.PATH))
                        && Long.valueOf(1000).equals(event.getProperty(EventTopics.BYTES))
                        && "ok".equals(event.getProperty(EventTopics.RESULT)));
        awaitEvent(EventTopics.ACTIVITY + "RENAME", event -> "/pax/g".equals(event.getProperty(EventTopics.TARGET)));
        awaitEvent(EventTopics.ACTIVITY + "DOWNLOAD", event -> Long.valueOf(1000)
                .equals(event.getProperty(EventTopics.BYTES)));
        awaitEvent(EventTopics.ACTIVITY + "REMOVE", event -> "/pax/g".equals(event.getProperty(EventTopics.PATH)));
        awaitEvent(EventTopics.ACTIVITY + "LOGOUT", event -> true);
        assertThrows(IOException.class, () -> SftpUser.logIn(port(), USER, "wrong"));
        awaitEvent(EventTopics.ACTIVITY + "LOGIN_REFUSED", event -> true);
        for (Event event : events) {
            for (String property : event.getPropertyNames()) {
                assertFalse(
                        property, String.valueOf(event.getProperty(property)).contains(PASSWORD));
            }
        }
    }

    @Test
    public void theConsoleShowsAndEndsAConnection() throws Exception {
        mount("ram:///");
        String hostile = "/pax/two\nlines \"quoted\" \u001b[31m";
        try (SftpUser user = logIn()) {
            user.sftp().open(hostile, SftpClient.OpenMode.Write, SftpClient.OpenMode.Create);
            String id = sessions.sessions().stream()
                    .filter(session -> session.user().equals(Optional.of(USER)))
                    .findFirst()
                    .orElseThrow()
                    .id();
            assertContains(console("sftp:session-list"), id, USER, "APACHE-SSHD");
            assertContains(console("sftp:session-list --json"), "\"user\":\"" + USER + "\"");
            String shown = console("sftp:session-show " + id);
            assertContains(shown, "two\\u000alines", "\\u001b[31m", "keyboard-interactive");
            assertFalse(shown, shown.contains("\u001b[31m"));
            assertContains(console("sftp:session-show --json " + id), "two\\nlines \\\"quoted\\\" \\u001B[31m");
            assertContains(console("sftp:quirk-explain " + id), "link-order", "apache-mina-sshd");
            assertContains(console("sftp:session-kill --reason 'enough of it' " + id), "session " + id + " is ended");
            await("the connection to end", () -> !user.isOpen());
            await("the session to be gone", () -> sessions.session(id).isEmpty());
            assertContains(failure("sftp:session-show " + id), "there is no session " + id);
        }
    }
}
