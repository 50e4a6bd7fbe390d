/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mounts of all kinds in the assembly, as OpenSSH's sftp sees them. */
@Timeout(300)
@Tag("own-server")
class MountsIT {

    private static final String OTHER = "bob";
    private static final String WRONG = "wrong";
    /** Parts of lines that are meant to be in the log. */
    private static final List<String> MEANT = List.of(
            "org.sallyport.mount-" + WRONG,
            "org.sallyport.mount~" + WRONG,
            "ingleton pid",
            "org.sallyport.mount: no such");

    private static Server server;
    private static Path stores;

    @BeforeAll
    static void start() throws IOException {
        server = Server.start();
        stores = server.data().resolveSibling("stores");
        folder(stores);
        Files.writeString(server.home().resolve("etc/sallyport/users/" + OTHER + ".properties"), "roles = staff\n");
        Files.copy(server.key().resolveSibling("key.pub"), server.home().resolve("etc/sallyport/keys/" + OTHER));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingWentWrongInside() {
        assertThat(server.log().lines().filter(line -> MEANT.stream().noneMatch(line::contains)))
                .noneMatch(line -> line.contains("Exception") || line.contains("| ERROR"));
    }

    private static void awaitLog(String text) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!server.log().contains(text)) {
            assertThat(System.nanoTime()).as(text + " in " + server.log()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Test
    void aFileThatIsWrongIsToldInOneLineWithoutAStack() throws Exception {
        server.configure("org.sallyport.mount-" + WRONG + ".cfg", "path = /wrong\nuri = /srv\numask = 9\n");
        server.configure("org.sallyport.mount-" + WRONG + "1.cfg", "path = /\\u12zz\nuri = file:///tmp\n");
        server.configure("org.sallyport.mount-" + WRONG + "2.cfg", "<mount>\n");
        server.configure("org.sallyport.mount.cfg", "path = /wrong\nuri = file:///tmp\n");
        awaitLog("org.sallyport.mount~" + WRONG
                + ": uri = /srv: a URI with a scheme, such as file:///srv/data; org.sallyport.mount~" + WRONG
                + ": umask = 9: an octal number from 000 to 777");
        awaitLog("org.sallyport.mount-" + WRONG + "1.cfg Unable to parse unicode value: 12zz");
        awaitLog("org.sallyport.mount-" + WRONG + "2.cfg jdk.internal.org.xml.sax.SAXParseException");
        awaitLog("configuration without effect: org.sallyport.mount: no such configuration; valid are");
        assertThat(server.log().lines()).noneMatch(line -> line.startsWith("\t") || line.startsWith("Caused by"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                server.home().resolve("etc"), "org.sallyport.{mount.cfg,mount-" + WRONG + "*}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        awaitLog("Deleting configuration {org.sallyport.mount}");
    }

    @Test
    void aFileThatIsReadHalfIsReadAgain() throws Exception {
        Path file = server.home().resolve("etc/org.sallyport.mount-half.cfg");
        server.configure(file.getFileName().toString(), "uri = file://" + stores + "\npath = /ha");
        awaitLog("mount half is at /ha;");
        Files.writeString(file, "lf\n", StandardOpenOption.APPEND);
        awaitLog("mount half is at /half;");
        // In place, and as long as before.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.wrap("/calf\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)), channel.size() - 6);
        }
        awaitLog("mount half is at /calf;");
    }

    /** For the server's user, whoever makes it. */
    private static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Commands.run("chmod", "777", folder.toString()).expectSuccess();
        return folder;
    }

    private static Path local(String name, String content) throws IOException {
        return Files.writeString(server.scratch().resolve(name), content);
    }

    private static Commands.Result sftp(String user, String... batch) {
        List<String> command = new ArrayList<>(List.of("sftp"));
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", user + "@127.0.0.1"));
        return Commands.run(Duration.ofMinutes(2), String.join("\n", batch) + "\n", Map.of(), command);
    }

    private static String done(String... batch) {
        return sftp(Server.USER, batch).expectSuccess().output();
    }

    private static String refused(String... batch) {
        Commands.Result result = sftp(Server.USER, batch);
        assertThat(result.exit()).as(result.output()).isNotZero();
        return result.output();
    }

    private static void mount(String name, String path, String uri, String... more) throws InterruptedException {
        server.configure(
                "org.sallyport.mount-" + name + ".cfg",
                "path = " + path + "\nuri = " + uri + "\n" + String.join("\n", more) + "\n");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!server.log().contains("mount " + name + " is at " + path)) {
            assertThat(System.nanoTime()).as(server.log()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Test
    void mountsLieInEachOtherAndTheInnermostHolds() throws Exception {
        Path outer = folder(stores.resolve("outer"));
        Path inner = folder(stores.resolve("inner"));
        Files.writeString(folder(outer.resolve("inner")).resolve("covered"), "not to be seen");
        mount("outer", "/outer", "file://" + outer);
        mount("inner", "/outer/inner", "file://" + inner);
        mount("deep", "/outer/inner/no/such/folder/deep", "file://" + folder(stores.resolve("deep")));
        Path file = local("f", "content\n");
        done(
                "put " + file + " /outer/in-outer",
                "put " + file + " /outer/inner/in-inner",
                "put " + file + " /outer/inner/no/such/folder/deep/in-deep",
                "get /outer/inner/no/such/folder/deep/in-deep " + file + ".back");
        assertThat(Path.of(file + ".back")).hasContent("content\n");
        assertThat(outer.resolve("in-outer")).hasContent("content\n");
        assertThat(inner.resolve("in-inner")).hasContent("content\n");
        assertThat(done("ls -1 /outer")).contains("/outer/in-outer", "/outer/inner");
        assertThat(done("ls -1 /outer/inner")).contains("in-inner", "/no").doesNotContain("covered");
        assertThat(done("cd /outer/inner/no/such/folder", "ls -1")).contains("deep");
        assertThat(done("cd /outer/inner/no/such/folder/deep/../../../../..", "pwd"))
                .contains("Remote working directory: /outer");
        done("rename /outer/inner/in-inner /outer/inner/renamed");
        assertThat(inner.resolve("renamed")).exists();
        refused("rmdir /outer/inner");
        refused("rename /outer/inner /outer/elsewhere");
        refused("rename /outer/in-outer /outer/inner/across");
        assertThat(outer.resolve("in-outer")).exists();
    }

    @Test
    void aMountForARoleIsThereForThoseWhoHaveIt() throws Exception {
        Path staff = folder(stores.resolve("staff"));
        mount("staff", "/staff", "file://" + staff, "roles = staff");
        mount("hers", "/hers", "file://" + folder(stores.resolve("hers")), "users = " + Server.USER);
        mount("home", "/home", "file://" + folder(stores.resolve("homes")) + "/{user}", "create = true");
        Path file = local("f", "content\n");
        sftp(OTHER, "put " + file + " /staff/f", "put " + file + " /home/f").expectSuccess();
        assertThat(staff.resolve("f")).hasContent("content\n");
        assertThat(stores.resolve("homes/" + OTHER + "/f")).hasContent("content\n");
        assertThat(sftp(OTHER, "ls -1 /").expectSuccess().output())
                .contains("/staff", "/home")
                .doesNotContain("/hers");
        assertThat(done("ls -1 /")).contains("/hers", "/home").doesNotContain("/staff");
        assertThat(refused("ls /staff")).contains("not found");
        refused("get /staff/f " + file + ".back");
        refused("put " + file + " /staff/g");
        refused("get /home/f " + file + ".back");
        assertThat(stores.resolve("homes/" + Server.USER)).isEmptyDirectory();
    }

    @Test
    void aReadOnlyMountTakesNothingAndGivesAll() throws Exception {
        Path shelf = folder(stores.resolve("shelf"));
        Files.writeString(shelf.resolve("book"), "to be read\n");
        folder(shelf.resolve("drawer"));
        mount("shelf", "/shelf", "file://" + shelf, "read-only = true");
        Path file = local("f", "content\n");
        done("get /shelf/book " + file + ".back", "ls -l /shelf");
        assertThat(Path.of(file + ".back")).hasContent("to be read\n");
        for (String change : List.of(
                "put " + file + " /shelf/f",
                "put " + file + " /shelf/book",
                "reput " + file + " /shelf/book",
                "rm /shelf/book",
                "mkdir /shelf/d",
                "rmdir /shelf/drawer",
                "rename /shelf/book /shelf/other",
                "rename -l /shelf/book /shelf/other",
                "ln /shelf/book /shelf/other",
                "ln -s book /shelf/other",
                "chmod 600 /shelf/book")) {
            refused(change);
        }
        assertThat(shelf.resolve("book")).hasContent("to be read\n");
        try (var files = Files.list(shelf)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatAnAccessRuleDoesNotAllowIsRefusedAndLogged() throws Exception {
        Path drop = folder(stores.resolve("drop"));
        mount("drop", "/drop", "file://" + drop);
        server.configure(
                "org.sallyport.access-drop.cfg", "mounts = drop\npaths = /in\nallow = create\nroles = nobody, *\n");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!server.log().contains("access rule drop is in force")) {
            assertThat(System.nanoTime()).as(server.log()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
        folder(drop.resolve("in"));
        Path file = local("f", "content\n");
        sftp(OTHER, "put " + file + " /drop/in/f").expectSuccess();
        assertThat(sftp(OTHER, "get /drop/in/f " + file + ".back").exit()).isNotZero();
        assertThat(sftp(OTHER, "put " + file + " /drop/in/f").exit()).isNotZero();
        assertThat(sftp(OTHER, "rename /drop/in/f /drop/f").exit()).isNotZero();
        sftp(OTHER, "put " + file + " /drop/f", "rm /drop/f").expectSuccess();
        assertThat(drop.resolve("in/f")).hasContent("content\n");
        assertThat(server.transferLog())
                .contains(
                        "open: access rule drop does not allow read",
                        "open: access rule drop does not allow overwrite",
                        "rename: access rule drop does not allow rename");
    }

    @Test
    void aMountHoldsNoMoreThanItsQuota() throws Exception {
        Path small = folder(stores.resolve("small"));
        mount("small", "/small", "file://" + small, "quota-bytes = 1M", "quota-files = 3");
        Path half = server.scratch().resolve("half");
        Files.write(half, new byte[600 << 10]);
        done("put " + half + " /small/one");
        refused("put " + half + " /small/two");
        assertThat(small.resolve("one")).hasSize(600 << 10);
        done("rm /small/one", "put " + half + " /small/two");
        assertThat(small.resolve("two")).hasSize(600 << 10);
        Path tiny = local("tiny", "x");
        done("put " + tiny + " /small/three", "mkdir /small/four");
        refused("put " + tiny + " /small/five");
        refused("mkdir /small/six");
        try (var files = Files.list(small)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith(".")))
                    .hasSize(3);
        }
        assertThat(done("df /small")).containsPattern("\\b1024\\b");
    }

    @Test
    void archivesAreReadAsFolders() throws Exception {
        Path zip = stores.resolve("a.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("top", "folder/inner", "folder/\u00fcber uns")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(("in " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        Path tree = Files.createDirectories(server.scratch().resolve("tree/folder"));
        Files.writeString(tree.resolve("inner"), "in folder/inner");
        Path tar = stores.resolve("a.tar");
        Commands.run("tar", "cf", tar.toString(), "-C", tree.getParent().toString(), "folder")
                .expectSuccess();
        mount("zip", "/zip", "zip:file://" + zip);
        mount("tar", "/tar", "tar:file://" + tar);
        Path back = folder(server.scratch().resolve("back"));
        done("get -r /zip " + back + "/zip", "get -r /tar " + back + "/tar");
        assertThat(back.resolve("zip/top")).hasContent("in top");
        assertThat(back.resolve("zip/folder/\u00fcber uns")).hasContent("in folder/\u00fcber uns");
        assertThat(back.resolve("tar/folder/inner")).hasContent("in folder/inner");
        for (String archive : List.of("/zip", "/tar")) {
            refused("put " + local("f", "x") + " " + archive + "/f");
            refused("rm " + archive + "/folder/inner");
            refused("mkdir " + archive + "/d");
        }
    }

    @Test
    void aMountInMemoryTakesAWholeTree() throws Exception {
        mount("memory", "/memory", "ram:///");
        Path tree = Files.createDirectories(server.scratch().resolve("tree/folder"));
        for (int i = 0; i < 50; i++) {
            Files.write(tree.resolve("f" + i), new byte[i * 1000]);
        }
        Path back = server.scratch().resolve("back");
        done(
                "put -r " + tree.getParent() + " /memory/tree",
                "rename /memory/tree/folder/f7 /memory/tree/moved",
                "rm /memory/tree/folder/f8");
        // In another session: what is in memory stays as long as its mount is there.
        done("get -r /memory/tree " + back);
        assertThat(back.resolve("moved")).hasSize(7000);
        assertThat(back.resolve("folder/f8")).doesNotExist();
        for (int i = 9; i < 50; i++) {
            assertThat(Files.mismatch(tree.resolve("f" + i), back.resolve("folder/f" + i)))
                    .as("f" + i)
                    .isEqualTo(-1);
        }
    }
}
