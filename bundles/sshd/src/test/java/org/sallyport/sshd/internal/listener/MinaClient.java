/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** MINA's client, which takes any host key and notes what it is told. */
final class MinaClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final List<PublicKey> hostKeys = new CopyOnWriteArrayList<>();
    private volatile String disconnected = "";

    MinaClient() {
        this(client -> {});
    }

    /** @param prepared before it starts, which is when it takes its session factory */
    MinaClient(Consumer<SshClient> prepared) {
        prepared.accept(client);
        client.setServerKeyVerifier((session, address, key) -> hostKeys.add(key));
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(
                    Session session, int reason, String text, String language, boolean initiatedHere) {
                disconnected = text;
            }
        });
        client.start();
    }

    SshClient client() {
        return client;
    }

    /** Those of all key exchanges, in order. */
    List<PublicKey> hostKeys() {
        return hostKeys;
    }

    /** What the last SSH_MSG_DISCONNECT said. */
    String disconnected() {
        return disconnected;
    }

    /** Comes as far as to the login. */
    ClientSession connect(TestListener listener) throws IOException {
        ClientSession session = client.connect("ann", "127.0.0.1", listener.port())
                .verify(LIMIT)
                .getSession();
        session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), LIMIT);
        return session;
    }

    ClientSession login(TestListener listener) throws IOException {
        ClientSession session = client.connect("ann", "127.0.0.1", listener.port())
                .verify(LIMIT)
                .getSession();
        session.addPasswordIdentity(TestListener.PASSWORD);
        session.auth().verify(LIMIT);
        return session;
    }

    @Override
    public void close() {
        client.stop();
    }
}
