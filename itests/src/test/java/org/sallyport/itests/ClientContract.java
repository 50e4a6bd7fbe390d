/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every client must be able to do; effects are looked at on the server's disk. Each client says how it does each thing. */
@ExtendWith(ServerExtension.class)
abstract class ClientContract {

    /** What the client makes of a rename onto an existing file. */
    enum OntoExisting {
        REPLACES,
        FAILS
    }

    protected final Server server;
    private final String folder = getClass().getSimpleName();
    protected Path local;
    protected Path disk;

    ClientContract(Server server) {
        this.server = server;
    }

    abstract void put(Path file, String path) throws Exception;

    abstract void get(String path, Path file) throws Exception;

    abstract void makeDirectory(String path) throws Exception;

    abstract void removeDirectory(String path) throws Exception;

    abstract void remove(String path) throws Exception;

    abstract void rename(String from, String to) throws Exception;

    abstract void symlink(String target, String link) throws Exception;

    /** Names in a directory, without {@code "."} and {@code ".."}. */
    abstract List<String> list(String path) throws Exception;

    /** A program that has no words for something; the reason stands in {@code docs/clients.md}. */
    static final class NoWordsForThat extends Exception {

        private static final long serialVersionUID = 1L;

        NoWordsForThat(String reason) {
            super(reason);
        }
    }

    /** Adds to the end of a file. */
    void append(Path tail, String path) throws Exception {
        throw new NoWordsForThat("no append");
    }

    /** Sends what a file on the server lacks of a local one. */
    void resumeUpload(Path whole, String path) throws Exception {
        throw new NoWordsForThat("no resume");
    }

    /** Fetches what a local file lacks of one on the server. */
    void resumeDownload(String path, Path part) throws Exception {
        throw new NoWordsForThat("no resume");
    }

    /** Uploads with the local file's time and mode. */
    void putAsItIs(Path file, String path) throws Exception {
        throw new NoWordsForThat("no times");
    }

    /** Uploads one half under a name, renames, and goes on with the other half. */
    void putAndRenameOnTheWay(Path file, String before, String after) throws Exception {
        throw new NoWordsForThat("one command at a time");
    }

    OntoExisting renameOntoExisting() {
        return OntoExisting.FAILS;
    }

    /** Names that the client can be told. */
    List<String> names() {
        return List.of(
                "with space",
                "quote'and\"double",
                "emoji \uD83D\uDE80 \u00e9\u00fc",
                "back\\slash",
                "percent%20",
                "n".repeat(255));
    }

    protected String path(String name) {
        return "/" + folder + "/" + name;
    }

    @BeforeEach
    void makeFolders() throws IOException {
        local = server.scratch();
        disk = server.data().resolve(folder);
        Commands.run("rm", "-rf", disk.toString()).expectSuccess();
        Files.createDirectories(disk);
        Commands.run("chmod", "777", disk.toString()).expectSuccess();
    }

    @AfterEach
    void nothingWentWrongInside() {
        assertThat(server.log()).doesNotContain("Exception", "| ERROR");
    }

    protected static byte[] content(int size, long seed) {
        byte[] content = new byte[size];
        new SplittableRandom(seed).nextBytes(content);
        return content;
    }

    protected Path file(String name, byte[] content) throws IOException {
        return Files.write(local.resolve(name), content);
    }

    @Test
    void putsAndGetsFilesOfAllSizes() throws Exception {
        for (int size : new int[] {0, 1, 200_000, 3_000_000}) {
            byte[] content = content(size, size);
            put(file("f" + size, content), path("f" + size));
            assertThat(Files.readAllBytes(disk.resolve("f" + size))).isEqualTo(content);
            get(path("f" + size), local.resolve("back" + size));
            assertThat(Files.readAllBytes(local.resolve("back" + size))).isEqualTo(content);
        }
    }

    @Test
    void overwritesLongerContentWhole() throws Exception {
        put(file("long", content(100_000, 1)), path("f"));
        byte[] shorter = content(1_000, 2);
        put(file("short", shorter), path("f"));
        assertThat(Files.readAllBytes(disk.resolve("f"))).isEqualTo(shorter);
    }

    @Test
    void bearsNamesOfAllKinds() throws Exception {
        byte[] content = content(100, 3);
        for (String name : names()) {
            put(file("plain", content), path(name));
            assertThat(Files.readAllBytes(disk.resolve(name))).isEqualTo(content);
            get(path(name), local.resolve("back"));
            assertThat(Files.readAllBytes(local.resolve("back"))).isEqualTo(content);
            Files.delete(local.resolve("back"));
        }
        assertThat(list("/" + folder)).containsExactlyInAnyOrderElementsOf(names());
        for (String name : names()) {
            remove(path(name));
        }
        assertThat(disk.toFile().list()).isEmpty();
    }

    @Test
    void directoriesAreMadeOnceAndRemovedOnlyWhenEmpty() throws Exception {
        makeDirectory(path("d"));
        assertThat(disk.resolve("d")).isDirectory();
        put(file("f", content(10, 4)), path("d/f"));
        assertThatThrownBy(() -> removeDirectory(path("d"))).isInstanceOf(Exception.class);
        assertThat(disk.resolve("d/f")).exists();
        assertThatThrownBy(() -> makeDirectory(path("d"))).isInstanceOf(Exception.class);
        remove(path("d/f"));
        removeDirectory(path("d"));
        assertThat(disk.resolve("d")).doesNotExist();
    }

    @FunctionalInterface
    private interface Scenario {

        void run() throws Exception;
    }

    /** Runs a scenario, or makes sure that the documentation says why this client cannot. */
    private void scenario(String name, Scenario scenario) throws Exception {
        String documented = row();
        try {
            scenario.run();
            assertThat(documented).as("docs/clients.md").contains(name + ": yes");
        } catch (NoWordsForThat reason) {
            assertThat(documented).as("docs/clients.md").contains(name + ": " + reason.getMessage());
        }
    }

    private String row() throws IOException {
        Path document = Path.of(System.getProperty("run.script")).resolveSibling("../docs/clients.md");
        return Files.readAllLines(document).stream()
                .filter(line -> line.contains("`" + getClass().getSimpleName() + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/clients.md does not name " + getClass()));
    }

    @Test
    void addsToTheEnd() throws Exception {
        byte[] content = content(90_000, 20);
        put(file("head", Arrays.copyOf(content, 50_000)), path("f"));
        Path tail = file("tail", Arrays.copyOfRange(content, 50_000, 90_000));
        scenario("append", () -> {
            append(tail, path("f"));
            assertThat(Files.readAllBytes(disk.resolve("f"))).isEqualTo(content);
        });
    }

    @Test
    void goesOnWithAnUpload() throws Exception {
        byte[] content = content(900_000, 21);
        put(file("part", Arrays.copyOf(content, 400_000)), path("f"));
        Path whole = file("whole", content);
        scenario("resume up", () -> {
            resumeUpload(whole, path("f"));
            assertThat(Files.readAllBytes(disk.resolve("f"))).isEqualTo(content);
        });
    }

    @Test
    void goesOnWithADownload() throws Exception {
        byte[] content = content(900_000, 22);
        put(file("whole", content), path("f"));
        Path part = file("part", Arrays.copyOf(content, 123_456));
        scenario("resume down", () -> {
            resumeDownload(path("f"), part);
            assertThat(Files.readAllBytes(part)).isEqualTo(content);
        });
    }

    @Test
    void keepsTimesAndModes() throws Exception {
        Path file = file("f", content(70_000, 23));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        scenario("times and modes", () -> {
            putAsItIs(file, path("f"));
            assertThat(Files.getLastModifiedTime(disk.resolve("f")).toInstant()).isEqualTo("2001-02-03T04:05:06Z");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk.resolve("f"))))
                    .isEqualTo("rwxr-x---");
        });
    }

    @Test
    void goesOnWritingUnderANewName() throws Exception {
        byte[] content = content(400_000, 24);
        Path file = file("f", content);
        scenario("rename while open", () -> {
            putAndRenameOnTheWay(file, path("before"), path("after"));
            assertThat(disk.resolve("before")).doesNotExist();
            assertThat(Files.readAllBytes(disk.resolve("after"))).isEqualTo(content);
        });
    }

    @Test
    void renames() throws Exception {
        byte[] content = content(5_000, 5);
        put(file("f", content), path("a"));
        rename(path("a"), path("b"));
        assertThat(disk.resolve("a")).doesNotExist();
        assertThat(Files.readAllBytes(disk.resolve("b"))).isEqualTo(content);
    }

    @Test
    void renameOntoAnExistingNameReplacesOrFailsButNeverMixes() throws Exception {
        byte[] first = content(5_000, 6);
        byte[] second = content(3_000, 7);
        put(file("first", first), path("a"));
        put(file("second", second), path("b"));
        if (renameOntoExisting() == OntoExisting.REPLACES) {
            rename(path("a"), path("b"));
            assertThat(disk.resolve("a")).doesNotExist();
            assertThat(Files.readAllBytes(disk.resolve("b"))).isEqualTo(first);
        } else {
            assertThatThrownBy(() -> rename(path("a"), path("b"))).isInstanceOf(Exception.class);
            assertThat(Files.readAllBytes(disk.resolve("a"))).isEqualTo(first);
            assertThat(Files.readAllBytes(disk.resolve("b"))).isEqualTo(second);
        }
    }

    @Test
    void symbolicLinksPointTheRightWay() throws Exception {
        put(file("f", content(10, 8)), path("target"));
        symlink("target", path("link"));
        assertThat(Files.readSymbolicLink(disk.resolve("link"))).hasToString("target");
        get(path("link"), local.resolve("back"));
        assertThat(Files.readAllBytes(local.resolve("back"))).isEqualTo(content(10, 8));
    }

    @Test
    void listsTenThousandEntries() throws Exception {
        Path many = Files.createDirectory(disk.resolve("many"));
        String[] names = new String[10_000];
        Arrays.setAll(names, i -> "entry-" + i);
        for (String name : names) {
            Files.createFile(many.resolve(name));
        }
        assertThat(list(path("many"))).containsExactlyInAnyOrder(names);
    }
}
