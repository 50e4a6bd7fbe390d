/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.sshd.internal.auth.account.Account;

/** Decides which public keys and certificates may log in whom. For use by many threads. */
public final class KeyAuthority {

    private final KeySettings settings;
    private final SignatureVerifier verifier = new SignatureVerifier();
    private final CertificateCheck certificates;
    private final Optional<WatchedFile<RevokedKeys>> revoked;
    private final Optional<WatchedFile<List<AuthorizedKey>>> trusted;

    public KeyAuthority(KeySettings settings) {
        this.settings = settings;
        certificates = new CertificateCheck(verifier, settings);
        revoked = settings.revoked().map(file -> new WatchedFile<>(file, RevokedKeys::parse));
        trusted = settings.trustedAuthorities().map(file -> new WatchedFile<>(file, KeyAuthority::authorities));
    }

    /** Signature algorithms that clients may use, best first. */
    public List<String> algorithms() {
        return verifier.names();
    }

    private static List<AuthorizedKey> authorities(byte[] content) {
        List<AuthorizedKey> keys = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                keys.add(AuthorizedKey.parse(line));
            }
        }
        return List.copyOf(keys);
    }

    /**
     * Looks at what a client offers.
     *
     * @param account of the user, if there is one who may log in from the address
     * @param algorithm as the request names it
     * @param blob the key or certificate
     * @return with {@link OfferedKey#refusal()} if it must not be used
     */
    public OfferedKey offered(Optional<Account> account, String algorithm, byte[] blob, InetAddress address) {
        try {
            String plainAlgorithm = verifier.plainName(algorithm);
            String type = PublicKeys.type(blob);
            if (plainAlgorithm.isEmpty()
                    || !SignatureVerifier.blobType(algorithm).equals(type)) {
                return OfferedKey.refused("algorithm not accepted");
            }
            PublicKey key = PublicKeys.parse(blob);
            KeyGrant grant = grant(account, key, address);
            PublicKey demanding = SignatureVerifier.demanding(PublicKeys.plain(key), grant);
            return new OfferedKey(
                    PublicKeys.fingerprint(key),
                    "",
                    (data, signature) -> verifier.verify(demanding, plainAlgorithm, data, signature));
        } catch (KeyRefusedException refused) {
            return OfferedKey.refused(refused.getMessage());
        } catch (RuntimeException unreadable) {
            // MINA's parsers throw several kinds.
            return OfferedKey.refused("key not readable");
        }
    }

    private KeyGrant grant(Optional<Account> account, PublicKey key, InetAddress address) throws KeyRefusedException {
        if (PublicKeys.isShortRsa(key, settings.leastRsaBits())) {
            throw new KeyRefusedException("RSA key too short");
        }
        if (isRevoked(key)) {
            throw new KeyRefusedException("key revoked");
        }
        Account user = account.orElseThrow(() -> new KeyRefusedException("no such user, or not now or from there"));
        return key instanceof OpenSshCertificate certificate
                ? grant(user, certificate, address)
                : user.keys().stream()
                        .filter(line -> !line.certificateAuthority() && isSame(line.key(), key))
                        .filter(line -> line.isUsable(address))
                        .findFirst()
                        .map(line -> new KeyGrant(line.touch(), line.verify()))
                        .orElseThrow(() -> new KeyRefusedException("key not authorised"));
    }

    private KeyGrant grant(Account user, OpenSshCertificate certificate, InetAddress address)
            throws KeyRefusedException {
        KeyRefusedException last = new KeyRefusedException("certificate authority not trusted");
        for (AuthorizedKey line : user.keys()) {
            if (line.certificateAuthority()
                    && isSame(line.key(), certificate.getCaPubKey())
                    && line.isUsable(address)) {
                Set<String> names = line.principals().isEmpty() ? Set.of(user.name()) : Set.copyOf(line.principals());
                try {
                    return certificates
                            .check(certificate, names, address)
                            .and(new KeyGrant(line.touch(), line.verify()));
                } catch (KeyRefusedException refused) {
                    last = refused;
                }
            }
        }
        if (isTrusted(certificate.getCaPubKey(), address)) {
            Set<String> names = user.principals().isEmpty() ? Set.of(user.name()) : Set.copyOf(user.principals());
            return certificates.check(certificate, names, address);
        }
        throw last;
    }

    private boolean isTrusted(PublicKey authority, InetAddress address) {
        if (trusted.isEmpty()) {
            return false;
        }
        try {
            return trusted.get().current().stream()
                    .anyMatch(line -> isSame(line.key(), authority) && line.isUsable(address));
        } catch (IOException unusable) {
            return false;
        }
    }

    /** A list that cannot be read might name any key. */
    private boolean isRevoked(PublicKey key) {
        if (revoked.isEmpty()) {
            return false;
        }
        try {
            return revoked.get().current().contains(key);
        } catch (IOException unusable) {
            return true;
        }
    }

    private static boolean isSame(PublicKey one, PublicKey other) {
        return Arrays.equals(PublicKeys.blob(one), PublicKeys.blob(other));
    }
}
