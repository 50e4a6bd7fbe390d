/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.sshd.internal.address.AddressRules;
import org.sallyport.sshd.internal.auth.account.Account;

/** Signatures as a security key makes them (OpenSSH's PROTOCOL.u2f), without one. */
class SecurityKeyTest {

    private static final String TYPE = "sk-ssh-ed25519@openssh.com";
    private static final String APPLICATION = "ssh:";
    private static final int TOUCHED = 1;
    private static final int VERIFIED = 4;

    private final Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new byte[32]);
    private final KeyAuthority authority = new KeyAuthority(
            new KeySettings(Optional.empty(), Optional.empty(), Set.copyOf(KeySettings.AUTHORITY_ALGORITHMS), 2048));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 | true",
                "'' | 0 | false",
                "'' | 5 | true",
                "no-touch-required | 0 | true",
                "verify-required | 1 | false",
                "verify-required | 5 | true",
                "verify-required,no-touch-required | 4 | true",
                "no-touch-required,verify-required | 0 | false",
            })
    void demandsWhatTheLineDoes(String options, int flags, boolean expected) throws Exception {
        byte[] blob = blob();
        AuthorizedKey line = AuthorizedKey.parse(
                options + " " + TYPE + " " + Base64.getEncoder().encodeToString(blob));
        OfferedKey offered =
                authority.offered(Optional.of(account(line)), TYPE, blob, InetAddress.getLoopbackAddress());
        assertThat(offered.refusal()).isEmpty();
        byte[] data = "data".getBytes(StandardCharsets.UTF_8);
        assertThat(offered.verifier().verify(data, signature(data, flags))).isEqualTo(expected);
        assertThat(offered.verifier().verify(new byte[1], signature(data, flags)))
                .as("a signature of other data")
                .isFalse();
        assertThat(flags & ~(TOUCHED | VERIFIED)).isZero();
    }

    private byte[] blob() {
        ByteArrayBuffer blob = new ByteArrayBuffer();
        blob.putString(TYPE);
        blob.putBytes(secret.generatePublicKey().getEncoded());
        blob.putString(APPLICATION);
        return blob.getCompactData();
    }

    private byte[] signature(byte[] data, int flags) throws GeneralSecurityException, IOException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(sha256.digest(APPLICATION.getBytes(StandardCharsets.UTF_8)));
        signed.write(flags);
        signed.write(new byte[] {0, 0, 0, 7});
        signed.write(sha256.digest(data));
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, secret);
        signer.update(signed.toByteArray(), 0, signed.size());
        ByteArrayBuffer signature = new ByteArrayBuffer();
        signature.putString(TYPE);
        signature.putBytes(signer.generateSignature());
        signature.putByte((byte) flags);
        signature.putInt(7);
        return signature.getCompactData();
    }

    private static Account account(AuthorizedKey line) {
        return new Account(
                "alice",
                Optional.empty(),
                Set.of(),
                List.of(),
                false,
                Optional.empty(),
                AddressRules.EVERYBODY,
                List.of(),
                List.of(line));
    }
}
