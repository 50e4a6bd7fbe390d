/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** Keys and certificates that are no longer good. Immutable. */
interface RevokedKeys {

    /** Nothing is revoked. */
    RevokedKeys NONE = key -> false;

    /** Whether a key, or a certificate, its key or its authority, is revoked. */
    boolean contains(PublicKey key);

    /**
     * Reads either form that OpenSSH's {@code RevokedKeys} takes: a key revocation list as {@code ssh-keygen -k} makes it, or public
     * keys, one a line.
     *
     * @throws IllegalArgumentException if it is neither: a list of which a part is not understood revokes too little
     */
    static RevokedKeys parse(byte[] content) {
        return KeyRevocationList.isOne(content) ? KeyRevocationList.parse(content) : parseText(content);
    }

    private static RevokedKeys parseText(byte[] content) {
        Set<String> blobs = new HashSet<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                try {
                    blobs.add(hex(PublicKeys.blob(PublicKeys.parseLine(line))));
                } catch (IllegalArgumentException noKey) {
                    throw new IllegalArgumentException("line " + number + " is no public key", noKey);
                }
            }
        }
        return key -> blobs.contains(hex(PublicKeys.blob(key)))
                || key instanceof OpenSshCertificate certificate
                        && blobs.contains(hex(PublicKeys.blob(certificate.getCaPubKey())));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
