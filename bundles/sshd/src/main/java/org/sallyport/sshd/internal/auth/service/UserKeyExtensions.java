/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.kex.extension.KexExtensionHandler.KexPhase;
import org.apache.sshd.common.kex.extension.parser.ServerSignatureAlgorithms;
import org.apache.sshd.common.session.Session;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.sshd.internal.session.Connection;

/**
 * EXT_INFO (RFC 8308) with the signature algorithms that user keys may use. MINA's own tells those of host keys, which a listener may
 * have restricted for other reasons.
 */
public final class UserKeyExtensions extends DefaultServerKexExtensionHandler {

    private final List<String> algorithms;

    public UserKeyExtensions(List<String> algorithms) {
        this.algorithms = List.copyOf(algorithms);
    }

    @Override
    public void sendKexExtensions(Session session, KexPhase phase) throws Exception {
        Connection connection = Connection.of(session);
        if (connection.quirks().get(TransportQuirks.EXT_INFO)) {
            super.sendKexExtensions(session, phase);
        } else {
            connection.quirks().exercised(TransportQuirks.EXT_INFO);
        }
    }

    @Override
    public void collectExtensions(Session session, KexPhase phase, BiConsumer<String, Object> marshaller) {
        if (phase == KexPhase.NEWKEYS) {
            marshaller.accept(ServerSignatureAlgorithms.NAME, algorithms);
        }
    }
}
