/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.net.InetAddress;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.sallyport.sshd.internal.address.AddressRange;

/**
 * What holds for a user certificate whoever signed it (OpenSSH's PROTOCOL.certkeys): its kind, validity, signature and critical
 * options. Options that are not understood refuse it.
 */
final class CertificateCheck {

    private static final String NO_TOUCH = "no-touch-required";

    private final SignatureVerifier verifier;
    private final KeySettings settings;

    CertificateCheck(SignatureVerifier verifier, KeySettings settings) {
        this.verifier = verifier;
        this.settings = settings;
    }

    /**
     * Whether a certificate is good now, from an address, for a holder of one of some names.
     *
     * @param names of which it must bear one; a certificate without any is good for nobody
     * @throws KeyRefusedException with the reason if not
     */
    KeyGrant check(OpenSshCertificate certificate, Set<String> names, InetAddress address) throws KeyRefusedException {
        require(certificate.getType() == OpenSshCertificate.Type.USER, "not a user certificate");
        require(OpenSshCertificate.isValidNow(certificate), "certificate not valid now");
        require(
                certificate.getPrincipals().stream().anyMatch(names::contains),
                "certificate not for this user: none of its principals is");
        requireSignature(certificate);
        boolean verify = criticalOptions(certificate, address);
        return new KeyGrant(!certificate.getExtensionsMap().containsKey(NO_TOUCH), verify);
    }

    private void requireSignature(OpenSshCertificate certificate) throws KeyRefusedException {
        PublicKey authority = certificate.getCaPubKey();
        require(!(authority instanceof OpenSshCertificate), "certificate signed by a certificate");
        require(!PublicKeys.isShortRsa(authority, settings.leastRsaBits()), "certificate authority with a short key");
        String algorithm = new ByteArrayBuffer(certificate.getSignature()).getString();
        require(settings.authorityAlgorithms().contains(algorithm), "certificate signed by " + algorithm);
        require(
                SignatureVerifier.blobType(algorithm).equals(PublicKeys.type(PublicKeys.blob(authority))),
                "certificate signed by another kind of key");
        require(
                verifier.verify(authority, algorithm, certificate.getMessage(), certificate.getSignature()),
                "certificate with a bad signature");
    }

    private static boolean criticalOptions(OpenSshCertificate certificate, InetAddress address)
            throws KeyRefusedException {
        boolean verify = false;
        for (Map.Entry<String, String> option :
                certificate.getCriticalOptionsMap().entrySet()) {
            String value = Optional.ofNullable(option.getValue()).orElse("");
            switch (option.getKey()) {
                case "source-address" -> require(isIn(value, address), "certificate not for this address");
                case "force-command" ->
                    require(value.equals("internal-sftp"), "certificate for a command other than internal-sftp");
                case "verify-required" -> {
                    require(
                            SignatureVerifier.isSecurityKey(certificate.getCertPubKey()),
                            "certificate with verify-required for a key that cannot");
                    verify = true;
                }
                default -> throw new KeyRefusedException("certificate with a critical option not known here");
            }
        }
        return verify;
    }

    /** Addresses and ranges only, as PROTOCOL.certkeys says; anything else refuses. */
    private static boolean isIn(String list, InetAddress address) throws KeyRefusedException {
        try {
            List<AddressRange> ranges =
                    Arrays.stream(list.split(",")).map(AddressRange::parse).toList();
            return ranges.stream().anyMatch(range -> range.contains(address));
        } catch (IllegalArgumentException malformed) {
            throw new KeyRefusedException("certificate with a source-address that is none");
        }
    }

    private static void require(boolean condition, String otherwise) throws KeyRefusedException {
        if (!condition) {
            throw new KeyRefusedException(otherwise);
        }
    }
}
