/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * Apache MINA SSHD with its own SFTP subsystem, as it comes but for {@code tcp-nodelay}, without which uploads would stall on
 * Nagle's algorithm and the comparison would be unfair. Takes any public key: for loopback only.
 */
final class StockMinaServer {

    private StockMinaServer() {}

    /** @param arguments port, folder and host key */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(Integer.parseInt(arguments[0]));
        server.setKeyPairProvider(new FileKeyPairProvider(Path.of(arguments[2])));
        server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
        server.setFileSystemFactory(new VirtualFileSystemFactory(Path.of(arguments[1])));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        server.start();
        TimeUnit.DAYS.sleep(1);
    }
}
