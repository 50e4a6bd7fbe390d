/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients with opposite needs at one server at the same time. Those that do not run on Linux (WinSCP, the sshfs of Cisco WebEx and of macFUSE, old
 * transfer programs, clients of Windows code pages) are simulated: scripted packet sequences as their sources and field reports tell, under the banner they show.
 */
@ExtendWith(ServerExtension.class)
@Timeout(300)
class QuirksIT {

    private static final String OPENSSH = "OpenSSH_9.2p1 Debian-2+deb12u3";
    private static final String WINSCP = "WinSCP_release_6.3.5";
    private static final String WEBEX = "OpenSSH_7.4-webex";
    private static final String MAC_FUSE = "OpenSSH_8.6";
    private static final String GATEWAY = "XFB.Gateway Unix";

    private static final int WRITE = 2;
    private static final int CREATE = 8;
    private static final int TRUNCATE = 16;
    private static final int LSTAT = 7;
    private static final int REMOVE = 13;
    private static final int RENAME = 18;
    private static final int SYMLINK = 20;
    private static final int LINK = 21;
    private static final int ATTRS = 105;

    private final Server server;
    private Path folder;
    private String path;

    QuirksIT(Server server) {
        this.server = server;
        server.configureOnce(
                "org.sallyport.quirk-webex.cfg",
                "layer = user\ncondition = (&(user=" + Server.USER
                        + ")(banner=*webex))\nprofile = webex-sshfs\nevidence = simulated\n");
        server.configureOnce(
                "org.sallyport.quirk-exec.cfg",
                "layer = user\ncondition = (&(user=" + Server.USER
                        + ")(address=127.0.0.0/8))\nexec = cd, df, md5sum, pwd, sha256sum\nevidence = test\n");
        server.configureOnce(
                "org.sallyport.quirk-gateway.cfg",
                "condition = (banner=XFB.Gateway*)\ncreate-parents = on\nrename-overwrite = files\n"
                        + "set-permissions = ignore\nmkdir-existing = on\nevidence = simulated\n");
        server.configureOnce(
                "org.sallyport.quirk-renames.cfg",
                "condition = (banner=Rename_*)\nversion-range = 3-6\nevidence = test\n");
        for (String answer : List.of("files", "always")) {
            server.configureOnce(
                    "org.sallyport.quirk-rename-" + answer + ".cfg",
                    "condition = (banner=Rename_" + answer + ")\nrename-overwrite = " + answer + "\nevidence = test\n");
        }
    }

    @BeforeEach
    void makeFolder(TestInfo test) throws IOException {
        String name = test.getTestMethod().orElseThrow().getName();
        path = "/quirks-" + name;
        try (RawSftp client = RawSftp.start(server, OPENSSH)) {
            ask(client, SftpPacket.of(SftpPacket.MKDIR, 1).text(path).u32(0));
        }
        folder = server.data().resolve("quirks-" + name);
    }

    private static RawSftp.Reply ask(RawSftp client, SftpPacket packet) throws IOException {
        client.send(packet);
        return client.next();
    }

    private void put(RawSftp client, String name, String content) throws IOException {
        byte[] handle = ask(client, SftpPacket.open(1, path + "/" + name, WRITE | CREATE | TRUNCATE))
                .handle();
        assertThat(ask(client, SftpPacket.write(2, handle, 0, content.getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isZero();
        assertThat(ask(client, SftpPacket.of(SftpPacket.CLOSE, 3).string(handle))
                        .status())
                .isZero();
    }

    private int rename(RawSftp client, String from, String to) throws IOException {
        return ask(client, SftpPacket.of(RENAME, 4).text(path + "/" + from).text(path + "/" + to))
                .status();
    }

    private int lstat(RawSftp client, String name) throws IOException {
        RawSftp.Reply reply = ask(client, SftpPacket.of(LSTAT, 5).text(path + "/" + name));
        return reply.type() == ATTRS ? 0 : reply.status();
    }

    @Test
    void oneUserWithTwoClientsThatOrderLinksDifferently() throws IOException {
        try (RawSftp targetFirst = RawSftp.start(server, OPENSSH);
                RawSftp linkFirst = RawSftp.start(server, WINSCP)) {
            ask(targetFirst, SftpPacket.of(SftpPacket.REALPATH, 1).text("."));
            assertThat(ask(targetFirst, SftpPacket.of(SYMLINK, 2).text("target").text(path + "/a"))
                            .status())
                    .isZero();
            assertThat(ask(
                                    linkFirst,
                                    SftpPacket.of(SYMLINK, 2).text(path + "/b").text("target"))
                            .status())
                    .isZero();
        }
        assertThat(Files.readSymbolicLink(folder.resolve("a"))).hasToString("target");
        assertThat(Files.readSymbolicLink(folder.resolve("b"))).hasToString("target");
    }

    @Test
    void simulatedWebExRenamesOverWhatExistsBeforeItCloses() throws IOException {
        try (RawSftp webex = RawSftp.start(server, WEBEX);
                RawSftp other = RawSftp.start(server, OPENSSH)) {
            put(webex, "backup", "yesterday");
            byte[] handle = ask(webex, SftpPacket.open(1, path + "/backup.tmp", WRITE | CREATE | TRUNCATE))
                    .handle();
            ask(webex, SftpPacket.write(2, handle, 0, "to".getBytes(StandardCharsets.UTF_8)));
            assertThat(rename(webex, "backup.tmp", "backup")).isZero();
            assertThat(ask(webex, SftpPacket.write(3, handle, 2, "day".getBytes(StandardCharsets.UTF_8)))
                            .status())
                    .isZero();
            assertThat(ask(webex, SftpPacket.of(SftpPacket.CLOSE, 4).string(handle))
                            .status())
                    .isZero();
            assertThat(folder.resolve("backup")).hasContent("today");

            put(other, "lock", "");
            put(other, "lock.new", "");
            assertThat(rename(other, "lock.new", "lock"))
                    .as("another client, which takes the failure for a lock")
                    .isEqualTo(4);
        }
    }

    @Test
    void simulatedWinScpReplacesAFileThatOthersNeverMiss() throws IOException {
        try (RawSftp winscp = RawSftp.start(server, WINSCP);
                RawSftp reader = RawSftp.start(server, OPENSSH)) {
            put(reader, "report", "old");
            Files.setPosixFilePermissions(
                    folder.resolve("report"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-r--"));
            put(winscp, "report.filepart", "new");
            assertThat(ask(winscp, SftpPacket.of(REMOVE, 4).text(path + "/report"))
                            .status())
                    .isZero();
            assertThat(lstat(winscp, "report")).as("for WinSCP it is gone").isEqualTo(2);
            assertThat(lstat(reader, "report")).as("for others it is there").isZero();
            assertThat(rename(winscp, "report.filepart", "report")).isZero();
            assertThat(folder.resolve("report")).hasContent("new");
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("report"))))
                    .isEqualTo("rw-rw-r--");

            put(reader, "plain", "x");
            put(reader, "plain.new", "y");
            assertThat(ask(reader, SftpPacket.of(REMOVE, 4).text(path + "/plain"))
                            .status())
                    .isZero();
            assertThat(folder.resolve("plain")).as("removed at once").doesNotExist();
        }
    }

    /** It asks for version 6 where the server's identification makes it believe that this is OpenSSH, and then knows links as the draft has them. */
    @Test
    void simulatedWinScpIsServedInTheVersionItAsksFor() throws IOException {
        try (RawSftp six = RawSftp.login(server, WINSCP).openChannel();
                RawSftp other = RawSftp.login(server, "Unheard_1.0").openChannel()) {
            six.send(SftpPacket.init(6));
            assertThat(six.next().id()).isEqualTo(6);
            assertThat(ask(
                                    six,
                                    SftpPacket.of(LINK, 1)
                                            .text(path + "/link")
                                            .text("target")
                                            .u8(1))
                            .status())
                    .isZero();
            assertThat(Files.readSymbolicLink(folder.resolve("link"))).hasToString("target");
            other.send(SftpPacket.init(6));
            assertThat(other.next().id()).as("a client that no rule knows").isEqualTo(3);
        }
    }

    /** It says at OPEN how large a file will be, and reads times as signed numbers. */
    @Test
    void simulatedWinScpResumesAndReadsTimesBeyond2038() throws IOException {
        Path part = folder.resolve("report.filepart");
        try (RawSftp winscp = RawSftp.start(server, WINSCP);
                RawSftp other = RawSftp.start(server, OPENSSH)) {
            put(winscp, "report.filepart", "the first half");
            byte[] handle = ask(
                            winscp,
                            SftpPacket.of(SftpPacket.OPEN, 1)
                                    .text(path + "/report.filepart")
                                    .u32(WRITE | CREATE)
                                    .u32(1)
                                    .u64(3))
                    .handle();
            ask(winscp, SftpPacket.write(2, handle, 14, " and the other".getBytes(StandardCharsets.UTF_8)));
            ask(winscp, SftpPacket.of(SftpPacket.CLOSE, 3).string(handle));
            assertThat(part).hasContent("the first half and the other");

            Instant late = Instant.parse("2100-01-01T00:00:00Z");
            assertThat(ask(
                                    other,
                                    SftpPacket.of(SftpPacket.SETSTAT, 4)
                                            .text(path + "/report.filepart")
                                            .u32(8)
                                            .u32(late.getEpochSecond())
                                            .u32(late.getEpochSecond()))
                            .status())
                    .isZero();
            assertThat(modified(winscp)).isEqualTo(Integer.MAX_VALUE);
            assertThat(modified(other)).isEqualTo(late.getEpochSecond());
        }
    }

    /** The last of the four numbers at the end of version 3's attributes. */
    private long modified(RawSftp client) throws IOException {
        ByteBuffer attributes = ask(client, SftpPacket.of(LSTAT, 5).text(path + "/report.filepart"))
                .fields();
        return attributes.getInt(attributes.limit() - Integer.BYTES) & 0xffffffffL;
    }

    /** Each form of a rename onto an existing name, as a row of the table in {@code docs/quirks.md}. */
    private enum Form {
        PLAIN_3(3, 0, Form.PLAIN),
        PLAIN_4(4, 0, Form.PLAIN),
        PLAIN_5(5, 0, Form.PLAIN),
        PLAIN_6(6, 0, Form.PLAIN),
        OVERWRITE_5(5, 1, Form.OVERWRITE),
        OVERWRITE_6(6, 1, Form.OVERWRITE),
        ATOMIC_5(5, 2, Form.ATOMIC),
        ATOMIC_6(6, 3, Form.ATOMIC),
        NATIVE_5(5, 4, Form.NATIVE),
        NATIVE_6(6, 7, Form.NATIVE),
        POSIX_RENAME(3, 0, Form.NATIVE),
        AFTER_REMOVE(3, 0, Form.REMOVE_FIRST);

        private static final String PLAIN = "RENAME of version 3 and 4, or with no flag in version 5 and 6";
        private static final String OVERWRITE = "RENAME with OVERWRITE";
        private static final String ATOMIC = "RENAME with ATOMIC";
        private static final String NATIVE = "RENAME with NATIVE, and `posix-rename@openssh.com`";
        private static final String REMOVE_FIRST = "REMOVE, then RENAME";

        private final int version;
        private final int flags;
        private final String row;

        Form(int version, int flags, String row) {
            this.version = version;
            this.flags = flags;
            this.row = row;
        }
    }

    @Test
    void renamesOntoExistingNamesAreAnsweredAsTheTableSays() throws IOException {
        for (String answer : List.of("never", "files", "always")) {
            for (Form form : Form.values()) {
                try (RawSftp client = RawSftp.start(server, "Rename_" + answer, form.version)) {
                    String file = onto(client, form, answer + form + "-file", name -> Files.writeString(name, "x"));
                    String directory = onto(client, form, answer + form + "-directory", Files::createDirectory);
                    assertThat(file + " / " + directory)
                            .as("%s, %s", form, answer)
                            .isEqualTo(ClientTable.cell("quirks.md", form.row, "`" + answer + "`"));
                }
            }
        }
    }

    @FunctionalInterface
    private interface Making {

        void make(Path name) throws IOException;
    }

    private String onto(RawSftp client, Form form, String name, Making making) throws IOException {
        making.make(folder.resolve(name));
        making.make(folder.resolve(name + "-new"));
        if (form == Form.AFTER_REMOVE
                && ask(client, SftpPacket.of(REMOVE, 1).text(path + "/" + name)).status() != 0) {
            return "refused";
        }
        SftpPacket rename = form == Form.POSIX_RENAME
                ? SftpPacket.of(SftpPacket.EXTENDED, 2).text("posix-rename@openssh.com")
                : SftpPacket.of(RENAME, 2);
        rename.text(path + "/" + name + "-new").text(path + "/" + name);
        int status =
                ask(client, form.version >= 5 ? rename.u32(form.flags) : rename).status();
        assertThat(folder.resolve(name)).exists();
        assertThat(Files.exists(folder.resolve(name + "-new"))).as(name).isEqualTo(status != 0);
        return status == 0 ? "replaced" : "refused";
    }

    /** Its way around a refused rename begins only with FAILURE: the old one aside, the new one to its name, the old one removed. */
    @Test
    void simulatedMacFuseRenamesAroundWhatExists() throws IOException {
        try (RawSftp mac = RawSftp.start(server, MAC_FUSE)) {
            put(mac, "report", "old");
            put(mac, "._report", "resource fork");
            put(mac, "report.sb-1234", "new");
            assertThat(rename(mac, "report.sb-1234", "report"))
                    .as("FAILURE, and no other code")
                    .isEqualTo(4);
            assertThat(rename(mac, "report", "report.0a1b2c3d")).isZero();
            assertThat(rename(mac, "report.sb-1234", "report")).isZero();
            assertThat(ask(mac, SftpPacket.of(REMOVE, 6).text(path + "/report.0a1b2c3d"))
                            .status())
                    .isZero();
            assertThat(folder.resolve("report")).hasContent("new");
            assertThat(folder.resolve("._report")).hasContent("resource fork");
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report", "._report");
        }
    }

    /** Makes no directories, or makes them each time; sends modes that are not its to set; delivers by a plain rename over what is there. */
    @Test
    void simulatedTransferProgramDeliversWithoutAskingMuch() throws IOException {
        try (RawSftp gateway = RawSftp.start(server, GATEWAY);
                RawSftp other = RawSftp.start(server, OPENSSH)) {
            put(gateway, "2026/11/in/order.tmp", "first");
            assertThat(ask(
                                    gateway,
                                    SftpPacket.of(SftpPacket.MKDIR, 7)
                                            .text(path + "/2026")
                                            .u32(0))
                            .status())
                    .as("a directory that is there")
                    .isZero();
            assertThat(rename(gateway, "2026/11/in/order.tmp", "2026/11/in/order"))
                    .isZero();
            put(gateway, "2026/11/in/order.tmp", "second");
            assertThat(ask(
                                    gateway,
                                    SftpPacket.of(SftpPacket.SETSTAT, 8)
                                            .text(path + "/2026/11/in/order.tmp")
                                            .u32(4)
                                            .u32(0))
                            .status())
                    .isZero();
            assertThat(rename(gateway, "2026/11/in/order.tmp", "2026/11/in/order"))
                    .isZero();
            assertThat(folder.resolve("2026/11/in/order")).hasContent("second");

            assertThat(ask(other, SftpPacket.open(9, path + "/2027/order", WRITE | CREATE))
                            .status())
                    .as("another client makes no directories by the way")
                    .isEqualTo(2);
            put(other, "new", "x");
            assertThat(rename(other, "new", "2026/11/in/order")).isEqualTo(4);
        }
    }

    @Test
    void simulatedClientsOfAWindowsCodePageAndOfUtf8SeeTheSameNames() throws IOException {
        try (RawSftp windows = RawSftp.start(server, "Ancient_1.0");
                RawSftp utf8 = RawSftp.start(server, OPENSSH)) {
            byte[] latin = (path + "/\u00fcber").getBytes(StandardCharsets.ISO_8859_1);
            assertThat(ask(
                                    windows,
                                    SftpPacket.of(SftpPacket.MKDIR, 1)
                                            .string(latin)
                                            .u32(0))
                            .status())
                    .isZero();
            assertThat(lstat(utf8, "\u00fcber")).isZero();
            assertThat(ask(windows, SftpPacket.of(LSTAT, 2).string(latin)).type())
                    .isEqualTo(ATTRS);
        }
    }

    @Test
    void commandsAreAnsweredWithoutAShell() throws IOException {
        try (RawSftp client = RawSftp.start(server, OPENSSH)) {
            put(client, "file", "abc");
        }
        assertThat(ssh("md5sum '" + path + "/file'").output())
                .contains("900150983cd24fb0d6963f7d28e17f72  " + path + "/file");
        assertThat(ssh("df -P -k " + path).output()).contains("1024-blocks");
        assertThat(ssh("pwd").output()).contains("/");
        assertThat(ssh("sha256sum " + path + "/file").output())
                .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " + path + "/file");
        assertThat(ssh("cd " + path).exit()).isZero();
        assertThat(ssh("md5sum " + path + "/none").exit()).isEqualTo(1);
        assertThat(ssh("sha1sum " + path + "/file").exit())
                .as("not in the rule")
                .isNotZero();
        assertThat(ssh("id; pwd").exit()).isNotZero();
    }

    private Commands.Result ssh(String command) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        words.addAll(OpenSshSftpIT.options(server));
        words.addAll(List.of("-p", Integer.toString(server.port()), Server.USER + "@127.0.0.1", command));
        return Commands.run(Duration.ofMinutes(1), "", Map.of(), words);
    }
}
