/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.u2f.SecurityKeyPublicKey;
import org.apache.sshd.common.config.keys.u2f.SkED25519PublicKey;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.signature.SignatureFactory;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Verifies signatures by the algorithms that clients may use: no SHA-1, no DSA. Immutable. */
final class SignatureVerifier {

    private static final String CERTIFICATE = "-cert-v01@openssh.com";

    private final Map<String, SignatureFactory> byName = new LinkedHashMap<>();

    SignatureVerifier() {
        for (SignatureFactory factory : List.of(
                BuiltinSignatures.ed25519,
                BuiltinSignatures.nistp256,
                BuiltinSignatures.nistp384,
                BuiltinSignatures.nistp521,
                BuiltinSignatures.sk_ssh_ed25519,
                BuiltinSignatures.sk_ecdsa_sha2_nistp256,
                BuiltinSignatures.rsaSHA512,
                BuiltinSignatures.rsaSHA256)) {
            if (factory.isSupported()) {
                byName.put(factory.getName(), factory);
            }
        }
    }

    /** For EXT_INFO {@code server-sig-algs} (RFC 8308, section 3.1), best first; those of certificates last. */
    List<String> names() {
        return java.util.stream.Stream.concat(
                        byName.keySet().stream(), byName.keySet().stream().map(SignatureVerifier::ofCertificate))
                .toList();
    }

    private static String ofCertificate(String algorithm) {
        return algorithm.endsWith("@openssh.com")
                ? algorithm.substring(0, algorithm.indexOf('@')) + CERTIFICATE
                : algorithm + CERTIFICATE;
    }

    /** The algorithm of the signature itself, where its name in a request may be that of a certificate; empty if none is known. */
    String plainName(String algorithm) {
        return byName.keySet().stream()
                .filter(name -> algorithm.equals(name) || algorithm.equals(ofCertificate(name)))
                .findFirst()
                .orElse("");
    }

    /** The type of the blob that belongs to an algorithm: RSA has one type for several (RFC 8332, section 3). */
    static String blobType(String algorithm) {
        return algorithm.replaceFirst("^rsa-sha2-(256|512)", "ssh-rsa");
    }

    /**
     * Whether data were signed.
     *
     * @param algorithm one that {@link #plainName} knows
     * @param signature name and value, as on the wire; the name must be the algorithm's
     */
    boolean verify(PublicKey key, String algorithm, byte[] data, byte[] signature) {
        SignatureFactory factory = byName.get(algorithm);
        if (factory == null) {
            return false;
        }
        try {
            if (!new ByteArrayBuffer(signature).getString().equals(algorithm)) {
                return false;
            }
            Signature verifier = factory.create();
            verifier.initVerifier(null, key);
            verifier.update(null, data);
            return verifier.verify(null, signature);
        } catch (Exception malformed) {
            // MINA declares Exception; whatever a malformed signature causes, it does not verify.
            return false;
        }
    }

    /** The same key, with what it must show in each signature. */
    static PublicKey demanding(PublicKey key, KeyGrant grant) {
        if (key instanceof SkED25519PublicKey ed25519) {
            return new SkED25519PublicKey(
                    ed25519.getAppName(), !grant.touch(), grant.verify(), ed25519.getDelegatePublicKey());
        }
        if (key instanceof SkEcdsaPublicKey ecdsa) {
            ECPublicKey delegate = ecdsa.getDelegatePublicKey();
            return new SkEcdsaPublicKey(ecdsa.getAppName(), !grant.touch(), grant.verify(), delegate);
        }
        return key;
    }

    static boolean isSecurityKey(PublicKey key) {
        return key instanceof SecurityKeyPublicKey;
    }
}
