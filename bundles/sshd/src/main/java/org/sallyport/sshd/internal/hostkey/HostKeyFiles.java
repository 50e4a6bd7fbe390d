/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.hostkey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.DSAKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Host keys on disk: read from OpenSSH, PEM and PKCS#8 files, with passphrases (the Tahoe-LAFS frontend cannot: ticket 1039), and
 * made where there are none.
 */
public final class HostKeyFiles {

    private static final Set<PosixFilePermission> NOT_FOR_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private static final Map<String, KeyKind> KINDS = kinds();

    private static final int LEAST_RSA_BITS = 2048;

    private record KeyKind(String algorithm, int bits) {}

    private HostKeyFiles() {}

    private static Map<String, KeyKind> kinds() {
        Map<String, KeyKind> kinds = new LinkedHashMap<>();
        kinds.put("ed25519", new KeyKind("ssh-ed25519", 256));
        kinds.put("ecdsa", new KeyKind("ecdsa-sha2-nistp256", 256));
        kinds.put("rsa", new KeyKind("ssh-rsa", 3072));
        return Map.copyOf(kinds);
    }

    /** A key and the file that it came from. */
    public record HostKey(KeyPair pair, Path file) {

        public String type() {
            return KeyUtils.getKeyType(pair);
        }

        public String fingerprint() {
            return KeyUtils.getFingerPrint(pair.getPublic());
        }
    }

    /**
     * Reads keys.
     *
     * @param places files, or folders whose files named {@code *_key} are read
     * @param passphrase for those that have one; may be empty
     * @throws IOException if a file cannot be read, is readable by others, has another passphrase, or holds no key
     */
    public static List<HostKey> load(List<Path> places, String passphrase) throws IOException {
        List<HostKey> keys = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    for (Path file : files.filter(name -> name.toString().endsWith("_key"))
                            .sorted()
                            .toList()) {
                        keys.addAll(read(file, passphrase));
                    }
                }
            } else {
                keys.addAll(read(place, passphrase));
            }
        }
        return keys;
    }

    private static List<HostKey> read(Path file, String passphrase) throws IOException {
        checkPermissions(file);
        List<HostKey> keys = new ArrayList<>();
        FilePasswordProvider password = (session, resource, attempt) -> passphrase.isEmpty() ? null : passphrase;
        byte[] content = Files.readAllBytes(file);
        try (InputStream in = new ByteArrayInputStream(content)) {
            Iterable<KeyPair> pairs =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, password);
            if (pairs != null) {
                pairs.forEach(pair -> keys.add(new HostKey(pair, file)));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // MINA and Bouncy Castle tell of a wrong passphrase, or a missing one, in all these ways.
            throw new IOException("host key " + file + " cannot be read; is the passphrase right?", unreadable);
        }
        if (keys.isEmpty()) {
            throw new IOException("host key " + file + " holds no private key in OpenSSH, PEM or PKCS#8 form");
        }
        for (HostKey key : keys) {
            checkStrength(key);
        }
        return keys;
    }

    private static void checkStrength(HostKey key) throws IOException {
        if (key.pair().getPublic() instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IOException("host key " + key.file() + " is too short: RSA keys have at least " + LEAST_RSA_BITS
                    + " bits, Ed25519 is better");
        }
        if (key.pair().getPublic() instanceof DSAKey) {
            throw new IOException("host key " + key.file() + " is of type DSA, which is too weak: make one of Ed25519");
        }
    }

    private static void checkPermissions(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(NOT_FOR_OTHERS::contains)) {
            throw new IOException("host key " + file + " can be read or written by others ("
                    + PosixFilePermissions.toString(permissions) + "): chmod 600 it");
        }
    }

    /** Makes one key of each kind in a folder that has none. */
    public static void makeMissing(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.anyMatch(file -> file.toString().endsWith("_key"))) {
                    return;
                }
            }
        }
        for (String kind : KINDS.keySet()) {
            generate(folder, kind, false);
        }
    }

    /**
     * Makes a key.
     *
     * @param kind ed25519, ecdsa or rsa
     * @throws IllegalArgumentException for another kind, or if there is one and it is not to be replaced
     */
    public static Path generate(Path folder, String kind, boolean replace) throws IOException {
        KeyKind wanted = KINDS.get(kind);
        if (wanted == null) {
            throw new IllegalArgumentException("no such kind of key: " + kind + "; there are ed25519, ecdsa and rsa");
        }
        Files.createDirectories(folder, owned("rwx------"));
        Path target = folder.resolve("ssh_host_" + kind + "_key");
        if (Files.exists(target) && !replace) {
            throw new IllegalArgumentException(target + " exists already");
        }
        Path next = Files.createTempFile(folder, "new", ".tmp", owned("rw-------"));
        try {
            KeyPair pair = KeyUtils.generateKeyPair(wanted.algorithm(), wanted.bits());
            try (FileChannel file = FileChannel.open(next, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(file)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "sallyport", null, out);
                file.force(true);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("a key of kind " + kind + " cannot be made: " + impossible.getMessage(), impossible);
        } finally {
            Files.deleteIfExists(next);
        }
        return target;
    }

    private static FileAttribute<?>[] owned(String permissions) {
        return java.nio.file.FileSystems.getDefault()
                        .supportedFileAttributeViews()
                        .contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
