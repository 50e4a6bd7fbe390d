/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Public keys in the form of the wire (RFC 4253, section 6.6) and of OpenSSH's files. */
final class PublicKeys {

    private PublicKeys() {}

    /**
     * Reads a key or a certificate.
     *
     * @throws IllegalArgumentException if it is none, or of a type that is not known here
     */
    static PublicKey parse(byte[] blob) {
        try {
            ByteArrayBuffer buffer = new ByteArrayBuffer(blob);
            PublicKey key = buffer.getRawPublicKey();
            if (key == null || buffer.available() > 0) {
                throw new IllegalArgumentException("not a public key in OpenSSH's form");
            }
            return key;
        } catch (SshException | RuntimeException unreadable) {
            throw new IllegalArgumentException("not a public key of a type that is known here", unreadable);
        }
    }

    /** Whether a line begins with the type of a key: none of the options does. */
    static boolean startsWithType(String line) {
        return line.startsWith("ssh-") || line.startsWith("ecdsa-") || line.startsWith("sk-");
    }

    /** Reads {@code TYPE BASE64 [COMMENT]}. */
    static PublicKey parseLine(String line) {
        String[] parts = line.strip().split("\\s+", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a public key in OpenSSH's form");
        }
        byte[] blob = Base64.getDecoder().decode(parts[1]);
        if (!type(blob).equals(parts[0])) {
            throw new IllegalArgumentException("the key is of another type than the line says");
        }
        return parse(blob);
    }

    /** The name of the key's type, with which every blob begins. */
    static String type(byte[] blob) {
        try {
            return new ByteArrayBuffer(blob).getString();
        } catch (RuntimeException tooShort) {
            throw new IllegalArgumentException("not a public key in OpenSSH's form", tooShort);
        }
    }

    /** The key in the form of the wire; of a certificate, the key that it certifies. */
    static byte[] blob(PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(plain(key));
        return buffer.getCompactData();
    }

    /** Of a certificate, the key that it certifies. */
    static PublicKey plain(PublicKey key) {
        return key instanceof OpenSshCertificate certificate ? certificate.getCertPubKey() : key;
    }

    static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(plain(key));
    }

    static boolean isShortRsa(PublicKey key, int leastBits) {
        return plain(key) instanceof RSAKey rsa && rsa.getModulus().bitLength() < leastBits;
    }
}
