/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** A user with a connection to the server under test: MINA's client, over TCP. */
final class SftpUser implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SshClient client = SshClient.setUpDefaultClient();
    private final ClientSession session;
    private final SftpClient sftp;

    private SftpUser(int port, String name, String password, Optional<String> banner) throws IOException {
        banner.ifPresent(own -> CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, own));
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
        try {
            session = client.connect(name, "127.0.0.1", port).verify(LIMIT).getSession();
            session.addPasswordIdentity(password);
            session.auth().verify(LIMIT);
            sftp = SftpClientFactory.instance().createSftpClient(session);
        } catch (IOException failed) {
            client.stop();
            throw failed;
        }
    }

    static SftpUser logIn(int port, String name, String password) throws IOException {
        return new SftpUser(port, name, password, Optional.empty());
    }

    /** As a client that introduces itself so. */
    static SftpUser logIn(int port, String name, String password, String banner) throws IOException {
        return new SftpUser(port, name, password, Optional.of(banner));
    }

    ClientSession session() {
        return session;
    }

    SftpClient sftp() {
        return sftp;
    }

    void put(String path, byte[] content) throws IOException {
        try (var out = sftp.write(path)) {
            out.write(content);
        }
    }

    byte[] get(String path) throws IOException {
        try (var in = sftp.read(path)) {
            return in.readAllBytes();
        }
    }

    boolean isOpen() {
        return session.isOpen() && sftp.isOpen();
    }

    @Override
    public void close() {
        client.stop();
    }
}
