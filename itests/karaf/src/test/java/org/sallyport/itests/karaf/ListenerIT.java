/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;

/** Listeners by configuration: several at once, changed while they run, and what is bad refused. */
public class ListenerIT extends KarafTestCase {

    private static final String PID = "org.sallyport.listener";

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private ListenerDirectory listeners;

    @After
    public void remove() throws Exception {
        delete(configurations.getFactoryConfiguration(PID, "second", "?"));
        await("no second listener", () -> second().isEmpty());
    }

    private Optional<ListenerInfo> second() {
        return listeners.listeners().stream()
                .filter(listener -> listener.name().equals("second"))
                .findFirst();
    }

    private int secondPort() {
        return second().map(ListenerInfo::port).orElse(-1);
    }

    private void configure(Map<String, Object> values) throws Exception {
        Dictionary<String, Object> all = new Hashtable<>(values);
        all.put("host", "127.0.0.1");
        configurations.getFactoryConfiguration(PID, "second", "?").update(all);
    }

    /** The identification that a listener sends, of a connection that stays open until it is closed. */
    private static String banner(Socket connection) throws Exception {
        connection.setSoTimeout(30_000);
        InputStream in = connection.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().trim();
    }

    private static Socket connect(int port) throws Exception {
        return new Socket(InetAddress.getByName("127.0.0.1"), port);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    public void aChangeConcernsNewConnectionsAndBindsNothingAnew() throws Exception {
        configure(Map.of("port", "0", "ident", "SFTPone"));
        await("the listener", () -> secondPort() > 0);
        int port = secondPort();
        try (Socket before = connect(port)) {
            assertEquals("SSH-2.0-SFTPone", banner(before));
            configure(Map.of("port", "0", "ident", "SFTPtwo"));
            await("the other identification", () -> {
                try (Socket after = connect(port)) {
                    return banner(after).equals("SSH-2.0-SFTPtwo");
                }
            });
            assertEquals(port, secondPort());
            before.getOutputStream().write("SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue("the first connection goes on", before.getInputStream().read() >= 0);
        }
    }

    @Test
    public void whatCannotBeServedLeavesTheLastGoodOne() throws Exception {
        configure(Map.of("port", Integer.toString(freePort())));
        await("the listener", () -> secondPort() > 0);
        int port = secondPort();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            configure(Map.of("port", Integer.toString(taken.getLocalPort())));
            await("the refusal", () -> log().contains(PID + "~second: host, port = 127.0.0.1, " + taken.getLocalPort()
                    + ": an address of this machine and a port that no other"));
            assertServes(port);
        }
        configure(Map.of("port", Integer.toString(port), "host-keys", "/nowhere/key"));
        await("the refusal", () -> log().contains(PID + "~second: host-keys = /nowhere/key: no such file"));
        assertServes(port);
        configure(Map.of("port", "70000"));
        await("the refusal", () -> log().contains("70000"));
        assertTrue(log(), log().contains(PID + "~second"));
        assertServes(port);
    }

    private void assertServes(int port) throws Exception {
        assertEquals(port, secondPort());
        try (Socket connection = connect(port)) {
            assertTrue(banner(connection).startsWith("SSH-2.0-"));
        }
    }

    @Test
    public void anotherPortIsTakenAndTheOldOneGivenAway() throws Exception {
        configure(Map.of("port", Integer.toString(freePort())));
        await("the listener", () -> secondPort() > 0);
        int old = secondPort();
        int next = freePort();
        try (Socket before = connect(old)) {
            banner(before);
            configure(Map.of("port", Integer.toString(next)));
            await("the other port", () -> secondPort() == next);
            assertServes(next);
            try (ServerSocket taken = new ServerSocket(old, 1, InetAddress.getByName("127.0.0.1"))) {
                assertTrue(taken.isBound());
            }
            before.getOutputStream().write("SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue("a connection of before goes on", before.getInputStream().read() >= 0);
        }
    }

    @Test
    public void aPortThatAnotherListenerHasIsToldAndTakenOnceItIsFree() throws Exception {
        configure(Map.of("port", Integer.toString(port())));
        await("the problem", () -> second().map(listener -> listener.problem().contains("host, port"))
                .orElse(false));
        assertEquals(-1, secondPort());
        assertTrue(console("sftp:listener-list").contains("second"));
        int free = freePort();
        configure(Map.of("port", Integer.toString(free)));
        await("the other port", () -> secondPort() == free);
        assertServes(free);
    }

    @Test
    public void aHostKeyThatTheConsoleMakesIsOfferedAtOnce() throws Exception {
        configure(Map.of("port", "0"));
        await("the listener", () -> secondPort() > 0);
        List<String> before = second().orElseThrow().hostKeys();
        String made = console("sftp:hostkey-generate --replace ed25519");
        assertTrue(made, made.contains("ssh_host_ed25519_key"));
        List<String> after = second().orElseThrow().hostKeys();
        assertEquals(before.size(), after.size());
        assertNotEquals(before, after);
        String listed = console("sftp:hostkey-list");
        for (String key : after) {
            assertTrue(listed, listed.contains(key.substring(key.indexOf("SHA256:"))));
        }
    }
}
