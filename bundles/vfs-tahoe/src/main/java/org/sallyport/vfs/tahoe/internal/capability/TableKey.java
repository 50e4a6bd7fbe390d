/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens the capabilities to write that a directory's table holds for those who can write to the directory: a salt, the text under
 * AES-128-CTR, and a MAC that readers do not check, since all of the table is signed ({@code dirnode.py} of Tahoe-LAFS 1.20). For one thread.
 */
public final class TableKey {

    private static final byte[] TAG = netstring(
            "allmydata_mutable_writekey_and_salt_to_dirnode_child_capkey_v1".getBytes(StandardCharsets.US_ASCII));
    private static final int SALT = 16;
    private static final int MAC = 32;
    private static final byte[] SALT_HEAD = (SALT + ":").getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 16;
    private static final IvParameterSpec FIRST_COUNTER = new IvParameterSpec(new byte[16]);

    private final byte[] writeKey;
    private final MessageDigest digest = Sha256.digest();
    private final Cipher cipher;

    TableKey(byte[] writeKey) {
        this.writeKey = netstring(writeKey);
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] netstring(byte[] content) {
        byte[] head = (content.length + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] result = Arrays.copyOf(head, head.length + content.length + 1);
        System.arraycopy(content, 0, result, head.length, content.length);
        result[result.length - 1] = ',';
        return result;
    }

    /**
     * The text of the capability that is sealed there; empty where the entry gives no writing.
     *
     * @throws IllegalArgumentException if there is less than can be
     */
    public String open(byte[] table, int from, int length) {
        int sealed = length - SALT - MAC;
        if (sealed < 0) {
            throw new IllegalArgumentException("no sealed capability");
        }
        if (sealed == 0) {
            return "";
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key(table, from), 0, KEY, "AES"), FIRST_COUNTER);
            byte[] text = cipher.doFinal(table, from + SALT, sealed);
            return new String(text, StandardCharsets.UTF_8).stripTrailing();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] key(byte[] table, int salt) {
        digest.update(TAG);
        digest.update(SALT_HEAD);
        digest.update(table, salt, SALT);
        digest.update((byte) ',');
        return digest.digest(digest.digest(writeKey));
    }
}
