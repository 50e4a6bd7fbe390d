/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.signature.SignatureFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.sshd.internal.hostkey.DefaultHostKeys;
import org.sallyport.sshd.internal.hostkey.HostKeyFiles;
import org.sallyport.sshd.internal.hostkey.HostKeyFiles.HostKey;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;
import org.sallyport.sshd.internal.transport.SessionChannelFactory;

/**
 * What a listener offers its next connections. A connection keeps what it was offered: new settings do not disturb it, and a host key
 * that is replaced does not appear in its next key exchange, where clients would take it for an attack.
 */
record Offer(ListenerSettings settings, List<HostKey> hostKeys) {

    /** @throws IOException if a host key cannot be read or used */
    static Offer of(ListenerSettings settings, DefaultHostKeys defaultKeys) throws IOException {
        List<Path> places = settings.hostKeys().isEmpty() ? List.of(defaultKeys.folder()) : settings.hostKeys();
        List<HostKey> keys = HostKeyFiles.load(places, settings.passphrase());
        Set<String> types = keys.stream().map(HostKey::type).collect(Collectors.toSet());
        if (types.isEmpty()) {
            throw new IOException("no file named *_key in " + places);
        }
        List<String> algorithms =
                NamedResource.getNameList(settings.algorithms().signatures());
        if (SignatureFactory.resolveSignatureFactoryNamesProposal(types, algorithms)
                .isEmpty()) {
            throw new IOException("host keys of " + types + " fit none of host-key-algorithms " + algorithms);
        }
        return new Offer(settings, keys);
    }

    KeyPairProvider keyPairs() {
        return KeyPairProvider.wrap(hostKeys.stream().map(HostKey::pair).toList());
    }

    void applyTo(ServerSession session) {
        session.setKeyPairProvider(keyPairs());
        settings.algorithms().applyTo(session);
        if (!settings.banner().isEmpty()) {
            CoreModuleProperties.WELCOME_BANNER.set(session, settings.banner() + "\r\n");
        }
        CoreModuleProperties.IDLE_TIMEOUT.set(session, settings.idle());
        CoreModuleProperties.AUTH_TIMEOUT.set(session, settings.login());
        SessionChannelFactory.limitChannels(session, settings.mostChannels());
        if (!settings.keepAlive().isZero()) {
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(session, settings.keepAliveCount());
            session.setSessionHeartbeat(HeartbeatType.RESERVED, settings.keepAlive());
        }
        if (settings.proxy() != ProxyProtocol.Versions.OFF) {
            session.setServerProxyAcceptor(new ProxyProtocol(settings.proxy()));
        }
    }
}
