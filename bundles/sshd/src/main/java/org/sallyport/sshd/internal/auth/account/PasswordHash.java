/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.nio.ByteBuffer;
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
 * @param salt in Base64 without padding
 * @param hash in Base64 without padding
 */
public record PasswordHash(int memoryKiB, int iterations, int lanes, String salt, String hash) {

    private static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LEAST_HASH_BYTES = 16;
    private static final int VERSION = 19;

    /** Costs above these would let one login take the memory of the server, or minutes. */
    private static final int MOST_MEMORY_KIB = 1 << 20;

    private static final int MOST_ITERATIONS = 64;
    private static final int MOST_LANES = 16;

    /** Hashes a password with a new salt. */
    static PasswordHash of(char[] password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        byte[] hash = compute(MEMORY_KIB, ITERATIONS, LANES, salt, HASH_BYTES, password);
        return new PasswordHash(MEMORY_KIB, ITERATIONS, LANES, encode(salt), encode(hash));
    }

    /** @throws IllegalArgumentException if the text has another form; the text is not shown */
    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=" + VERSION)) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        String[] costs = parts[3].split(",");
        if (costs.length != 3
                || Base64.getDecoder().decode(parts[4]).length < 8
                || Base64.getDecoder().decode(parts[5]).length < LEAST_HASH_BYTES) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        return new PasswordHash(
                cost(costs[0], "m=", MOST_MEMORY_KIB),
                cost(costs[1], "t=", MOST_ITERATIONS),
                cost(costs[2], "p=", MOST_LANES),
                parts[4],
                parts[5]);
    }

    private static int cost(String text, String prefix, int most) {
        if (!text.startsWith(prefix)) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        int cost = Integer.parseInt(text.substring(prefix.length()));
        if (cost < 1 || cost > most) {
            throw new IllegalArgumentException("an Argon2id hash whose costs are out of bounds");
        }
        return cost;
    }

    /** Whether this is the hash of a password; takes the same time whatever the answer. */
    boolean matches(char[] password) {
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
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The text form, for the account's file only. */
    String encoded() {
        return "$argon2id$v=" + VERSION + "$m=" + memoryKiB + ",t=" + iterations + ",p=" + lanes + "$" + salt + "$"
                + hash;
    }

    /** Does not show the hash. */
    @Override
    public String toString() {
        return "Argon2id m=" + memoryKiB + ",t=" + iterations + ",p=" + lanes;
    }
}
