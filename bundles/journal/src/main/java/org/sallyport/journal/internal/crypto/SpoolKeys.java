/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys of a spool: the first one is used for what is written, all of them for what is read. */
public final class SpoolKeys {

    static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<Long, byte[]> byId = new LinkedHashMap<>();
    private final long current;

    /** @param keys at least one, of 32 bytes each */
    SpoolKeys(Iterable<byte[]> keys) {
        keys.forEach(key -> byId.put(id(key), key.clone()));
        current = byId.keySet().iterator().next();
    }

    static byte[] random() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** Keys that are forgotten with this process. */
    public static SpoolKeys ofThisProcess() {
        return new SpoolKeys(java.util.List.of(random()));
    }

    /** Tells keys apart without telling anything of them. */
    private static long id(byte[] key) {
        return ByteBuffer.wrap(hmac(key, "sallyport spool key id".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .getLong();
    }

    public long current() {
        return current;
    }

    /** The key of one file, derived from a master key; empty if that is not there. */
    public Optional<FrameCipher> cipher(long keyId, byte[] fileId) {
        return Optional.ofNullable(byId.get(keyId)).map(key -> new FrameCipher(hmac(key, fileId)));
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
