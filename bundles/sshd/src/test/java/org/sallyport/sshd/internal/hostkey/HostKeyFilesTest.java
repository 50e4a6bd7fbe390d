/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.sshd.internal.hostkey.HostKeyFiles.HostKey;

/** Keys as ssh-keygen and openssl write them. */
class HostKeyFilesTest {

    private static final String PASSPHRASE = "open sesame";

    @TempDir
    private Path folder;

    private void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Arrays.toString(command) + output).isZero();
    }

    private String fingerprint(String publicKey) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ssh-keygen", "-lf", publicKey)
                .directory(folder.toFile())
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return line.split(" ")[1];
    }

    private Path secured(String name) throws IOException {
        return Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void readsOpenSshKeysWithAndWithoutPassphrase() throws Exception {
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            for (String passphrase : List.of("", PASSPHRASE)) {
                String name = type + passphrase.length();
                run("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", name);
                List<HostKey> keys = HostKeyFiles.load(List.of(folder.resolve(name)), passphrase);
                assertThat(keys).singleElement().satisfies(key -> assertThat(key.fingerprint())
                        .isEqualTo(fingerprint(name + ".pub")));
            }
        }
    }

    @Test
    void readsPemAndPkcs8WithAndWithoutPassphrase() throws Exception {
        run("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-m", "PEM", "-f", "pkcs1");
        run("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", PASSPHRASE, "-m", "PEM", "-f", "pkcs1-locked");
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-m", "PEM", "-f", "sec1");
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", PASSPHRASE, "-m", "PEM", "-f", "sec1-locked");
        run("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-m", "PKCS8", "-f", "pkcs8");
        run("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", PASSPHRASE, "-m", "PKCS8", "-f", "pkcs8-locked");
        run("ssh-keygen", "-q", "-t", "ecdsa", "-N", PASSPHRASE, "-m", "PKCS8", "-f", "pkcs8-ec-locked");
        for (String name :
                List.of("pkcs1", "pkcs1-locked", "sec1", "sec1-locked", "pkcs8", "pkcs8-locked", "pkcs8-ec-locked")) {
            assertThat(HostKeyFiles.load(List.of(folder.resolve(name)), name.endsWith("locked") ? PASSPHRASE : ""))
                    .as(name)
                    .singleElement()
                    .satisfies(key -> assertThat(key.fingerprint()).isEqualTo(fingerprint(name + ".pub")));
        }
    }

    @Test
    void refusesWrongPassphrasesAndOpenPermissionsWithoutShowingThem() throws Exception {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", PASSPHRASE, "-f", "locked");
        assertThatThrownBy(() -> HostKeyFiles.load(List.of(folder.resolve("locked")), "wrong guess"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("locked")
                .hasMessageNotContaining("wrong guess");
        Files.setPosixFilePermissions(folder.resolve("locked"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> HostKeyFiles.load(List.of(folder.resolve("locked")), PASSPHRASE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
        Files.writeString(folder.resolve("junk"), "no key\n");
        assertThatThrownBy(() -> HostKeyFiles.load(List.of(secured("junk")), ""))
                .isInstanceOf(IOException.class);
    }

    @Test
    void makesOneOfEachKindOnceForTheServerAlone() throws Exception {
        Path keys = folder.resolve("made/hostkeys");
        HostKeyFiles.makeMissing(keys);
        List<HostKey> made = HostKeyFiles.load(List.of(keys), "");
        assertThat(made)
                .extracting(HostKey::type)
                .containsExactlyInAnyOrder("ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        assertThat(made)
                .filteredOn(key -> key.type().equals("ssh-rsa"))
                .singleElement()
                .satisfies(key -> assertThat(((RSAPublicKey) key.pair().getPublic())
                                .getModulus()
                                .bitLength())
                        .isEqualTo(3072));
        HostKeyFiles.makeMissing(keys);
        assertThat(HostKeyFiles.load(List.of(keys), ""))
                .extracting(HostKey::fingerprint)
                .containsExactlyElementsOf(
                        made.stream().map(HostKey::fingerprint).toList());
        assertThatThrownBy(() -> HostKeyFiles.generate(keys, "ed25519", false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HostKeyFiles.generate(keys, "dsa", true)).isInstanceOf(IllegalArgumentException.class);
        run("ssh-keygen", "-y", "-f", keys.resolve("ssh_host_ed25519_key").toString());
    }
}
