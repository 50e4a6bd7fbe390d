/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.RealPath;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.LinkOrder;
import org.sallyport.api.quirk.SftpQuirks.RenameOverwrite;
import org.sallyport.api.quirk.SftpQuirks.SetAttribute;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** What differs by client differs by switch, and a switch that made a difference is counted. */
class QuirksTest {

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    private <T> void startWith(Quirk<T> quirk, T value) {
        harness.quirks().set(quirk, value);
        harness.start(3);
    }

    @ParameterizedTest
    @CsvSource({"NEVER,4", "FILES,0", "ALWAYS,0"})
    void plainRenameOntoAFile(RenameOverwrite value, int status) {
        startWith(SftpQuirks.RENAME_OVERWRITE, value);
        harness.tree().file("a", "a").file("b", "b");
        assertThat(harness.ask(requests.rename(1, "a", "b")).status()).isEqualTo(status);
        assertThat(harness.quirks().exercised().contains(SftpQuirks.RENAME_OVERWRITE))
                .isEqualTo(value != RenameOverwrite.NEVER);
    }

    @ParameterizedTest
    @CsvSource({"AUTO,second,first", "TARGET_FIRST,second,first", "LINK_FIRST,first,second"})
    void symlinkOrder(LinkOrder value, String link, String target) {
        startWith(SftpQuirks.SYMLINK_ORDER, value);
        assertThat(harness.ask(requests.symlink(1, "first", "second")).status()).isZero();
        assertThat(harness.ask(requests.readlink(2, link)).firstName()).isEqualTo(target);
    }

    @Test
    void anUnknownOrderIsGuessedFromWhatExists() {
        harness.start(3);
        harness.tree().file("existing", "x");
        assertThat(harness.ask(requests.symlink(1, "new", "existing")).status()).isZero();
        assertThat(harness.ask(requests.readlink(2, "new")).firstName()).isEqualTo("existing");
    }

    @Test
    void aKnownProgramIsNotGuessedAbout() {
        harness.banner("OpenSSH_9.2p1").start(3);
        harness.tree().file("existing", "x");
        harness.ask(requests.realpath(1, "."));
        assertThat(harness.session().profile().fingerprint()).contains("sftp");
        assertThat(harness.ask(requests.symlink(2, "new", "existing")).status()).isEqualTo(4);
    }

    @Test
    void attributesThatAStoreCannotKeepAreLetGoOrNot() {
        harness.start(3);
        harness.tree().file("f", "x");
        harness.tree().cannotKeep(Set.of(Attribute.OWNER_IDS, Attribute.PERMISSIONS));
        assertThat(harness.ask(requests.chmod(1, "f", 0600)).status())
                .as("best effort")
                .isZero();
        Packet chown = Packet.of(9, 2).text("f").u32(2).u32(7).u32(7);
        assertThat(harness.ask(chown).status()).as("owners are applied").isEqualTo(8);
        Packet both = Packet.of(9, 3).text("f").u32(4 | 8).u32(0600).u32(50).u32(60);
        assertThat(harness.ask(both).status()).isZero();
        assertThat(harness.tree().attributesOf("f").modifySeconds()).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"IGNORE,0,420", "REFUSE,3,420", "APPLY,0,384"})
    void permissionsBySwitch(SetAttribute value, int status, int mode) {
        startWith(SftpQuirks.SET_PERMISSIONS, value);
        harness.tree().file("f", "x");
        assertThat(harness.ask(requests.chmod(1, "f", 0600)).status()).isEqualTo(status);
        assertThat(harness.tree().attributesOf("f").permissions()).isEqualTo(mode);
        assertThat(harness.quirks().exercised()).contains(SftpQuirks.SET_PERMISSIONS);
    }

    @Test
    void ignoredPermissionsDoNotReachNewFiles() {
        startWith(SftpQuirks.SET_PERMISSIONS, SetAttribute.REFUSE);
        Packet open = Packet.of(3, 1)
                .text("f")
                .u32(Requests.WRITE | Requests.CREAT)
                .u32(4)
                .u32(0700);
        assertThat(harness.ask(open).type()).isEqualTo(Reply.HANDLE);
        assertThat(harness.tree().attributesOf("f").permissions()).isEqualTo(0644);
    }

    @ParameterizedTest
    @CsvSource({"false,7", "true,3"})
    void aSizeAtOpen(boolean applied, int size) {
        startWith(SftpQuirks.OPEN_SIZE, applied);
        harness.tree().file("f", "content");
        Packet open = Packet.of(3, 1)
                .text("f")
                .u32(Requests.WRITE | Requests.CREAT)
                .u32(1)
                .u64(3);
        assertThat(harness.ask(open).type()).isEqualTo(Reply.HANDLE);
        assertThat(harness.tree().content("f")).hasSize(size);
    }

    @ParameterizedTest
    @CsvSource({"false,4", "true,0"})
    void mkdirOfAnExistingDirectory(boolean fine, int status) {
        startWith(SftpQuirks.MKDIR_EXISTING, fine);
        harness.tree().directory("d").file("f", "");
        assertThat(harness.ask(requests.mkdir(1, "d")).status()).isEqualTo(status);
        assertThat(harness.ask(requests.mkdir(2, "f")).status())
                .as("a file is no directory")
                .isEqualTo(4);
    }

    @Test
    void realPathCanInsist() {
        startWith(NameQuirks.REAL_PATH, RealPath.MUST_EXIST);
        harness.tree().file("f", "");
        assertThat(harness.ask(requests.realpath(1, "f")).firstName()).isEqualTo("/home/f");
        assertThat(harness.ask(requests.realpath(2, "nope")).status()).isEqualTo(2);
        assertThat(harness.quirks().exercised()).contains(NameQuirks.REAL_PATH);
    }

    @Test
    void readsAreCutToTheMost() {
        startWith(SftpQuirks.MAX_READ, 4096);
        harness.tree().file("f", new byte[10000]);
        byte[] handle = requests.opened("f", Requests.READ);
        assertThat(harness.ask(requests.read(1, handle, 0, 10000)).data()).hasSize(4096);
    }

    @Test
    void statusCodesAboveEightAreForThoseWhoBearThem() {
        startWith(SftpQuirks.EXTENDED_STATUS, true);
        harness.tree().directory("d");
        assertThat(harness.ask(requests.mkdir(1, "d")).status()).isEqualTo(11);
    }
}
