/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) in the usual text form {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}.
 *
 * @param memoryKiB memory in KiB
 * @param iterations passes over it
 * @param lanes degree of parallelism
 */
public record PasswordHash(int memoryKiB, int iterations, int lanes, String salt, String hash) {

    private static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int VERSION = 19;

    /** Hashes a password with a new salt. */
    public static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = compute(MEMORY_KIB, ITERATIONS, LANES, salt, HASH_BYTES, password);
        return new PasswordHash(MEMORY_KIB, ITERATIONS, LANES, encode(salt), encode(hash));
    }

    /** @throws IllegalArgumentException if the text has another form; the text is not shown */
    public static PasswordHash parse(String text) {
        String[] parts = text.split("\\$");
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=" + VERSION)) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        String[] costs = parts[3].split(",");
        if (costs.length != 3) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        return new PasswordHash(cost(costs[0], "m="), cost(costs[1], "t="), cost(costs[2], "p="), parts[4], parts[5]);
    }

    private static int cost(String text, String prefix) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        return Integer.parseInt(text.substring(prefix.length()));
    }

    /** Whether this is the hash of a password; takes the same time whatever the answer. */
    public boolean matches(char[] password) {
        byte[] expected = Base64.getDecoder().decode(hash);
        byte[] computed =
                compute(memoryKiB, iterations, lanes, Base64.getDecoder().decode(salt), expected.length, password);
        return MessageDigest.isEqual(expected, computed);
    }

    private static byte[] compute(int memory, int iterations, int lanes, byte[] salt, int length, char[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] bytes = toBytes(password);
        byte[] result = new byte[length];
        generator.generateBytes(bytes, result);
        Arrays.fill(bytes, (byte) 0);
        return result;
    }

    private static byte[] toBytes(char[] password) {
        java.nio.ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "$argon2id$v=" + VERSION + "$m=" + memoryKiB + ",t=" + iterations + ",p=" + lanes + "$" + salt + "$"
                + hash;
    }
}
