/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * OpenSSH's binary key revocation list (PROTOCOL.krl, format version 1): certificates by serial number and key identity, keys by
 * themselves and by fingerprint. Signatures of lists are not checked, as OpenSSH does not since 9.4: the file's owner is trusted.
 */
final class KeyRevocationList implements RevokedKeys {

    private static final byte[] MAGIC = "SSHKRL\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;
    private static final int CERTIFICATES = 1;
    private static final int EXPLICIT_KEYS = 2;
    private static final int FINGERPRINTS_SHA1 = 3;
    private static final int SIGNATURE = 4;
    private static final int FINGERPRINTS_SHA256 = 5;
    private static final int EXTENSION = 255;
    private static final int SERIAL_LIST = 0x20;
    private static final int SERIAL_RANGE = 0x21;
    private static final int SERIAL_BITMAP = 0x22;
    private static final int KEY_IDENTITIES = 0x23;
    private static final int CERTIFICATE_EXTENSION = 0x39;

    private final List<OfAuthority> certificates = new ArrayList<>();
    private final Set<String> blobs = new HashSet<>();
    private final Set<String> sha1 = new HashSet<>();
    private final Set<String> sha256 = new HashSet<>();

    /** @param authority blob of its key; empty stands for any */
    private record OfAuthority(byte[] authority, SerialNumbers serials, Set<String> identities) {

        boolean contains(OpenSshCertificate certificate, byte[] signer) {
            // Serial number 0 stands for none (PROTOCOL.certkeys).
            return (authority.length == 0 || Arrays.equals(authority, signer))
                    && (identities.contains(certificate.getId())
                            || certificate.getSerial() != 0 && serials.contains(certificate.getSerial()));
        }
    }

    private KeyRevocationList() {}

    static boolean isOne(byte[] content) {
        return content.length >= MAGIC.length && Arrays.equals(MAGIC, Arrays.copyOf(content, MAGIC.length));
    }

    /** @throws IllegalArgumentException if anything in it is not understood */
    static KeyRevocationList parse(byte[] content) {
        try {
            KeyRevocationList list = new KeyRevocationList();
            list.read(new ByteArrayBuffer(content, MAGIC.length, content.length - MAGIC.length));
            return list;
        } catch (IllegalArgumentException malformed) {
            throw malformed;
        } catch (RuntimeException truncated) {
            throw new IllegalArgumentException("a key revocation list that ends too early", truncated);
        }
    }

    private void read(Buffer buffer) {
        long version = buffer.getUInt();
        if (version != FORMAT_VERSION) {
            throw new IllegalArgumentException("a key revocation list of format version " + version);
        }
        buffer.getLong();
        buffer.getLong();
        buffer.getLong();
        buffer.getBytes();
        buffer.getBytes();
        while (buffer.available() > 0) {
            int type = buffer.getUByte();
            Buffer section = new ByteArrayBuffer(buffer.getBytes());
            switch (type) {
                case CERTIFICATES -> readCertificates(section);
                case EXPLICIT_KEYS -> readSet(section, blobs);
                case FINGERPRINTS_SHA1 -> readSet(section, sha1);
                case FINGERPRINTS_SHA256 -> readSet(section, sha256);
                case SIGNATURE -> buffer.getBytes();
                case EXTENSION -> refuseCritical(section);
                default -> throw new IllegalArgumentException("a key revocation list with sections of type " + type);
            }
        }
    }

    private static void readSet(Buffer section, Set<String> set) {
        while (section.available() > 0) {
            set.add(HexFormat.of().formatHex(section.getBytes()));
        }
    }

    private static void refuseCritical(Buffer extension) {
        String name = extension.getString();
        if (extension.getBoolean()) {
            throw new IllegalArgumentException("a key revocation list with the critical extension " + name);
        }
    }

    private void readCertificates(Buffer section) {
        OfAuthority revoked = new OfAuthority(section.getBytes(), new SerialNumbers(), new HashSet<>());
        section.getBytes();
        while (section.available() > 0) {
            int type = section.getUByte();
            Buffer part = new ByteArrayBuffer(section.getBytes());
            switch (type) {
                case SERIAL_LIST -> {
                    while (part.available() > 0) {
                        long serial = part.getLong();
                        revoked.serials().addRange(serial, serial);
                    }
                }
                case SERIAL_RANGE -> revoked.serials().addRange(part.getLong(), part.getLong());
                case SERIAL_BITMAP -> revoked.serials().addBitmap(part.getLong(), new BigInteger(1, part.getBytes()));
                case KEY_IDENTITIES -> {
                    while (part.available() > 0) {
                        revoked.identities().add(part.getString());
                    }
                }
                case CERTIFICATE_EXTENSION -> refuseCritical(part);
                default ->
                    throw new IllegalArgumentException("a key revocation list with certificates by type " + type);
            }
        }
        certificates.add(revoked);
    }

    @Override
    public boolean contains(PublicKey key) {
        if (isKeyRevoked(key)) {
            return true;
        }
        if (!(key instanceof OpenSshCertificate certificate)) {
            return false;
        }
        byte[] authority = PublicKeys.blob(certificate.getCaPubKey());
        return isKeyRevoked(certificate.getCaPubKey())
                || certificates.stream().anyMatch(revoked -> revoked.contains(certificate, authority));
    }

    private boolean isKeyRevoked(PublicKey key) {
        byte[] blob = PublicKeys.blob(key);
        return blobs.contains(HexFormat.of().formatHex(blob))
                || sha256.contains(digest("SHA-256", blob))
                || sha1.contains(digest("SHA-1", blob));
    }

    private static String digest(String algorithm, byte[] blob) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(blob));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
