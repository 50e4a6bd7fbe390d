/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users have: their clients, the assembly, and a mount of a Tahoe-LAFS grid of one real node. */
@Timeout(600)
@Tag("own-server")
class GridMountIT extends GridCheckList {

    private static final String GRID = "/grid";
    /** The same again, for clients that do not wait until a file is in the grid. */
    private static final String PROMPT = "/prompt";

    private static final int BIG = 5_000_000;

    private static final int READ = 1;
    private static final int WRITE_CREATE_TRUNCATE = 2 | 8 | 16;
    private static final int LSTAT = 7;
    private static final int REMOVE = 13;
    private static final int RENAME = 18;

    private static Server server;
    private static LocalGrid grid;
    private static UploadStatus uploads;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        server.configureOnce("org.sallyport.journal.cfg", "last-retry = 2s\n");
        grid = LocalGrid.mount(server, GRID);
        server.configureOnce(
                "org.sallyport.mount-prompt.cfg", "path = " + PROMPT + "\nuri = tahoe:local/\nclose-reply = sealed\n");
        uploads = UploadStatus.deploy(server);
    }

    @AfterAll
    static void stop() {
        try {
            server.close();
        } finally {
            grid.close();
        }
    }

    @Override
    Server server() {
        return server;
    }

    @Override
    LocalGrid grid() {
        return grid;
    }

    @Override
    String mount() {
        return GRID;
    }

    private static String sftp(String... commands) {
        return OpenSshSftpIT.batch(server, String.join("\n", commands) + "\n")
                .expectSuccess()
                .output();
    }

    private static Path random(Path file, int size, long seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return Files.write(file, content);
    }

    @Test
    void openSshPutsListsLinksRenamesAndRemoves() throws IOException {
        Path local = server.scratch();
        Path big = random(local.resolve("big"), BIG, 1);
        Path small = Files.writeString(local.resolve("small"), "small");
        Files.setLastModifiedTime(small, FileTime.from(Instant.ofEpochSecond(1_000_000_000)));
        String done = sftp(
                "cd " + GRID,
                "mkdir d",
                "-mkdir d",
                "put " + big + " d/big",
                "put -p " + small + " d/small",
                "chmod 444 d/small",
                "ls -l d",
                "ln d/big d/linked",
                "rename d/small d/renamed",
                "-rmdir d",
                "rm d/big",
                "ls -1 d",
                "get d/linked " + local.resolve("back"),
                "df d");
        assertThat(done)
                .contains("remote mkdir \"" + GRID + "/d\": Failure")
                .containsPattern("-r--r--r--.* 5 .*2001 d/small")
                .containsPattern(" " + BIG + " .*d/big")
                .contains("remote rmdir \"" + GRID + "/d\": Failure")
                .contains("d/linked\nd/renamed\nsftp> get");
        assertThat(local.resolve("back")).hasSameBinaryContentAs(big);
    }

    @Test
    void aFileIsReplacedAppendedToAndCut() throws IOException {
        Path local = server.scratch();
        Path first = Files.writeString(local.resolve("f"), "0123456789");
        Path longer = Files.writeString(local.resolve("g"), "0123456789abc");
        sftp(
                "put " + first + " " + GRID + "/f",
                "reput " + longer + " " + GRID + "/f",
                "get " + GRID + "/f " + local.resolve("appended"),
                "put " + first + " " + GRID + "/f",
                "get " + GRID + "/f " + local.resolve("replaced"));
        assertThat(local.resolve("appended")).hasContent("0123456789abc");
        assertThat(local.resolve("replaced")).hasContent("0123456789");
    }

    @Test
    void gitWorksInAMountBySshfs() throws IOException {
        Path local = server.scratch();
        Path source = Files.createDirectory(local.resolve("source"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(source.resolve("file-" + i), "content of " + i);
        }
        git(source, "init", "-q", ".");
        git(source, "add", "-A");
        git(source, "commit", "-q", "-m", "one");
        Path mount = sshfs(server, GRID, local);
        try {
            Path clone = mount.resolve("clone");
            git(local, "clone", "-q", "--no-local", source.toString(), clone.toString());
            git(clone, "fsck", "--full");
            assertThat(git(clone, "status", "--short")).isEmpty();
            assertThat(clone.resolve("file-7")).hasContent("content of 7");
        } finally {
            Commands.run("fusermount3", "-u", mount.toString()).expectSuccess();
        }
    }

    @Test
    void editorsSaveInAMountBySshfs() throws Exception {
        String folder = PROMPT + "/editors";
        sftp("mkdir " + folder);
        Path mount = sshfs(server, folder, server.scratch());
        try {
            for (String name : List.of("sed", "vi", "office")) {
                Files.writeString(mount.resolve(name), "first\n");
            }
            shell(mount, "sed -i s/first/second/ sed");
            shell(
                    mount,
                    "vim.tiny -u NONE -es --cmd 'set backup backupcopy=no backupskip=' -c 's/first/second/' -c wq vi");
            // As LibreOffice does: a lock, a temporary file that is synced, and that one renamed over.
            shell(
                    mount,
                    "echo lock > .~lock.office#; echo second > lu1.tmp; sync lu1.tmp; mv lu1.tmp office; rm .~lock.office#");
        } finally {
            Commands.run("fusermount3", "-u", mount.toString()).expectSuccess();
        }
        assertThat(uploads.awaitStored(Duration.ofMinutes(2))).as("parked").doesNotContain("editors");
        Path back = server.scratch();
        sftp("get " + folder + "/* " + back);
        for (String name : List.of("sed", "vi", "office")) {
            assertThat(back.resolve(name)).hasContent("second\n");
        }
        assertThat(back.resolve("vi~")).hasContent("first\n");
        assertThat(sftp("ls -1a " + folder)).doesNotContain(".tmp").doesNotContain("lock");
    }

    private static void shell(Path folder, String commands) {
        Commands.run("bash", "-euc", "cd \"$0\"; " + commands, folder.toString())
                .expectSuccess();
    }

    /** Mounts a path of a server. @return where, to be unmounted */
    static Path sshfs(Server server, String path, Path local) throws IOException {
        Path mount = Files.createDirectory(local.resolve("mount"));
        List<String> command = new ArrayList<>(List.of(
                "sshfs", Server.USER + "@127.0.0.1:" + path, mount.toString(), "-p", Integer.toString(server.port())));
        List<String> options = OpenSshSftpIT.options(server);
        command.addAll(options.subList(2, options.size()));
        command.addAll(List.of("-o", "IdentityFile=" + server.key()));
        Commands.run(Duration.ofSeconds(60), "", Map.of(), command).expectSuccess();
        return mount;
    }

    private static String git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "safe.directory=*",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@localhost"));
        command.addAll(List.of(arguments));
        return Commands.run(Duration.ofMinutes(4), "", Map.of(), command)
                .expectSuccess()
                .output();
    }

    @Test
    void rcloneSynchronizesAndFindsNoDifference() throws IOException {
        Path tree = tree(server.scratch());
        rclone("sync", tree.toString(), "s:" + GRID + "/rclone");
        assertThat(rclone("check", "--download", tree.toString(), "s:" + GRID + "/rclone"))
                .contains("0 differences found");
        Files.delete(tree.resolve("a/file-1"));
        Files.writeString(tree.resolve("b/file-2"), "another content");
        rclone("sync", tree.toString(), "s:" + GRID + "/rclone");
        assertThat(rclone("check", "--download", tree.toString(), "s:" + GRID + "/rclone"))
                .contains("0 differences found");
    }

    private static Path tree(Path parent) throws IOException {
        Path tree = Files.createDirectory(parent.resolve("tree"));
        for (String name : List.of("a", "b")) {
            Path folder = Files.createDirectory(tree.resolve(name));
            for (int i = 0; i < 4; i++) {
                Files.writeString(folder.resolve("file-" + i), "content of " + name + i);
            }
        }
        return tree;
    }

    private static String rclone(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null"));
        command.addAll(List.of(arguments));
        return Commands.run(
                        Duration.ofMinutes(4),
                        "",
                        Map.of(
                                "RCLONE_CONFIG_S_TYPE",
                                "sftp",
                                "RCLONE_CONFIG_S_HOST",
                                "127.0.0.1",
                                "RCLONE_CONFIG_S_PORT",
                                Integer.toString(server.port()),
                                "RCLONE_CONFIG_S_USER",
                                Server.USER,
                                "RCLONE_CONFIG_S_KEY_FILE",
                                server.key().toString()),
                        command)
                .expectSuccess()
                .output();
    }

    @Test
    void lftpMirrorsThereAndBackAndFindsNothingToDo() throws IOException {
        Path local = server.scratch();
        Path tree = tree(local);
        random(tree.resolve("a/big"), BIG, 5);
        lftp("mirror -R -P 4 " + tree + " " + GRID + "/lftp");
        Path back = local.resolve("back");
        lftp("mirror -P 4 " + GRID + "/lftp " + back);
        Commands.run("diff", "-r", tree.toString(), back.toString()).expectSuccess();

        Files.delete(tree.resolve("a/file-1"));
        Files.writeString(tree.resolve("b/file-2"), "another content");
        assertThat(lftp("mirror -R --delete --verbose=1 " + tree + " " + GRID + "/lftp"))
                .contains("file-1", "file-2")
                .doesNotContain("file-3");
        assertThat(lftp("mirror -R --delete --verbose=1 " + tree + " " + GRID + "/lftp"))
                .doesNotContain("file-");
        assertThat(lftp("cls -1 " + GRID + "/lftp/a/")).doesNotContain("file-1").contains("file-2");
    }

    private static String lftp(String command) {
        String script = "set sftp:auto-confirm yes\nset net:max-retries 1\nset net:timeout 60\nset cmd:fail-exit yes\n"
                + "set sftp:connect-program \"ssh -a -x " + String.join(" ", OpenSshSftpIT.options(server)) + "\"\n"
                + "open -u " + Server.USER + ",none sftp://127.0.0.1:" + server.port() + "\n" + command + "\n";
        return Commands.run(Duration.ofMinutes(2), script, Map.of(), List.of("lftp"))
                .expectSuccess()
                .output();
    }

    @Test
    void paramikoWritesInPiecesReadsAheadAndRenames() throws IOException {
        Path local = server.scratch();
        Path big = random(local.resolve("big"), BIG, 6);
        String script = """
                import os, sys, paramiko
                port, user, key, big, back, base = sys.argv[1:]
                ssh = paramiko.SSHClient()
                ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
                ssh.connect("127.0.0.1", int(port), user, key_filename=key, look_for_keys=False, allow_agent=False)
                sftp = ssh.open_sftp()
                sftp.mkdir(base)
                sftp.chdir(base)
                assert sftp.listdir() == []
                assert sftp.put(big, "big").st_size == os.stat(big).st_size
                sftp.get("big", back)
                with sftp.open("small", "w") as f:
                    f.write("abc"); f.write("def")
                with sftp.open("small", "r") as f:
                    assert (f.read(4), f.read(2), f.read(1)) == (b"abcd", b"ef", b"")
                with sftp.open("small", "a") as f:
                    f.write("ghi")
                with sftp.open("small", "r+") as f:
                    f.seek(3); f.write("DEF"); f.truncate(8)
                assert sftp.open("small").read() == b"abcDEFgh"
                sftp.utime("small", (1000000000, 1000000000))
                sftp.chmod("small", 0o600)
                sftp.rename("small", "renamed")
                told = sftp.stat("renamed")
                assert (told.st_size, told.st_mtime, told.st_mode & 0o777) == (8, 1000000000, 0o600), told
                sftp.posix_rename("renamed", "big")
                assert sftp.listdir() == ["big"] and sftp.stat("big").st_size == 8
                try:
                    sftp.rmdir(base); raise AssertionError("removed")
                except IOError:
                    pass
                sftp.remove("big")
                sftp.chdir("..")
                sftp.rmdir(base)
                print("done")
                """;
        List<String> command = List.of(
                System.getProperty("python"),
                "-",
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString(),
                big.toString(),
                local.resolve("back").toString(),
                GRID + "/paramiko");
        assertThat(Commands.run(Duration.ofMinutes(2), script, Map.of(), command)
                        .expectSuccess()
                        .output())
                .contains("done");
        assertThat(local.resolve("back")).hasSameBinaryContentAs(big);
    }

    @Test
    void whatIsUploadedWhileTheGridIsAwayArrives() throws Exception {
        Path local = server.scratch();
        Path file = Files.writeString(local.resolve("f"), "uploaded while the grid was away");
        sftp("mkdir " + GRID + "/away", "ls " + GRID + "/away");
        grid.stop();
        try {
            sftp("put " + file + " " + PROMPT + "/away/f", "get " + GRID + "/away/f " + local.resolve("pending"));
            assertThat(local.resolve("pending")).hasSameTextualContentAs(file);
            assertThat(sftp(
                            "chmod 640 " + GRID + "/away/f",
                            "rename " + GRID + "/away/f " + GRID + "/away/g",
                            "ls -l " + GRID + "/away/g",
                            "rename " + GRID + "/away/g " + GRID + "/away/f",
                            "put " + file + " " + PROMPT + "/away/withdrawn",
                            "rm " + GRID + "/away/withdrawn"))
                    .containsPattern("-rw-r-----.* 32 .*away/g");
            awaitListingRefused(GRID + "/away");
            Path other = Files.writeString(local.resolve("other"), "other");
            sftp("put " + other + " /other", "ls /", "get /other " + local.resolve("other-back"));
        } finally {
            grid.start();
        }
        grid.awaitServing();
        assertThat(sftp("get " + GRID + "/away/f " + local.resolve("back"), "ls -l " + GRID + "/away"))
                .containsPattern("-rw-r-----.* 32 .*away/f")
                .doesNotContain("withdrawn", "away/g");
        assertThat(local.resolve("back")).hasSameTextualContentAs(file);
    }

    /** Waits until nothing is remembered of a directory: a listing that cannot be told is refused, rather than short. */
    private static void awaitListingRefused(String directory) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!sftp("-ls " + directory).contains("remote readdir(\"" + directory + "/\"): Failure")) {
            assertThat(System.nanoTime()).as("the time for it").isLessThan(deadline);
        }
    }

    /** An upload belongs to its directory, wherever that is by then, and replaces nothing that it did not see. */
    @Test
    void whatOthersChangeInTheGridMeanwhile() throws Exception {
        Path file = Files.writeString(server.scratch().resolve("f"), "ours");
        for (String name : List.of("moves", "goes", "taken", "closed")) {
            sftp("mkdir " + PROMPT + "/" + name, "put " + file + " " + PROMPT + "/" + name + "/first");
        }
        assertThat(uploads.awaitStored(Duration.ofMinutes(1))).isEmpty();
        grid.way().cut();
        try {
            sftp(Stream.of("moves", "goes", "taken", "closed")
                    .map(name -> "put " + file + " " + PROMPT + "/" + name + "/f")
                    .toArray(String[]::new));
            awaitListingRefused(GRID);
            grid.ask("POST", "?t=rename&from_name=moves&to_name=moved", "");
            grid.ask("POST", "/moves?t=mkdir", "");
            grid.ask("DELETE", "/goes", "");
            grid.ask("PUT", "/taken/f", "theirs");
            Matcher readOnly =
                    Pattern.compile("\"ro_uri\": \"([^\"]+)\"").matcher(grid.ask("GET", "/closed?t=json", ""));
            assertThat(readOnly.find()).isTrue();
            grid.ask("PUT", "/closed?t=uri", readOnly.group(1));
        } finally {
            grid.way().mend();
        }
        assertThat(uploads.awaitStored(Duration.ofMinutes(2)))
                .contains("[goes, f]", "its directory is gone")
                .contains("[taken, f]", "its name was changed by somebody else")
                .contains("[closed, f]")
                .doesNotContain("[moves, f]", "[moved, f]");
        assertThat(grid.ask("GET", "/moved/f", "")).isEqualTo("ours");
        assertThat(grid.ask("GET", "/moves?t=json", "")).doesNotContain("\"f\"");
        assertThat(grid.ask("GET", "/taken/f", "")).isEqualTo("theirs");
    }

    /** Nobody has seen that, as long as the server remembers the directory as it was. */
    @Test
    void aRenameReplacesNothingThatOthersPutThereJustThen() throws Exception {
        try (RawSftp client = RawSftp.start(server, "OpenSSH_9.2p1")) {
            upload(client, GRID + "/to-be-moved", "ours");
            assertThat(uploads.awaitStored(Duration.ofMinutes(1))).doesNotContain("to-be-moved");
            assertThat(client.ask(SftpPacket.of(LSTAT, 1).text(GRID + "/made-by-others"))
                            .status())
                    .isEqualTo(2);
            grid.ask("PUT", "/made-by-others", "theirs");
            SftpPacket rename =
                    SftpPacket.of(RENAME, 2).text(GRID + "/to-be-moved").text(GRID + "/made-by-others");
            assertThat(client.ask(rename).status()).isEqualTo(4);
            assertThat(grid.ask("GET", "/made-by-others", "")).isEqualTo("theirs");
            assertThat(content(client, GRID + "/to-be-moved")).isEqualTo("ours");
        }
    }

    /** As WinSCP saves (simulated): the new file beside the old one, which it then removes, and the rename to its name. */
    @Test
    void aFileSavedByRemovalAndRenameIsNeverMissing() throws IOException {
        String file = GRID + "/saved";
        try (RawSftp winscp = RawSftp.start(server, "WinSCP_release_6.3.5");
                RawSftp reader = RawSftp.start(server, "OpenSSH_9.2p1")) {
            upload(reader, file, "old");
            upload(winscp, file + ".filepart", "new");
            assertThat(winscp.ask(SftpPacket.of(REMOVE, 1).text(file)).status()).isZero();
            assertThat(winscp.ask(SftpPacket.of(LSTAT, 2).text(file)).status()).isEqualTo(2);
            assertThat(content(reader, file)).isEqualTo("old");
            assertThat(winscp.ask(SftpPacket.of(RENAME, 3)
                                    .text(file + ".filepart")
                                    .text(file))
                            .status())
                    .isZero();
            assertThat(content(reader, file)).isEqualTo("new");

            assertThat(winscp.ask(SftpPacket.of(REMOVE, 4).text(file)).status()).isZero();
            assertThat(reader.ask(SftpPacket.of(LSTAT, 5).text(file)).status())
                    .as("with nothing made beside it, a removal is one")
                    .isEqualTo(2);
        }
        assertThat(server.transferLog().lines().filter(line -> line.contains("\"" + file + "\"")))
                .extracting(line -> line.replaceAll(".* action=\"([^\"]*)\".*", "$1"))
                .as("one event tells of the replacement")
                .containsSubsequence("upload", "upload", "remove")
                .filteredOn("remove"::equals)
                .hasSize(1);
    }

    private static void upload(RawSftp client, String path, String content) throws IOException {
        byte[] handle =
                client.ask(SftpPacket.open(1, path, WRITE_CREATE_TRUNCATE)).handle();
        assertThat(client.ask(SftpPacket.write(2, handle, 0, content.getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isZero();
        assertThat(client.ask(SftpPacket.of(SftpPacket.CLOSE, 3).string(handle)).status())
                .isZero();
    }

    private static String content(RawSftp client, String path) throws IOException {
        byte[] handle = client.ask(SftpPacket.open(1, path, READ)).handle();
        byte[] content = client.ask(SftpPacket.read(2, handle, 0, 100)).data();
        client.ask(SftpPacket.of(SftpPacket.CLOSE, 3).string(handle));
        return new String(content, StandardCharsets.UTF_8);
    }

    @Test
    void noCapabilityIsPrinted() throws IOException {
        assertThat(sftp("ls -la " + GRID, "-get " + GRID + "/missing", "-ls " + GRID + "/URI:DIR2:x"))
                .doesNotContain(grid.root());
        String secret = grid.root().split(":")[2];
        assertThat(server.log())
                .doesNotContain(secret)
                .doesNotContainPattern("URI:(DIR2|CHK|SSK|LIT|MDMF)[A-Za-z-]*:[a-z2-7]");
        assertThat(server.transferLog()).doesNotContain(secret).doesNotContain("URI:CHK");
    }
}
