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
        configurations
                .getFactoryConfiguration("org.sallyport.mount", "pax", "?")
                .delete();
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

    @Test
    public void aSessionIsRecorded() throws Exception {
        mount("ram:///");
        try (SftpUser user = logIn()) {
            String id = sessions.sessions().get(sessions.sessions().size() - 1).id();
            assertContains(console("sftp:session-trace " + id), "their content is not");
            user.put("/pax/secret", "the-content".getBytes(StandardCharsets.UTF_8));
            assertContains(console("sftp:session-trace --json"), "\"session\":\"" + id + "\"");
            assertContains(console("sftp:session-trace --stop " + id), "no more");
        }
        Path folder = Path.of(System.getProperty("karaf.data"), "sallyport", "traces");
        try (var files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            await("the upload in " + file, () -> Files.readString(file).contains(" *11\n"));
            assertContains(
                    Files.readString(file), HexFormat.of().formatHex("/pax/secret".getBytes(StandardCharsets.UTF_8)));
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
