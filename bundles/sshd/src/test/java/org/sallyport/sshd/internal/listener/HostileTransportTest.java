/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** Clients that want the server to wait, to compute or to remember. */
@Timeout(120)
class HostileTransportTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final SshClient client = SshClient.setUpDefaultClient();
    private final AtomicReference<String> disconnected = new AtomicReference<>("");

    @BeforeEach
    void startClient() {
        client.setServerKeyVerifier((session, address, key) -> true);
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(
                    Session session, int reason, String text, String language, boolean initiatedHere) {
                disconnected.set(text);
            }
        });
        client.start();
    }

    @AfterEach
    void stopClient() {
        client.stop();
    }

    private TestListener listener(Map<String, String> settings) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("none");
                },
                settings);
    }

    private ClientSession connect(TestListener listener) throws IOException {
        ClientSession session = client.connect("ann", "127.0.0.1", listener.port())
                .verify(LIMIT)
                .getSession();
        session.waitFor(java.util.EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), LIMIT);
        return session;
    }

    private ClientSession login(TestListener listener) throws IOException {
        ClientSession session = connect(listener);
        session.addPasswordIdentity(TestListener.PASSWORD);
        session.auth().verify(LIMIT);
        return session;
    }

    private static void awaitRefusal(TestListener listener, String detail) throws InterruptedException {
        listener.await(detail, () -> listener.activities().stream()
                .anyMatch(activity -> activity.detail().equals("ended by the server: " + detail)));
    }

    @Test
    void whoeverSaysNothingIsEndedAfterTheLoginTimeout() throws Exception {
        try (TestListener listener = listener(Map.of("login-timeout", "1s"));
                RawConnection silent = new RawConnection(listener.port())) {
            silent.awaitEnd();
            awaitRefusal(listener, "Not logged in in time");
        }
    }

    @Test
    void whoeverDripsItsIdentificationGetsNoMoreTimeByIt() throws Exception {
        try (TestListener listener = listener(Map.of("login-timeout", "2s"));
                RawConnection slow = new RawConnection(listener.port())) {
            slow.send("SSH-2.0-");
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!listener.connections().sessions().isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(50);
                try {
                    slow.send("x");
                } catch (IOException ended) {
                    break;
                }
            }
            awaitRefusal(listener, "Not logged in in time");
        }
    }

    @Test
    void whoeverStopsInTheKeyExchangeOrBeforeLoginIsEnded() throws Exception {
        try (TestListener listener = listener(Map.of("login-timeout", "3s"))) {
            try (RawConnection raw = new RawConnection(listener.port())) {
                assertThat(raw.identify()).startsWith("SSH-2.0-");
                raw.sendPacket(RawConnection.kexInit("curve25519-sha256"));
                raw.awaitEnd();
            }
            ClientSession session = connect(listener);
            listener.await("the end of the session", () -> !session.isOpen());
            assertThat(disconnected.get()).isEqualTo("Not logged in in time");
            listener.await(
                    "no sessions", () -> listener.connections().sessions().isEmpty());
        }
    }

    @Test
    void anIdentificationWithoutEndIsNotCollected() throws Exception {
        try (TestListener listener = listener(Map.of());
                RawConnection endless = new RawConnection(listener.port())) {
            endless.send("SSH-2.0-" + "x".repeat(70_000));
            endless.awaitEnd();
            listener.await(
                    "no sessions", () -> listener.connections().sessions().isEmpty());
        }
    }

    @Test
    void strictKeyExchangeBearsNothingInBetween() throws Exception {
        try (TestListener listener = listener(Map.of())) {
            try (RawConnection raw = new RawConnection(listener.port())) {
                raw.identify();
                assertThat(raw.packet()[0]).isEqualTo(RawConnection.KEXINIT);
                raw.sendPacket(new byte[] {RawConnection.IGNORE, 0, 0, 0, 0});
                raw.sendPacket(RawConnection.kexInit("curve25519-sha256,kex-strict-c-v00@openssh.com"));
                assertThat(raw.packet()[0]).isEqualTo(RawConnection.DISCONNECT);
            }
            try (RawConnection raw = new RawConnection(listener.port())) {
                raw.identify();
                raw.packet();
                raw.sendPacket(RawConnection.kexInit("curve25519-sha256,kex-strict-c-v00@openssh.com"));
                raw.sendPacket(new byte[] {RawConnection.IGNORE, 0, 0, 0, 0});
                assertThat(raw.packet()[0]).isEqualTo(RawConnection.DISCONNECT);
            }
        }
    }

    @Test
    void algorithmsThatAreNotSharedAreTold() throws Exception {
        try (TestListener listener = listener(Map.of());
                RawConnection raw = new RawConnection(listener.port())) {
            raw.identify();
            raw.packet();
            raw.sendPacket(RawConnection.kexInit("diffie-hellman-group1-sha1"));
            raw.awaitEnd();
            listener.await("the refusal", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().startsWith("no common algorithms")));
        }
    }

    @Test
    void newKeysAreNotComputedBeforeLogin() throws Exception {
        try (TestListener listener = listener(Map.of());
                ClientSession session = connect(listener)) {
            session.reExchangeKeys();
            listener.await("the end", () -> !session.isOpen());
            assertThat(disconnected.get()).isEqualTo("New keys before login");
        }
    }

    /** A key time-out must not disturb somebody who types a password. */
    @Test
    void theServerAsksForNewKeysOnlyAfterLogin() throws Exception {
        try (TestListener listener = listener(Map.of("rekey-time", "1ms"));
                ClientSession session = login(listener)) {
            assertThat(session.isAuthenticated()).isTrue();
        }
    }

    @Test
    void messagesBeforeLoginAreCounted() throws Exception {
        try (TestListener listener = listener(Map.of());
                ClientSession session = connect(listener)) {
            for (int i = 0; i < 5000 && session.isOpen(); i++) {
                try {
                    session.sendIgnoreMessage();
                } catch (IOException ended) {
                    break;
                }
            }
            awaitRefusal(listener, "Too many messages before login");
        }
    }

    @Test
    void answersThatNobodyReadsAreBounded() throws Exception {
        try (TestListener listener = listener(Map.of());
                ClientSession session = login(listener)) {
            session.getIoSession().suspendRead();
            for (int i = 0; i < 2_000_000 && !listener.connections().sessions().isEmpty(); i++) {
                try {
                    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
                    request.putString("no-such-request");
                    request.putBoolean(true);
                    var written = session.writePacket(request);
                    if (i % 1000 == 0) {
                        written.verify(LIMIT);
                    }
                } catch (IOException ended) {
                    break;
                }
            }
            listener.await("the end", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().contains("Answers are not read")));
        }
    }

    @Test
    void aClientThatDoesNotAnswerKeepalivesIsEnded() throws Exception {
        try (TestListener listener = listener(Map.of("keepalive-interval", "1s", "keepalive-count", "2"));
                ClientSession session = login(listener)) {
            session.getIoSession().suspendRead();
            listener.await("the end", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("ended by the server: No answer to keepalives")));
        }
    }

    /** It answers each keepalive; else it would be ended for that, after two seconds. */
    @Test
    void aClientThatAnswersKeepalivesIsStillIdle() throws Exception {
        try (TestListener listener =
                        listener(Map.of("keepalive-interval", "1s", "keepalive-count", "1", "idle-timeout", "5s"));
                ClientSession session = login(listener)) {
            listener.await("the end", () -> !session.isOpen());
            assertThat(disconnected.get()).isEqualTo("Idle for too long");
            listener.await("the log", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("ended by the server: Idle for too long")));
        }
    }
}
