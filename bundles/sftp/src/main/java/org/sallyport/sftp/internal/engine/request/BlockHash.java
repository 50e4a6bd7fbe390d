/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;

/** Hashes of a file, as a whole or block by block. */
final class BlockHash {

    private static final int CHUNK = 64 << 10;
    private static final int MOST_BYTES = 128 << 10;

    /** Hashes by the names of draft-ietf-secsh-filexfer-extensions-00, section 3. */
    enum Algorithm {
        MD5("md5", "MD5"),
        SHA1("sha1", "SHA-1"),
        SHA256("sha256", "SHA-256"),
        SHA384("sha384", "SHA-384"),
        SHA512("sha512", "SHA-512"),
        CRC32("crc32", "");

        private final String wireName;
        private final String javaName;

        Algorithm(String wireName, String javaName) {
            this.wireName = wireName;
            this.javaName = javaName;
        }

        public String wireName() {
            return wireName;
        }

        public static Optional<Algorithm> named(String name) {
            for (Algorithm algorithm : values()) {
                if (algorithm.wireName.equals(name)) {
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        }

        private Hash begin() {
            return this == CRC32 ? new Crc() : new Digest(javaName);
        }
    }

    private interface Hash {

        void update(ByteBuffer data);

        /** The hash of what came since the last call. */
        byte[] end();
    }

    private static final class Digest implements Hash {

        private final MessageDigest digest;

        private Digest(String name) {
            try {
                digest = MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java runtime has " + name, impossible);
            }
        }

        @Override
        public void update(ByteBuffer data) {
            digest.update(data);
        }

        @Override
        public byte[] end() {
            return digest.digest();
        }
    }

    private static final class Crc implements Hash {

        private final CRC32 crc = new CRC32();

        @Override
        public void update(ByteBuffer data) {
            crc.update(data);
        }

        @Override
        public byte[] end() {
            byte[] hash = ByteBuffer.allocate(Integer.BYTES)
                    .putInt((int) crc.getValue())
                    .array();
            crc.reset();
            return hash;
        }
    }

    private BlockHash() {}

    /**
     * Reads and hashes.
     *
     * @param length bytes at the most; 0 means to the end
     * @param blockSize bytes that each hash covers; 0 means one hash for all
     * @param unwanted whether nobody waits for it any more; asked again and again
     * @return the hashes one after the other
     * @throws FileTreeException if the file cannot be read, or the hashes would not fit a packet
     */
    static byte[] of(
            OpenFile file, Algorithm algorithm, long start, long length, long blockSize, BooleanSupplier unwanted)
            throws FileTreeException {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        Hash hash = algorithm.begin();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long block = blockSize == 0 ? Long.MAX_VALUE : blockSize;
        long inBlock = 0;
        long position = start;
        long left = length == 0 ? Long.MAX_VALUE : length;
        while (left > 0) {
            if (unwanted.getAsBoolean()) {
                throw new FileTreeException(Reason.CLOSED, "The session has ended");
            }
            chunk.clear().limit((int) Math.min(CHUNK, Math.min(left, block - inBlock)));
            int count = file.read(chunk, position);
            if (count <= 0) {
                break;
            }
            hash.update(chunk.flip());
            position += count;
            left -= count;
            inBlock += count;
            if (inBlock == block) {
                add(hashes, hash);
                inBlock = 0;
            }
        }
        if (inBlock > 0 || hashes.size() == 0) {
            add(hashes, hash);
        }
        return hashes.toByteArray();
    }

    private static void add(ByteArrayOutputStream hashes, Hash hash) throws FileTreeException {
        hashes.writeBytes(hash.end());
        if (hashes.size() > MOST_BYTES) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "Too many blocks");
        }
    }
}
