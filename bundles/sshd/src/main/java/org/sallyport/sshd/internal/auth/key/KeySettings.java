/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys and certificates are good for anybody.
 *
 * @param trustedAuthorities file of public keys that sign user certificates
 * @param revoked file of keys and certificates that are no longer good
 * @param authorityAlgorithms signature algorithms that an authority may use
 * @param leastRsaBits shortest RSA keys that are taken
 */
public record KeySettings(
        Optional<Path> trustedAuthorities, Optional<Path> revoked, Set<String> authorityAlgorithms, int leastRsaBits) {

    /** Those of OpenSSH but for the ones with SHA-1. */
    public static final List<String> AUTHORITY_ALGORITHMS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256");

    public static final int LEAST_RSA_BITS = 2048;

    public KeySettings {
        authorityAlgorithms = Set.copyOf(authorityAlgorithms);
    }
}
