/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
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

    /** Bytes that no client sends at once. */
    private static final int LARGE = 96 << 20;

    protected final Server server;
    private final String folder = getClass().getSimpleName();
    protected Path local;
    protected Path disk;

    ClientContract(Server server) {
        this.server = server;
    }

    abstract void put(Path file, String path) throws Exception;

    abstract void get(String path, Path file) throws Exception;

    /** A program that has no words for something; the reason stands in {@code docs/clients.md}. */
    static final class NoWordsForThat extends Exception {

        private static final long serialVersionUID = 1L;

        NoWordsForThat(String reason) {
            super(reason);
        }
    }

    void makeDirectory(String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    void removeDirectory(String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    void remove(String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** The plain rename, which may fail if there is something. */
    void rename(String from, String to) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** The client's own way to rename onto a file. */
    void replace(String from, String to) throws Exception {
        throw new NoWordsForThat("no command");
    }

    void symlink(String target, String link) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Names in a directory, without {@code "."} and {@code ".."}. */
    List<String> list(String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Adds to the end of a file. */
    void append(Path tail, String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Sends what a file on the server lacks of a local one. */
    void resumeUpload(Path whole, String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Fetches what a local file lacks of one on the server. */
    void resumeDownload(String path, Path part) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Uploads with the local file's time of modification. */
    void putWithTime(Path file, String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Uploads with the local file's mode. */
    void putWithMode(Path file, String path) throws Exception {
        throw new NoWordsForThat("no command");
    }

    /** Uploads a directory with all that is in it; there is none of that name yet. */
    void putTree(Path tree, String path) throws Exception {
        throw new NoWordsForThat("file by file");
    }

    /** Downloads a directory with all that is in it; there is none of that name yet. */
    void getTree(String path, Path tree) throws Exception {
        throw new NoWordsForThat("file by file");
    }

    /** Uploads one half under a name, renames in the same session, and goes on with the other half. */
    void putAndRenameOnTheWay(Path file, String before, String after) throws Exception {
        throw new NoWordsForThat("one command at a time");
    }

    /** Uploads, and does something else when a part of it is on the server. For programs: they are held meanwhile. */
    void putAndMeanwhile(Path file, String path, Callable<Void> meanwhile) throws Exception {
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Future<Void> upload = background.submit(() -> {
                put(file, path);
                return null;
            });
            while (!upload.isDone() && !hasBegun(path)) {
                LockSupport.parkNanos(1_000_000);
            }
            List<String> programs = programs();
            signal("-STOP", programs);
            try {
                assertThat(upload.isDone()).as("the upload was held on its way").isFalse();
                assertThat(hasBegun(path)).as("the upload was held on its way").isTrue();
                meanwhile.call();
            } finally {
                signal("-CONT", programs);
            }
            upload.get();
        } finally {
            background.shutdownNow();
        }
    }

    /** Those that work for the client, by their numbers. */
    List<String> programs() {
        return ProcessHandle.current()
                .descendants()
                .map(program -> Long.toString(program.pid()))
                .toList();
    }

    private static void signal(String signal, List<String> programs) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(programs);
        // One that has ended since cannot be told anything.
        Commands.run(Duration.ofSeconds(10), "", Map.of(), command);
    }

    /** Whether a part of an upload is on the server: under no name yet, or in the file that is there. */
    private boolean hasBegun(String path) throws IOException {
        if (uploadsInPlace()) {
            return Files.size(server.data().resolve(path.substring(1))) > LARGE / 64;
        }
        try (DirectoryStream<Path> hidden = Files.newDirectoryStream(disk, ".sallyport-upload-*")) {
            for (Path upload : hidden) {
                return Files.size(upload) > 0;
            }
        } catch (NoSuchFileException published) {
            return false;
        }
        return false;
    }

    /** For those in whose kernel mounts a file is closed before the server is told so: until no upload is on its way, here or under gvfs's name for it. */
    protected void awaitPublished() throws IOException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (hasHidden()) {
            assertThat(System.nanoTime()).as("uploads are published").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private boolean hasHidden() throws IOException {
        if (Files.notExists(disk)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(disk)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith(".sallyport-upload-") || name.startsWith(".giosave"));
        } catch (UncheckedIOException movedMeanwhile) {
            return true;
        }
    }

    OntoExisting renameOntoExisting() {
        return OntoExisting.FAILS;
    }

    /** Whether what is there already is written to, so that a rename meanwhile takes the upload along. */
    boolean uploadsInPlace() {
        return false;
    }

    /** Whether it removes the file that its upload replaces, and gives up if that has gone. */
    boolean removesWhatItReplaces() {
        return false;
    }

    /** Names of all kinds. */
    static final List<String> NAMES = List.of(
            "with space",
            "quote'and\"double",
            "emoji \uD83D\uDE80 \u00e9\u00fc",
            "back\\slash",
            "new\nline",
            "percent%20",
            "star*[a]?",
            "-dash",
            "n".repeat(255));

    /** Those that the client can be told one by one. */
    List<String> names() {
        return NAMES;
    }

    /** Those that it bears in a tree. */
    List<String> namesInTrees() {
        return NAMES;
    }

    static List<String> namesWithout(String... names) {
        return NAMES.stream().filter(name -> !List.of(names).contains(name)).toList();
    }

    protected String path(String name) {
        return "/" + folder + "/" + name;
    }

    @BeforeEach
    void prepare() throws Exception {
        begin();
        Commands.run("rm", "-rf", disk.toString()).expectSuccess();
        Files.createDirectories(disk);
        Commands.run("chmod", "777", disk.toString()).expectSuccess();
    }

    @AfterEach
    void finish() throws Exception {
        end();
    }

    /** What a client needs before its first operation: a folder for its own files, its program, a mount, a session. */
    void begin() throws Exception {
        local = server.scratch();
        disk = server.data().resolve(folder);
    }

    /** Takes back what {@link #begin} did. */
    void end() throws Exception {}

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
            assertThat(disk.resolve(name)).hasBinaryContent(content);
            get(path(name), local.resolve("back"));
            assertThat(local.resolve("back")).hasBinaryContent(content);
            Files.delete(local.resolve("back"));
        }
        assertThat(disk.toFile().list()).containsExactlyInAnyOrderElementsOf(names());
        try {
            // A listing in lines shows a name with a line break in two.
            assertThat(list("/" + folder).stream().flatMap(String::lines))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().flatMap(String::lines).toList());
            for (String name : names()) {
                remove(path(name));
            }
            assertThat(disk.toFile().list()).isEmpty();
        } catch (NoWordsForThat neitherToListNorToRemove) {
            assertThat(neitherToListNorToRemove).hasMessage("no command");
        }
    }

    @Test
    void movesTreesWithNamesOfAllKinds() throws Exception {
        Path tree = Files.createDirectory(local.resolve("tree"));
        for (String name : namesInTrees()) {
            Path inner = Files.createDirectory(tree.resolve(name));
            for (String file : namesInTrees()) {
                Files.write(inner.resolve(file), content(50, file.hashCode()));
            }
            Files.createDirectory(inner.resolve("empty"));
        }
        scenario("trees", () -> {
            putTree(tree, path("tree"));
            Commands.run("diff", "-r", tree.toString(), disk.resolve("tree").toString())
                    .expectSuccess();
            getTree(path("tree"), local.resolve("back"));
            Commands.run("diff", "-r", tree.toString(), local.resolve("back").toString())
                    .expectSuccess();
        });
    }

    @Test
    void makesADirectoryOnce() throws Exception {
        scenario("mkdir existing", () -> {
            makeDirectory(path("d"));
            assertThat(disk.resolve("d")).isDirectory();
            put(file("f", content(10, 4)), path("d/f"));
            Throwable refusal = catchThrowable(() -> makeDirectory(path("d")));
            assertThat(disk.resolve("d/f")).exists();
            if (refusal instanceof NoWordsForThat content) {
                throw content;
            }
            assertThat(refusal).isNotNull();
        });
    }

    @Test
    void removesADirectoryOnlyWhenItIsEmpty() throws Exception {
        scenario("rmdir non-empty", () -> {
            Files.createDirectory(disk.resolve("empty"));
            removeDirectory(path("empty"));
            assertThat(disk.resolve("empty")).doesNotExist();
            Files.createDirectory(disk.resolve("d"));
            Commands.run("chmod", "777", disk.resolve("d").toString()).expectSuccess();
            put(file("f", content(10, 4)), path("d/f"));
            assertThatThrownBy(() -> removeDirectory(path("d"))).isInstanceOf(Exception.class);
            assertThat(disk.resolve("d/f")).exists();
        });
    }

    @FunctionalInterface
    private interface Scenario {

        void run() throws Exception;
    }

    /** Runs a scenario, and makes sure that the documentation says so, or why this client cannot. */
    private void scenario(String name, Scenario scenario) throws Exception {
        String outcome = "yes";
        try {
            scenario.run();
        } catch (NoWordsForThat reason) {
            outcome = reason.getMessage();
        }
        ClientTable.saw(folder, name, outcome);
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
    void keepsTimes() throws Exception {
        Path file = file("f", content(70_000, 23));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        scenario("times", () -> {
            putWithTime(file, path("f"));
            assertThat(Files.getLastModifiedTime(disk.resolve("f")).toInstant()).isEqualTo("2001-02-03T04:05:06Z");
        });
    }

    @Test
    void keepsModes() throws Exception {
        Path file = file("f", content(70_000, 23));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        scenario("modes", () -> {
            putWithMode(file, path("f"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk.resolve("f"))))
                    .isEqualTo("rwxr-x---");
        });
    }

    @Test
    void aFileIsRenamedWhileItIsOpen() throws Exception {
        String outcome;
        try {
            byte[] content = content(400_000, 24);
            putAndRenameOnTheWay(file("f", content), path("before"), path("after"));
            assertThat(disk.resolve("before")).doesNotExist();
            assertThat(disk.resolve("after")).hasBinaryContent(content);
            outcome = "by itself";
        } catch (NoWordsForThat oneCommandAtATime) {
            outcome = renamedByAnotherSession();
        }
        ClientTable.saw(folder, "rename while open", outcome);
    }

    /** What was at the name goes along; an upload that has not taken the name yet takes it all the same, if the client lets it. */
    private String renamedByAnotherSession() throws Exception {
        byte[] old = content(1_000, 24);
        put(file("old", old), path("before"));
        Path file = local.resolve("large");
        Commands.run("dd", "if=/dev/urandom", "of=" + file, "bs=" + LARGE, "count=1", "iflag=fullblock", "status=none")
                .expectSuccess();
        Throwable refusal = catchThrowable(() -> putAndMeanwhile(
                file,
                path("before"),
                () -> Sshj.with(server, sftp -> {
                    sftp.rename(path("before"), path("after"));
                    return null;
                })));
        if (removesWhatItReplaces()) {
            assertThat(disk.resolve("after")).hasBinaryContent(old);
            assertThat(disk.resolve("before")).doesNotExist();
            return "gives up";
        }
        assertThat(refusal).isNull();
        if (uploadsInPlace()) {
            assertThat(Files.mismatch(disk.resolve("after"), file)).isEqualTo(-1);
            assertThat(disk.resolve("before")).doesNotExist();
        } else {
            assertThat(disk.resolve("after")).hasBinaryContent(old);
            assertThat(Files.mismatch(disk.resolve("before"), file)).isEqualTo(-1);
        }
        return "by another";
    }

    @Test
    void renames() throws Exception {
        byte[] first = content(5_000, 6);
        byte[] second = content(3_000, 7);
        put(file("first", first), path("first"));
        put(file("second", second), path("b"));
        scenario("rename", () -> {
            rename(path("first"), path("a"));
            assertThat(disk.resolve("first")).doesNotExist();
            assertThat(disk.resolve("a")).hasBinaryContent(first);
            if (renameOntoExisting() == OntoExisting.REPLACES) {
                rename(path("a"), path("b"));
                assertThat(disk.resolve("a")).doesNotExist();
                assertThat(disk.resolve("b")).hasBinaryContent(first);
            } else {
                assertThatThrownBy(() -> rename(path("a"), path("b"))).isInstanceOf(Exception.class);
                assertThat(disk.resolve("a")).hasBinaryContent(first);
                assertThat(disk.resolve("b")).hasBinaryContent(second);
            }
        });
    }

    @Test
    void renamesOver() throws Exception {
        byte[] first = content(5_000, 8);
        put(file("first", first), path("a"));
        put(file("second", content(9_000, 9)), path("b"));
        scenario("rename over", () -> {
            if (renameOntoExisting() == OntoExisting.REPLACES) {
                rename(path("a"), path("b"));
            } else {
                replace(path("a"), path("b"));
            }
            assertThat(disk.resolve("a")).doesNotExist();
            assertThat(disk.resolve("b")).hasBinaryContent(first);
        });
    }

    @Test
    void symbolicLinksPointTheRightWay() throws Exception {
        put(file("f", content(10, 8)), path("target"));
        scenario("symlinks", () -> {
            symlink("target", path("link"));
            assertThat(Files.readSymbolicLink(disk.resolve("link"))).hasToString("target");
        });
        Files.deleteIfExists(disk.resolve("link"));
        Files.createSymbolicLink(disk.resolve("link"), Path.of("target"));
        get(path("link"), local.resolve("back"));
        assertThat(local.resolve("back")).hasBinaryContent(content(10, 8));
    }

    @Test
    void listsTenThousandEntries() throws Exception {
        List<String> names = server.tenThousand();
        scenario("10,000 entries", () -> assertThat(list(Server.TEN_THOUSAND))
                .containsExactlyInAnyOrderElementsOf(names));
    }
}
