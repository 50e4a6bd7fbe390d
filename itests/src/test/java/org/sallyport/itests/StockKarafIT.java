/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The KAR in a stock, offline Karaf: a life from installation to removal, step by step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
@Tag("own-server")
class StockKarafIT {

    private static final String USER = "bea";
    private static final Duration SOON = Duration.ofSeconds(60);

    private StockKaraf karaf;
    private Path first;
    private Path second;

    @BeforeAll
    void start() throws IOException {
        karaf = StockKaraf.unpack();
        first = karaf.folder().resolve("first");
        second = karaf.folder().resolve("second");
        karaf.start();
    }

    @AfterAll
    void stop() {
        if (karaf != null) {
            karaf.close();
        }
    }

    @Test
    @Order(1)
    void theKarInstallsWithoutDisturbingAnOpenConsole() throws IOException, InterruptedException {
        Path seen = karaf.folder().resolve("console");
        Process console = new ProcessBuilder(with(karaf.consoleCommand(), "-tt"))
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile())
                .start();
        try (OutputStream in = console.getOutputStream()) {
            in.write("shell:echo before-installation\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            karaf.await("the console session", SOON, () -> contains(seen, "before-installation"));
            karaf.deploy(Path.of(System.getProperty("kar.file")));
            karaf.await("SFTP to listen", Duration.ofMinutes(2), () -> StockKaraf.listens(karaf.sftpPort()));
            // Commands come a moment after the port; one that is typed before they do is not known.
            karaf.await("the commands to be there", SOON, () -> karaf.log()
                    .contains("Registering commands for bundle org.sallyport.shell"));
            in.write("sftp:listener-list --json\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            karaf.await(
                    "the same session to know the new commands",
                    SOON,
                    () -> contains(seen, "\"port\":" + karaf.sftpPort()));
            in.write("logout\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            console.waitFor();
        } finally {
            console.destroyForcibly();
        }
    }

    private static List<String> with(List<String> command, String option) {
        List<String> longer = new java.util.ArrayList<>(command);
        longer.add(1, option);
        return longer;
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    @Order(2)
    void isConfiguredFromTheConsole() throws IOException {
        karaf.console("sftp:user-add --no-password " + USER);
        karaf.console("sftp:key-add " + USER + " '" + karaf.publicKey() + "'");
        assertThat(karaf.console("sftp:mount-add --create --path /shelf shelf file://" + first))
                .contains("mount shelf is at /shelf");
        Path file = Files.writeString(karaf.folder().resolve("f"), "content\n");
        karaf.sftp(USER, "put " + file + " /shelf/f", "ls /").expectSuccess();
        assertThat(first.resolve("f")).hasContent("content\n");
        assertThat(karaf.console("sftp:mount-list --json")).contains("\"name\":\"shelf\"");
        assertThat(karaf.console("sftp:user-list --json")).contains("\"name\":\"" + USER + "\"");
        assertThat(karaf.console("sftp:status")).contains("listeners");
        assertThat(karaf.console("sftp:hostkey-list")).contains("ssh-ed25519", "SHA256:");
        assertThat(karaf.console("sftp:provider-list")).contains("file", "ram", "zip");
        assertThat(karaf.console("sftp:quirk-explain --banner WinSCP_release_6.5 --json"))
                .contains("\"switch\"");
    }

    @Test
    @Order(3)
    void aBadConfigurationIsRefusedAndTheLastGoodOneStays() throws IOException {
        Path configuration = karaf.karaf().resolve("etc/org.sallyport.mount-shelf.cfg");
        String good = Files.readString(configuration);
        karaf.etc("org.sallyport.mount-shelf.cfg", good + "\numask = 9x\nreadonly = true\n");
        karaf.await("the refusal", SOON, () -> karaf.log().contains("umask = 9x"));
        assertThat(karaf.log())
                .contains("org.sallyport.mount~shelf: umask = 9x: an octal number from 000 to 777")
                .contains("readonly = true: no such key; valid are");
        karaf.sftp(USER, "get /shelf/f " + karaf.folder().resolve("back")).expectSuccess();
        karaf.etc("org.sallyport.mount-shelf.cfg", good);
        assertThat(karaf.ssh("sftp:mount-add broken nonsense").output()).contains("broken");
        assertThat(karaf.karaf().resolve("etc/org.sallyport.mount-broken.cfg")).doesNotExist();
    }

    @Test
    @Order(4)
    void aMountIsSwappedUnderAnOpenFile() throws IOException, InterruptedException {
        Path big = random("big", 24);
        Process upload = background("-l", "60000");
        tell(upload, "put " + big + " /shelf/big");
        karaf.await("the upload to begin", SOON, () -> isUploadUnderWay(first));
        Files.createDirectories(second);
        assertThat(karaf.console("sftp:mount-swap shelf file://" + second))
                .contains("mount shelf shows file://" + second);
        Path small = Files.writeString(karaf.folder().resolve("small"), "new store\n");
        karaf.sftp(USER, "put " + small + " /shelf/small").expectSuccess();
        assertThat(second.resolve("small")).hasContent("new store\n");
        assertThat(upload.isAlive()).as("the upload outlived the swap").isTrue();
        assertThat(upload.waitFor()).isZero();
        Commands.run("cmp", big.toString(), first.resolve("big").toString()).expectSuccess();
        assertThat(second.resolve("big")).doesNotExist();
    }

    @Test
    @Order(5)
    void aStoreThatVanishesIsUnavailableAndComesBack() {
        karaf.console("bundle:stop org.sallyport.vfs");
        Commands.Result without = karaf.sftp(USER, "ls /shelf");
        assertThat(without.exit()).isNotZero();
        karaf.console("bundle:start org.sallyport.vfs");
        karaf.await("the store", SOON, () -> karaf.sftp(USER, "ls /shelf").exit() == 0);
    }

    @Test
    @Order(6)
    void everyBundleIsUpdatedInTurnUnderATransferOfAGibibyte() throws IOException, InterruptedException {
        Path big = random("huge", 1024);
        Path back = karaf.folder().resolve("huge.back");
        Commands.run("cp", big.toString(), second.resolve("download").toString())
                .expectSuccess();
        // Kbit/s: for as long as the updates take.
        Process upload = background("-l", "120000");
        tell(upload, "put " + big + " /shelf/upload");
        Process download = background("-l", "120000");
        tell(download, "get /shelf/download " + back);
        karaf.await("both to be under way", SOON, () -> isUploadUnderWay(second) && Files.exists(back));
        for (String bundle : List.of("metadata", "quirks", "shell", "sftp", "filetree", "vfs", "sshd")) {
            Path jar = Path.of(System.getProperty("bundles.folder"), bundle, "target", bundle + "-0.1.0.jar");
            karaf.console("bundle:update org.sallyport." + bundle + " file:" + jar.toRealPath());
            assertThat(upload.isAlive() && download.isAlive())
                    .as("the transfers are still under way after the update of %s", bundle)
                    .isTrue();
            karaf.await(
                    "new sessions after the update of " + bundle,
                    SOON,
                    () -> karaf.sftp(USER, "ls /shelf").exit() == 0);
        }
        assertThat(upload.waitFor()).isZero();
        assertThat(download.waitFor()).isZero();
        Commands.run("cmp", big.toString(), second.resolve("upload").toString()).expectSuccess();
        Commands.run("cmp", big.toString(), back.toString()).expectSuccess();
    }

    @Test
    @Order(7)
    void whatTheConsoleChangedSurvivesARestart() throws IOException {
        karaf.stop();
        karaf.start();
        karaf.await("SFTP to listen", Duration.ofMinutes(2), () -> StockKaraf.listens(karaf.sftpPort()));
        karaf.await("the mount", SOON, () -> karaf.sftp(USER, "ls /shelf/small").exit() == 0);
        assertThat(karaf.console("sftp:mount-show shelf")).contains(second.toString());
    }

    @Test
    @Order(8)
    void removalLeavesNothingRunning() throws IOException {
        karaf.undeploy();
        karaf.await("the port to be free", SOON, () -> !StockKaraf.listens(karaf.sftpPort()));
        karaf.await("the bundles to be gone", SOON, this::noBundleIsLeft);
        assertThat(karaf.console("feature:list -i")).doesNotContain("sallyport");
        // Some of Karaf's own threads are named after folders.
        karaf.await("its threads to end", SOON, () -> !karaf.console("shell:threads --list")
                .replace(karaf.folder().toString(), "")
                .contains("sallyport"));
    }

    @Test
    @Order(9)
    void theFeatureInstallsByNameAndGoesAgain() throws IOException {
        karaf.fillLocalRepository(Path.of(System.getProperty("kar.file")));
        karaf.console("feature:repo-add mvn:org.sallyport/features/0.1.0/xml/features");
        karaf.console("feature:install sallyport");
        karaf.await("SFTP to listen", Duration.ofMinutes(2), () -> StockKaraf.listens(karaf.sftpPort()));
        karaf.await(
                "the user and mount of before",
                SOON,
                () -> karaf.sftp(USER, "ls /shelf/small").exit() == 0);
        karaf.console("feature:uninstall sallyport");
        karaf.console("feature:repo-remove sallyport-0.1.0");
        karaf.await("the port to be free", SOON, () -> !StockKaraf.listens(karaf.sftpPort()));
        karaf.await("the bundles to be gone", SOON, this::noBundleIsLeft);
    }

    /** The list fails while a bundle is on its way out. */
    private boolean noBundleIsLeft() {
        Commands.Result list = karaf.ssh("bundle:list -s");
        return list.exit() == 0 && !list.output().contains("org.sallyport");
    }

    /** Uploads have hidden names until they are complete. */
    private static boolean isUploadUnderWay(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("\\.sallyport-upload-.*-\\d+"));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private Path random(String name, int mebibytes) {
        Path file = karaf.folder().resolve(name);
        Commands.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=" + mebibytes, "status=none")
                .expectSuccess();
        return file;
    }

    private Process background(String... options) throws IOException {
        return new ProcessBuilder(karaf.sftpCommand(USER, options))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void tell(Process sftp, String batch) throws IOException {
        try (OutputStream in = sftp.getOutputStream()) {
            in.write((batch + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
