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
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
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

    private final MinaClient client = new MinaClient();

    @AfterEach
    void stopClient() {
        client.close();
    }

    private TestListener listener(Map<String, String> settings) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("none");
                },
                settings);
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
            ClientSession session = client.connect(listener);
            listener.await("the end of the session", () -> !session.isOpen());
            assertThat(client.disconnected()).isEqualTo("Not logged in in time");
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
    void connectionsWithoutLoginAreBoundedByAddress() throws Exception {
        try (TestListener listener = listener(Map.of("max-pending-logins-per-address", "2"))) {
            try (ClientSession first = client.login(listener);
                    RawConnection one = new RawConnection(listener.port());
                    RawConnection two = new RawConnection(listener.port())) {
                one.identify();
                two.identify();
                assertRefused(listener, "more than max-pending-logins-per-address");
                assertThat(first.isOpen()).isTrue();
            }
            listener.await("room", () -> listener.connections().sessions().isEmpty());
            try (ClientSession after = client.login(listener)) {
                assertThat(after.isOpen()).isTrue();
            }
        }
    }

    @Test
    void connectionsAreBounded() throws Exception {
        try (TestListener listener = listener(Map.of("max-connections", "1"));
                ClientSession first = client.login(listener)) {
            assertRefused(listener, "more than max-connections");
            assertThat(first.isOpen()).isTrue();
        }
    }

    private static void assertRefused(TestListener listener, String detail) throws Exception {
        try (RawConnection refused = new RawConnection(listener.port())) {
            refused.awaitEnd();
        }
        listener.await("the refusal", () -> listener.activities().stream()
                .anyMatch(activity -> activity.detail().equals(detail)));
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
                ClientSession session = client.connect(listener)) {
            session.reExchangeKeys();
            listener.await("the end", () -> !session.isOpen());
            assertThat(client.disconnected()).isEqualTo("New keys before login");
        }
    }

    /** A key time-out must not disturb somebody who types a password. */
    @Test
    void theServerAsksForNewKeysOnlyAfterLogin() throws Exception {
        try (TestListener listener = listener(Map.of("rekey-time", "1ms"));
                ClientSession session = client.login(listener)) {
            assertThat(session.isAuthenticated()).isTrue();
        }
    }

    @Test
    void messagesBeforeLoginAreCounted() throws Exception {
        try (TestListener listener = listener(Map.of());
                ClientSession session = client.connect(listener)) {
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

    private static void answerNoNewKeys(SshClient client) {
        client.setSessionFactory(new SessionFactory(client) {
            @Override
            protected ClientSessionImpl doCreateSession(IoSession connection) throws Exception {
                return new ClientSessionImpl(getClient(), connection) {
                    @Override
                    protected void handleKexInit(Buffer buffer) throws Exception {
                        if (!initialKexDone) {
                            super.handleKexInit(buffer);
                        }
                    }
                };
            }
        });
    }

    /** The server asks for new keys, the client goes on asking without answering that. */
    @Test
    void answersThatWaitForNewKeysAreBounded() throws Exception {
        try (MinaClient deaf = new MinaClient(HostileTransportTest::answerNoNewKeys);
                TestListener listener = listener(Map.of("rekey-time", "1ms"));
                ClientSession session = deaf.login(listener)) {
            for (int i = 0; i < 100_000 && session.isOpen(); i++) {
                try {
                    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
                    request.putString("no-such-request");
                    request.putBoolean(true);
                    session.writePacket(request);
                } catch (IOException ended) {
                    break;
                }
            }
            listener.await("the end", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("ended by the server: A key exchange without end")));
        }
    }

    /** As long as the answers are not read, no more questions are. */
    @Test
    void whoeverReadsNothingIsNotReadEither() throws Exception {
        try (TestListener listener = listener(Map.of("idle-timeout", "5s"));
                ClientSession session = client.login(listener)) {
            session.getIoSession().suspendRead();
            int written = 0;
            boolean stuck = false;
            while (!stuck && written < 3_000_000) {
                Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
                request.putString("no-such-request");
                request.putBoolean(true);
                var future = session.writePacket(request);
                written++;
                stuck = written % 1000 == 0 && !future.await(Duration.ofSeconds(3));
            }
            assertThat(stuck).as("after %s questions", written).isTrue();
            listener.await("the end", () -> listener.connections().sessions().isEmpty());
        }
    }

    @Test
    void aClientThatDoesNotAnswerKeepalivesIsEnded() throws Exception {
        try (TestListener listener = listener(Map.of("keepalive-interval", "1s", "keepalive-count", "2"));
                ClientSession session = client.login(listener)) {
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
                ClientSession session = client.login(listener)) {
            listener.await("the end", () -> !session.isOpen());
            assertThat(client.disconnected()).isEqualTo("Idle for too long");
            listener.await("the log", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("ended by the server: Idle for too long")));
        }
    }
}
