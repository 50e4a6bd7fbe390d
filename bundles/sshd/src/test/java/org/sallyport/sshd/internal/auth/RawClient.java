/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/** Speaks SSH_MSG_USERAUTH_* word by word: says what a well-behaved client never would, and shows each answer. */
final class RawClient implements AutoCloseable {

    private final SshClient client = SshClient.setUpDefaultClient();
    private final ClientSession session;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    /**
     * One message of the server.
     *
     * @param fields behind the message number
     */
    record Answer(int command, Buffer fields) {

        /** Name lists and flags of SSH_MSG_USERAUTH_FAILURE, such as {@code publickey,password partial}. */
        String failure() {
            if (command != SshConstants.SSH_MSG_USERAUTH_FAILURE) {
                throw new AssertionError("not a failure but " + SshConstants.getCommandMessageName(command));
            }
            return (fields.getString() + (fields.getBoolean() ? " partial" : "")).trim();
        }
    }

    RawClient(int port) throws IOException {
        client.setServiceFactories(java.util.List.of(new Factory(), ClientConnectionServiceFactory.INSTANCE));
        client.setServerKeyVerifier((one, address, key) -> true);
        client.setHostConfigEntryResolver(org.apache.sshd.client.config.hosts.HostConfigEntryResolver.EMPTY);
        client.addSessionListener(new SessionListener() {
            @Override
            public void sessionDisconnect(
                    Session closing, int reason, String text, String language, boolean initiator) {
                if (!initiator) {
                    ByteArrayBuffer fields = new ByteArrayBuffer();
                    fields.putInt(reason);
                    fields.putString(text);
                    answers.add(new Answer(SshConstants.SSH_MSG_DISCONNECT, fields));
                }
            }
        });
        client.start();
        session = client.connect("raw", "127.0.0.1", port)
                .verify(Duration.ofSeconds(20))
                .getSession();
        session.waitFor(
                java.util.EnumSet.of(
                        ClientSession.ClientSessionEvent.WAIT_AUTH, ClientSession.ClientSessionEvent.CLOSED),
                Duration.ofSeconds(20));
    }

    ClientSession session() {
        return session;
    }

    void send(int command, Consumer<Buffer> fields) throws IOException {
        Buffer message = session.createBuffer((byte) command, 256);
        fields.accept(message);
        session.writePacket(message);
    }

    void request(String user, String method, Consumer<Buffer> fields) throws IOException {
        request(user, "ssh-connection", method, fields);
    }

    void request(String user, String service, String method, Consumer<Buffer> fields) throws IOException {
        send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> {
            message.putString(user);
            message.putString(service);
            message.putString(method);
            fields.accept(message);
        });
    }

    void password(String user, String password) throws IOException {
        request(user, "password", message -> {
            message.putBoolean(false);
            message.putString(password);
        });
    }

    Answer answer() {
        try {
            Answer answer = answers.poll(20, TimeUnit.SECONDS);
            if (answer == null) {
                throw new AssertionError("no answer within 20 seconds");
            }
            return answer;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** The answer to SSH_MSG_USERAUTH_REQUEST "none": the methods. */
    String methods(String user) throws IOException {
        request(user, "none", message -> {});
        return answer().failure();
    }

    @Override
    public void close() {
        client.stop();
    }

    private final class Factory implements ServiceFactory {

        @Override
        public String getName() {
            return "ssh-userauth";
        }

        @Override
        public Service create(Session created) {
            return new Recorder((ClientSession) created);
        }
    }

    private final class Recorder extends AbstractCloseable implements Service {

        private final ClientSession owner;
        private final Map<String, Object> properties = new ConcurrentHashMap<>();

        Recorder(ClientSession owner) {
            this.owner = owner;
        }

        @Override
        public Session getSession() {
            return owner;
        }

        @Override
        public Map<String, Object> getProperties() {
            return properties;
        }

        @Override
        public void start() {
            // the test speaks first
        }

        @Override
        public void process(int command, Buffer buffer) {
            answers.add(new Answer(command, new ByteArrayBuffer(buffer.getCompactData())));
        }
    }
}
