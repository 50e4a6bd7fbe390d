/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * {@code curve25519-sha256} (RFC 8731), again and again on one connection as the server likes. The host key is not looked
 * at: for loopback only.
 */
final class KeyExchange {

    private static final int KEXINIT = 20;
    private static final int NEWKEYS = 21;
    private static final int ECDH_INIT = 30;
    private static final int ECDH_REPLY = 31;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of the name-lists of KEXINIT (RFC 4253, section 7.1). */
    private static final int COOKIE = 16;

    private static final int LISTS_BEFORE_CIPHERS = 2;

    private final PacketLink link;
    private final List<String> ciphers;
    private String cipher;
    private byte[] sessionId;

    /** @param ciphers that the client takes, best first, with commas between */
    KeyExchange(PacketLink link, String ciphers) {
        this.link = link;
        this.ciphers = List.of(ciphers.split(","));
    }

    byte[] sessionId() {
        return sessionId;
    }

    /** @param serverInit the payload of the server's KEXINIT, or null if it has not come yet */
    void run(byte[] serverInit) throws IOException, GeneralSecurityException {
        byte[] clientInit = proposal();
        link.send(clientInit);
        byte[] theirInit = serverInit == null ? link.expect(KEXINIT) : serverInit;
        cipher = agreed(theirInit);
        byte[] secret = new byte[X25519.SCALAR_SIZE];
        byte[] ours = new byte[X25519.POINT_SIZE];
        X25519.generatePrivateKey(RANDOM, secret);
        X25519.generatePublicKey(secret, 0, ours, 0);
        link.send(new Wire().u8(ECDH_INIT).string(ours).bytes());
        ByteBuffer reply = ByteBuffer.wrap(link.expect(ECDH_REPLY)).position(1);
        byte[] hostKey = string(reply);
        byte[] theirs = string(reply);
        byte[] shared = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(secret, 0, theirs, 0, shared, 0)) {
            throw new IOException("no shared secret");
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] hash = sha256.digest(new Wire()
                .string(link.clientVersion())
                .string(link.serverVersion())
                .string(clientInit)
                .string(theirInit)
                .string(hostKey)
                .string(ours)
                .string(theirs)
                .mpint(shared)
                .bytes());
        if (sessionId == null) {
            sessionId = hash;
        }
        link.send(new byte[] {NEWKEYS});
        link.sealWith(cipher(
                derive(shared, hash, 'C', 64), derive(shared, hash, 'A', 16), derive(shared, hash, 'E', 32), true));
        link.expect(NEWKEYS);
        link.openWith(cipher(
                derive(shared, hash, 'D', 64), derive(shared, hash, 'B', 16), derive(shared, hash, 'F', 32), false));
    }

    private String agreed(byte[] theirInit) throws IOException {
        ByteBuffer lists = ByteBuffer.wrap(theirInit).position(1 + COOKIE);
        for (int list = 0; list < LISTS_BEFORE_CIPHERS; list++) {
            string(lists);
        }
        List<String> theirs = List.of(new String(string(lists), StandardCharsets.US_ASCII).split(","));
        return ciphers.stream()
                .filter(theirs::contains)
                .findFirst()
                .orElseThrow(() -> new IOException("none of the ciphers " + ciphers + " is the server's"));
    }

    private PacketCipher cipher(byte[] key, byte[] nonce, byte[] macKey, boolean sends)
            throws GeneralSecurityException {
        int sequence = sends ? link.sent() : link.received();
        return switch (cipher) {
            case "aes128-ctr" -> new AesCtr(key, nonce, macKey, sequence);
            case "chacha20-poly1305@openssh.com" -> new ChaChaPoly(key, sequence, sends);
            default -> new AesGcm(key, nonce, sends);
        };
    }

    private byte[] proposal() {
        byte[] cookie = new byte[16];
        RANDOM.nextBytes(cookie);
        Wire init = new Wire().u8(KEXINIT).raw(cookie).string("curve25519-sha256");
        init.string("ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256");
        init.string(String.join(",", ciphers)).string(String.join(",", ciphers));
        for (int direction = 0; direction < 2; direction++) {
            init.string("hmac-sha2-256");
        }
        return init.string("none")
                .string("none")
                .string("")
                .string("")
                .u8(0)
                .u32(0)
                .bytes();
    }

    private byte[] derive(byte[] shared, byte[] hash, char letter, int length) throws GeneralSecurityException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] begin = new Wire().mpint(shared).raw(hash).bytes();
        byte[] key =
                sha256.digest(new Wire().raw(begin).u8(letter).raw(sessionId).bytes());
        while (key.length < length) {
            key = new Wire()
                    .raw(key)
                    .raw(sha256.digest(new Wire().raw(begin).raw(key).bytes()))
                    .bytes();
        }
        return Arrays.copyOf(key, length);
    }

    private static byte[] string(ByteBuffer from) {
        byte[] value = new byte[from.getInt()];
        from.get(value);
        return value;
    }
}
