/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The algorithms that a switch can name: all that the transport may have, weak ones included, but no absence of encryption. Some of
 * them need what not every JVM has, and are left out there.
 */
public enum AlgorithmNames {
    /** Key exchange methods. */
    KEX(
            "diffie-hellman-group1-sha1",
            "diffie-hellman-group14-sha1",
            "diffie-hellman-group14-sha256",
            "diffie-hellman-group15-sha512",
            "diffie-hellman-group16-sha512",
            "diffie-hellman-group17-sha512",
            "diffie-hellman-group18-sha512",
            "diffie-hellman-group-exchange-sha1",
            "diffie-hellman-group-exchange-sha256",
            "ecdh-sha2-nistp256",
            "ecdh-sha2-nistp384",
            "ecdh-sha2-nistp521",
            "curve25519-sha256",
            "curve25519-sha256@libssh.org",
            "curve448-sha512",
            "mlkem768x25519-sha256",
            "mlkem768nistp256-sha256",
            "mlkem1024nistp384-sha384",
            "sntrup761x25519-sha512",
            "sntrup761x25519-sha512@openssh.com"),

    /** Signature algorithms. */
    HOST_KEY(
            "ssh-dss",
            "ssh-rsa",
            "ssh-rsa-cert-v01@openssh.com",
            "rsa-sha2-256",
            "rsa-sha2-256-cert-v01@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-512-cert-v01@openssh.com",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp256-cert-v01@openssh.com",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp384-cert-v01@openssh.com",
            "ecdsa-sha2-nistp521",
            "ecdsa-sha2-nistp521-cert-v01@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "ssh-ed25519",
            "ssh-ed25519-cert-v01@openssh.com",
            "sk-ssh-ed25519@openssh.com"),

    /** Ciphers, those that authenticate too. */
    CIPHER(
            "aes128-cbc",
            "aes128-ctr",
            "aes128-gcm@openssh.com",
            "aes192-cbc",
            "aes192-ctr",
            "aes256-cbc",
            "aes256-ctr",
            "aes256-gcm@openssh.com",
            "arcfour128",
            "arcfour256",
            "blowfish-cbc",
            "chacha20-poly1305@openssh.com",
            "3des-cbc"),

    /** Message authentication codes. */
    MAC(
            "hmac-md5",
            "hmac-md5-96",
            "hmac-sha1",
            "hmac-sha1-96",
            "hmac-sha1-etm@openssh.com",
            "hmac-sha2-256",
            "hmac-sha2-256-etm@openssh.com",
            "hmac-sha2-512",
            "hmac-sha2-512-etm@openssh.com");

    private final Set<String> names;

    AlgorithmNames(String... names) {
        this.names = Set.of(names);
    }

    /** As in the messages of RFC 4253 and RFC 8332, unordered. */
    public Set<String> names() {
        return names;
    }

    /**
     * Reads names separated by commas, best first.
     *
     * @throws IllegalArgumentException if there is none, or one that is unknown
     */
    String parse(String text) {
        List<String> wanted =
                Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (!names.containsAll(wanted)) {
            throw new IllegalArgumentException(text);
        }
        return String.join(",", wanted);
    }
}
