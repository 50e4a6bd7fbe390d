/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.slf4j.LoggerFactory;

/** Sessions seen and ended on the console, and what of them stands in the transfer log. */
public class AuditIT extends KarafTestCase {

    private static final String LOGGING = "org.ops4j.pax.logging";
    private static final String SIZE = "log4j2.appender.transfer.policies.size.size";

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private ListenerDirectory listeners;

    @Inject
    private SessionDirectory sessions;

    private Path folder;

    @Before
    public void makeUser() throws Exception {
        folder = Files.createTempDirectory("sallyport-audit-");
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        folder.resolve("key").toString())
                .start();
        assertEquals(0, keygen.waitFor());
        console("sftp:user-add --no-password bob");
        console("sftp:key-add bob '"
                + Files.readString(folder.resolve("key.pub")).trim() + "'");
    }

    @After
    public void removeUser() throws Exception {
        console("sftp:user-remove bob");
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Path logs() {
        return Path.of(System.getProperty("karaf.data"), "log");
    }

    private static String log(String name) throws Exception {
        return Files.readString(logs().resolve(name), StandardCharsets.UTF_8);
    }

    private Process sftp(Path output) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sftp", "-i", folder.resolve("key").toString(), "-P"));
        command.add(Integer.toString(listeners.listeners().get(0).port()));
        for (String option :
                List.of("IdentitiesOnly=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null")) {
            command.addAll(List.of("-o", option));
        }
        command.add("bob@127.0.0.1");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    @Test
    public void aSessionThatTheConsoleEndsIsToldWhyAndSoIsTheLog() throws Exception {
        Path output = folder.resolve("output");
        Process client = sftp(output);
        try {
            await("the session", () -> bob().isPresent());
            SessionInfo session = bob().orElseThrow();
            assertTrue(session.banner(), session.banner().startsWith("OpenSSH_"));
            String shown = console("sftp:session-show " + session.id());
            assertTrue(shown, shown.contains("bob") && shown.contains("OpenSSH_"));
            String killed = console("sftp:session-kill --reason 'maintenance window' " + session.id());
            assertTrue(killed, killed.contains("is ended"));
            await("the client to be told", () -> {
                String told = Files.readString(output);
                return told.contains("Received disconnect from 127.0.0.1") && told.contains("maintenance window");
            });
            await("the end in the log", () -> log("transfer.log")
                    .lines()
                    .anyMatch(line -> line.contains("action=\"logout\"")
                            && line.contains("user=\"bob\"")
                            && line.contains("detail=\"ended by the server: maintenance window\"")));
        } finally {
            client.destroy();
        }
    }

    private Optional<SessionInfo> bob() {
        return sessions.sessions().stream()
                .filter(session -> session.user().equals(Optional.of("bob"))
                        && session.channels().stream().anyMatch(channel -> channel.version() > 0))
                .findFirst();
    }

    /** Its size stands in the logging configuration, which holds without a restart. */
    @Test
    public void theTransferLogRotatesAsTheLoggingConfigurationSays() throws Exception {
        Configuration logging = configurations.getConfiguration(LOGGING, null);
        Dictionary<String, Object> before = logging.getProperties();
        Object size = before.get(SIZE);
        assertEquals("64MB", size);
        try {
            before.put(SIZE, "10KB");
            logging.update(before);
            String line = "rotation-test " + "x".repeat(100);
            await("another file", () -> {
                LoggerFactory.getLogger("org.sallyport.transfer").info(line);
                return Files.exists(logs().resolve("transfer-1.log.gz"));
            });
            assertFalse("apart from the debug log", log("karaf.log").contains("rotation-test"));
        } finally {
            before.put(SIZE, size);
            logging.update(before);
        }
    }
}
