/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.itests.PlainSftp.APPEND;
import static org.sallyport.itests.PlainSftp.BAD_MESSAGE;
import static org.sallyport.itests.PlainSftp.CREATE;
import static org.sallyport.itests.PlainSftp.DENIED;
import static org.sallyport.itests.PlainSftp.END;
import static org.sallyport.itests.PlainSftp.EXCLUSIVE;
import static org.sallyport.itests.PlainSftp.FAILURE;
import static org.sallyport.itests.PlainSftp.NO_SUCH_FILE;
import static org.sallyport.itests.PlainSftp.OK;
import static org.sallyport.itests.PlainSftp.READ;
import static org.sallyport.itests.PlainSftp.TRUNCATE;
import static org.sallyport.itests.PlainSftp.UNSUPPORTED;
import static org.sallyport.itests.PlainSftp.WRITE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the grid's own SFTP frontend does for files and directories of every kind, request by request, and what is better here on purpose: a
 * directory that is not empty stays, nothing is made beside the way, what is read-only is told as such, a size can be set by path.
 */
abstract class GridCheckList {

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int ANY_WRITE = 0222;
    private static final String LARGE = "x".repeat(1000) + "0123456789";
    private static final String SMALL = "0123456789";
    private static int directories;

    private String base;
    private String capability;
    private PlainSftp sftp;

    abstract Server server();

    abstract LocalGrid grid();

    abstract String mount();

    @BeforeEach
    void makeOneOfEachKind() throws Exception {
        base = "check-" + directories++;
        String mutable = grid().api("PUT", "uri?format=SDMF", "mutable content here!");
        String unknown = "lafs://from_the_future";
        String tiny = grid().api(
                        "POST",
                        "uri?t=mkdir-immutable",
                        "{\"short\": [\"filenode\", {\"ro_uri\": \"" + stored("8 bytes!") + "\"}]}");
        capability = grid().api(
                        "POST",
                        "uri?t=mkdir-with-children",
                        "{" + child("mutable", "rw_uri", mutable) + ","
                                + child(
                                        "readonly",
                                        "ro_uri",
                                        grid().api("GET", "uri/" + mutable + "?t=readonly-uri", ""))
                                + "," + child("gro\u00df", "ro_uri", stored(LARGE)) + ","
                                + child("small", "ro_uri", stored(SMALL)) + ","
                                + child("small2", "ro_uri", stored("abcdefghijklmnopqrstuvwxyz")) + ","
                                + child("empty_dir", "ro_uri", "URI:DIR2-LIT:") + ","
                                + child("tiny_dir", "ro_uri", tiny)
                                + "," + child("unknown", "ro_uri", "ro." + unknown) + "}");
        grid().api("PUT", "uri/" + capability + "/loop?t=uri", capability);
        grid().api("PUT", "uri/" + grid().root().strip() + "/" + base + "?t=uri", capability);
        sftp = new PlainSftp(server(), mount() + "/" + base);
        awaitThere("");
    }

    /** What another program links is seen when the listing is read again. */
    private void awaitThere(String name) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (sftp.stat(name) != OK) {
            assertThat(System.nanoTime()).as("%s is shown", name).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @AfterEach
    void closeSession() throws IOException {
        sftp.close();
    }

    private String stored(String content) throws Exception {
        return grid().api("PUT", "uri?format=CHK", content);
    }

    private static String child(String name, String kind, String capability) {
        return "\"" + name + "\": [\"\", {\"" + kind + "\": \"" + capability + "\"}]";
    }

    private String field(String name, String key) throws Exception {
        return grid().field("uri/" + capability + "/" + name + "?t=json", key);
    }

    @Test
    void pathsAreReadAsTheyAreMeant() throws Exception {
        for (String root : new String[] {"", "/", ".", "//", "/.", "/./"}) {
            assertThat(sftp.realPath(root)).as(root).isEqualTo("/");
        }
        for (String foo : new String[] {"foo", "/foo", "foo/", "/foo/"}) {
            assertThat(sftp.realPath(foo)).as(foo).isEqualTo("/foo");
        }
        assertThat(sftp.realPath("foo/./bar")).isEqualTo("/foo/bar");
        assertThat(sftp.realPath("foo/../bar")).isEqualTo("/bar");
        assertThat(sftp.realPath("/../bar")).isEqualTo("/bar");
        byte[] noText = (mount() + "/\u00ff").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(sftp.statAsGiven(noText)).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.readLink("small")).isEqualTo(FAILURE);
        assertThat(sftp.symlink("link")).isEqualTo(UNSUPPORTED);
    }

    @Test
    void directoriesOfAllKindsAreListed() throws Exception {
        // As OpenSSH's server says it; the frontend has "permission denied" there.
        assertThat(sftp.openDirectory("small")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.openDirectory("unknown")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.openDirectory("missing")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.openDirectory("missing/below")).isEqualTo(NO_SUCH_FILE);

        Map<String, PlainSftp.Told> all = sftp.list("");
        assertThat(all.keySet())
                .containsExactlyInAnyOrder(
                        "mutable",
                        "readonly",
                        "gro\u00df",
                        "small",
                        "small2",
                        "empty_dir",
                        "tiny_dir",
                        "unknown",
                        "loop");
        for (String name : all.keySet()) {
            boolean isDirectory = name.endsWith("_dir") || name.equals("loop");
            assertThat(all.get(name).mode() & TYPE).as(name).isEqualTo(isDirectory ? DIRECTORY : REGULAR);
            boolean isReadOnly = name.matches("readonly|empty_dir|tiny_dir|unknown");
            assertThat((all.get(name).mode() & ANY_WRITE) == 0).as(name).isEqualTo(isReadOnly);
        }
        assertThat(all.get("gro\u00df").size()).isEqualTo(LARGE.length());
        assertThat(all.get("small").size()).isEqualTo(10);
        assertThat(sftp.list("loop").keySet()).isEqualTo(all.keySet());
        assertThat(sftp.list("loop/loop").keySet()).isEqualTo(all.keySet());
        assertThat(sftp.list("empty_dir")).isEmpty();
        assertThat(sftp.list("tiny_dir").get("short").size()).isEqualTo(8);
        assertThat(sftp.list("tiny_dir").get("short").mode() & ANY_WRITE).isZero();
    }

    @Test
    void attributesAreToldAndSet() throws Exception {
        assertThat(sftp.told("small").size()).isEqualTo(10);
        assertThat(sftp.setNothing("small")).isEqualTo(OK);
        assertThat(sftp.told("small").size()).isEqualTo(10);
        assertThat(sftp.setSize("small", 4)).isEqualTo(OK);
        assertThat(sftp.content("small")).isEqualTo("0123");
        assertThat(sftp.told("mutable").size()).isEqualTo(21);
        assertThat(sftp.setMode("missing", 0600)).isEqualTo(NO_SUCH_FILE);
    }

    @Test
    void filesAreRead() throws Exception {
        assertThat(sftp.tryOpen("missing", READ)).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.tryOpen("missing/below", READ)).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.tryOpen("unknown", READ)).isEqualTo(DENIED);
        assertThat(sftp.tryOpen("unknown/below", READ)).isNotEqualTo(OK);
        assertThat(sftp.tryOpen("empty_dir", READ)).isNotEqualTo(OK);
        for (Map.Entry<String, String> file : Map.of("small", SMALL, "gro\u00df", LARGE, "tiny_dir/short", "8 bytes!")
                .entrySet()) {
            String content = file.getValue();
            int size = content.length();
            byte[] handle = sftp.open(file.getKey(), READ);
            assertThat(sftp.read(handle, 0, size)).isEqualTo(content);
            assertThat(sftp.read(handle, 2, 4)).isEqualTo(content.substring(2, 6));
            assertThat(sftp.read(handle, size - 3, 100)).isEqualTo(content.substring(size - 3));
            assertThat(sftp.tryRead(handle, size, 1)).isEqualTo(END);
            assertThat(sftp.tryRead(handle, size + 5L, 1)).isEqualTo(END);
            assertThat(sftp.told(handle)).isEqualTo(sftp.told(file.getKey()));
            assertThat(sftp.write(handle, 0, "x")).isEqualTo(DENIED);
            assertThat(sftp.setSize(handle, 0)).isEqualTo(DENIED);
            assertThat(sftp.close(handle)).isEqualTo(OK);
            assertThat(sftp.tryRead(handle, 0, 1)).isNotEqualTo(OK);
            assertThat(sftp.fstat(handle)).isNotEqualTo(OK);
            assertThat(sftp.close(handle)).isNotEqualTo(OK);
        }
        assertThat(sftp.content("mutable")).isEqualTo("mutable content here!");
        assertThat(sftp.content("readonly")).isEqualTo("mutable content here!");
    }

    /** The frontend of the grid lets whoever knows a capability read by it, outside of the user's root. */
    @Test
    void noPathLeadsToACapability() throws Exception {
        String file = stored("secret");
        for (String path : new String[] {"/uri/" + file, "/uri", mount() + "/uri/" + file, mount() + "/" + file}) {
            assertThat(sftp.statAsGiven(path.getBytes(StandardCharsets.UTF_8))).isEqualTo(NO_SUCH_FILE);
        }
    }

    @Test
    void sharesThatVanishAfterOpenAreAFailureOfReading() throws Exception {
        for (int size : new int[] {100, 3000}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            grid().api("PUT", "uri/" + capability + "/lost" + size, new String(content, StandardCharsets.ISO_8859_1));
        }
        for (int size : new int[] {100, 3000}) {
            String name = "lost" + size;
            awaitThere(name);
            byte[] handle = sftp.open(name, READ);
            grid().loseShares(field(name, "verify_uri"));
            assertThat(sftp.tryRead(handle, 0, 10)).isEqualTo(FAILURE);
            assertThat(sftp.close(handle)).isEqualTo(OK);
        }
        // A mutable file of which nothing is left has no size either, and does not hide the others.
        grid().api("PUT", "uri/" + capability + "/none?format=SDMF", "mutable");
        grid().loseShares(field("none", "verify_uri"));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!sftp.list("").containsKey("none")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(sftp.list("")).hasSize(12);
        assertThat(sftp.tryOpen("none", READ)).isEqualTo(FAILURE);
    }

    @Test
    void writingIsRefusedWhereItCannotBe() throws Exception {
        assertThat(sftp.tryOpen("missing", WRITE | TRUNCATE)).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.tryOpen("missing/below", WRITE | CREATE)).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.tryOpen("small/below", WRITE | CREATE)).isIn(NO_SUCH_FILE, FAILURE);
        assertThat(sftp.tryOpen("empty_dir", WRITE)).isNotEqualTo(OK);
        assertThat(sftp.tryOpen("unknown", WRITE)).isEqualTo(DENIED);
        assertThat(sftp.tryOpen("unknown/below", WRITE | CREATE)).isNotEqualTo(OK);
        assertThat(sftp.tryOpen("tiny_dir/new", WRITE | CREATE)).isEqualTo(DENIED);
        assertThat(sftp.tryOpen("tiny_dir/short", WRITE)).isEqualTo(DENIED);
        assertThat(sftp.tryOpen("tiny_dir/short", WRITE | CREATE)).isEqualTo(DENIED);
        assertThat(sftp.tryOpen("readonly", WRITE)).isEqualTo(DENIED);
        for (String name : new String[] {"small", "mutable", "tiny_dir/short", "empty_dir"}) {
            assertThat(sftp.tryOpen(name, WRITE | CREATE | EXCLUSIVE)).as(name).isEqualTo(FAILURE);
        }
        assertThat(sftp.makeDirectory("tiny_dir/d")).isEqualTo(DENIED);
        assertThat(sftp.remove("tiny_dir/short")).isEqualTo(DENIED);
        assertThat(sftp.rename("tiny_dir/short", "taken")).isEqualTo(DENIED);
        assertThat(sftp.setMode("tiny_dir/short", 0600)).isEqualTo(DENIED);
        assertThat(sftp.list("")).hasSize(9);
    }

    @Test
    void whatIsWrittenIsWhatIsThere() throws Exception {
        byte[] handle = sftp.open("new", WRITE | CREATE | TRUNCATE);
        sftp.write(handle, 0, "0123456789");
        sftp.write(handle, 8, "abc");
        sftp.write(handle, 13, "def");
        assertThat(sftp.told(handle).size()).isEqualTo(16);
        assertThat(sftp.told("new").size()).isEqualTo(16);
        assertThat(sftp.setNothing("new")).isEqualTo(OK);
        assertThat(sftp.setSize(handle, -1)).isNotEqualTo(OK);
        assertThat(sftp.setSize(handle, 14)).isEqualTo(OK);
        assertThat(sftp.setSize(handle, 14)).isEqualTo(OK);
        assertThat(sftp.setSize(handle, 17)).isEqualTo(OK);
        assertThat(sftp.told("new").size()).isEqualTo(17);
        assertThat(sftp.tryRead(handle, 0, 1)).isEqualTo(DENIED);
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.write(handle, 0, "x")).isNotEqualTo(OK);
        assertThat(sftp.content("new")).isEqualTo("01234567abc\0\0d\0\0\0");

        handle = sftp.open("new", WRITE | APPEND | TRUNCATE);
        sftp.write(handle, 77, "first");
        sftp.setSize(handle, 7);
        sftp.write(handle, 0, "second");
        sftp.close(handle);
        assertThat(sftp.content("new")).isEqualTo("first\0\0second");

        handle = sftp.openWithMode("new", WRITE | TRUNCATE, 0);
        sftp.write(handle, 0, "again");
        sftp.close(handle);
        assertThat(sftp.tryOpen("new", WRITE)).isEqualTo(OK);

        handle = sftp.open("small", WRITE | CREATE);
        sftp.write(handle, 0, "abc");
        sftp.close(handle);
        assertThat(sftp.content("small")).isEqualTo("abc3456789");

        handle = sftp.open("small", WRITE | CREATE | APPEND);
        sftp.write(handle, 0, "end");
        sftp.close(handle);
        assertThat(sftp.content("small")).isEqualTo("abc3456789end");

        handle = sftp.open("both", READ | WRITE | CREATE);
        sftp.write(handle, 0, "abc");
        assertThat(sftp.read(handle, 1, 10)).isEqualTo("bc");
        sftp.write(handle, 3, "def");
        assertThat(sftp.read(handle, 0, 10)).isEqualTo("abcdef");
        sftp.close(handle);

        handle = sftp.open("small2", READ | WRITE);
        sftp.write(handle, 26, "0123");
        assertThat(sftp.read(handle, 20, 100)).isEqualTo("uvwxyz0123");
        sftp.close(handle);
        assertThat(sftp.content("small2")).isEqualTo("abcdefghijklmnopqrstuvwxyz0123");
    }

    @Test
    void aFileThatIsMadeExclusivelyIsMadeOnce() throws Exception {
        byte[] handle = sftp.open("exclusive", WRITE | CREATE | EXCLUSIVE | TRUNCATE);
        assertThat(sftp.told("exclusive").size()).isZero();
        try (PlainSftp other = new PlainSftp(server(), mount() + "/" + base)) {
            assertThat(other.tryOpen("exclusive", WRITE | CREATE | EXCLUSIVE)).isEqualTo(FAILURE);
        }
        sftp.write(handle, 0, "full");
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.content("exclusive")).isEqualTo("full");

        sftp.close(sftp.open("nothing", WRITE | CREATE | EXCLUSIVE));
        assertThat(sftp.told("nothing").size()).isZero();

        handle = sftp.open("added", WRITE | CREATE | EXCLUSIVE | APPEND);
        sftp.write(handle, 0, "one");
        sftp.write(handle, 0, "two");
        sftp.close(handle);
        assertThat(sftp.content("added")).isEqualTo("onetwo");
    }

    @Test
    void aMutableFileStaysTheOneThatItIs() throws Exception {
        String before = field("mutable", "rw_uri");
        byte[] handle = sftp.openWithMode("mutable", WRITE, 0);
        sftp.write(handle, 8, "CONTENT");
        sftp.write(handle, 25, "far");
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.content("mutable")).isEqualTo("mutable CONTENT here!\0\0\0\0far");
        assertThat(sftp.setSize("mutable", 7)).isEqualTo(OK);
        assertThat(sftp.content("mutable")).isEqualTo("mutable");
        handle = sftp.open("mutable", WRITE);
        assertThat(sftp.setSize(handle, 4)).isEqualTo(OK);
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.content("mutable")).isEqualTo("muta");
        assertThat(grid().api("GET", "uri/" + before, "")).isEqualTo("muta");
        assertThat(field("mutable", "rw_uri")).isEqualTo(before);
    }

    @Test
    void aSizeAndAModeThatAreSetByHandleComeWithTheFile() throws Exception {
        byte[] handle = sftp.open("small", WRITE);
        assertThat(sftp.setMode(handle, 0444)).isEqualTo(OK);
        assertThat(sftp.setSize(handle, 8)).isEqualTo(OK);
        assertThat(sftp.told(handle).mode() & ANY_WRITE).isZero();
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.told("small").mode() & ANY_WRITE).isZero();
        assertThat(sftp.content("small")).isEqualTo("01234567");
    }

    @Test
    void openFilesAreRenamed() throws Exception {
        byte[] handle = sftp.open("a", WRITE | CREATE);
        sftp.write(handle, 0, "before");
        assertThat(sftp.rename("a", "b")).isEqualTo(OK);
        sftp.write(handle, 6, " after");
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.stat("a")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.content("b")).isEqualTo("before after");

        handle = sftp.open("c", WRITE | CREATE | EXCLUSIVE);
        assertThat(sftp.rename("c", "d")).isEqualTo(OK);
        sftp.write(handle, 0, "exclusive");
        assertThat(sftp.close(handle)).isEqualTo(OK);
        assertThat(sftp.stat("c")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.content("d")).isEqualTo("exclusive");
    }

    @Test
    void whatIsRemovedIsGone() throws Exception {
        assertThat(sftp.remove("missing")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.remove("missing")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.remove("missing/below")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.remove("empty_dir")).isEqualTo(FAILURE);
        byte[] reading = sftp.open("gro\u00df", READ);
        assertThat(sftp.remove("gro\u00df")).isEqualTo(OK);
        assertThat(sftp.read(reading, 1000, 10)).isEqualTo(SMALL);
        sftp.close(reading);
        assertThat(sftp.remove("unknown")).isEqualTo(OK);
        assertThat(sftp.list("").keySet()).doesNotContain("gro\u00df", "unknown");

        for (boolean renamed : new boolean[] {false, true}) {
            byte[] handle = sftp.open("new", READ | WRITE | CREATE | EXCLUSIVE);
            sftp.write(handle, 0, "written");
            if (renamed) {
                assertThat(sftp.rename("new", "other")).isEqualTo(OK);
            }
            assertThat(sftp.remove(renamed ? "other" : "new")).isEqualTo(OK);
            assertThat(sftp.read(handle, 0, 10)).isEqualTo("written");
            assertThat(sftp.close(handle)).isEqualTo(OK);
            assertThat(sftp.list("").keySet()).doesNotContain("new", "other");
        }

        assertThat(sftp.removeDirectory("missing")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.removeDirectory("missing/below")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.removeDirectory("small")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.removeDirectory("tiny_dir")).isEqualTo(FAILURE);
        assertThat(sftp.list("tiny_dir")).hasSize(1);
        assertThat(sftp.removeDirectory("empty_dir")).isEqualTo(OK);
        assertThat(sftp.stat("empty_dir")).isEqualTo(NO_SUCH_FILE);
    }

    @Test
    void allKindsAreRenamed() throws Exception {
        assertThat(sftp.rename("missing", "new")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.rename("small", "missing/new")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.renameOver("missing", "new")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.renameOver("small", "missing/new")).isEqualTo(NO_SUCH_FILE);
        for (String taken : new String[] {"small2", "tiny_dir", "unknown"}) {
            assertThat(sftp.rename("small", taken)).as(taken).isIn(FAILURE, DENIED);
        }
        // A directory is not replaced by a file, whatever the frontend does.
        assertThat(sftp.renameOver("small", "tiny_dir")).isEqualTo(FAILURE);
        assertThat(sftp.makeDirectory("\u00fcber")).isEqualTo(OK);
        String unknown = field("unknown", "ro_uri");
        for (String name : new String[] {"small", "tiny_dir", "unknown", "mutable"}) {
            assertThat(sftp.rename(name, "\u00fcber/" + name)).as(name).isEqualTo(OK);
            assertThat(sftp.renameOver("\u00fcber/" + name, "moved-" + name))
                    .as(name)
                    .isEqualTo(OK);
        }
        assertThat(field("moved-unknown", "ro_uri")).isEqualTo(unknown);
        assertThat(sftp.content("moved-small")).isEqualTo(SMALL);
        assertThat(sftp.renameOver("moved-small", "small2")).isEqualTo(OK);
        assertThat(sftp.content("small2")).isEqualTo(SMALL);
        assertThat(sftp.makeDirectory("\u00fcber/d")).isEqualTo(OK);
        assertThat(sftp.rename("\u00fcber", "\u00fcber/d/x")).isEqualTo(FAILURE);
        assertThat(sftp.list("\u00fcber").keySet()).containsExactly("d");
        for (byte[] body : new byte[][] {{}, {0, 0, 0}, {0, 0, 0, 9, 'a'}, {0, 0, 0, 1, 'a', 0, 0, 0, 5, 'b'}}) {
            assertThat(sftp.extended("posix-rename@openssh.com", body)).isEqualTo(BAD_MESSAGE);
        }
    }

    @Test
    void directoriesAreMade() throws Exception {
        assertThat(sftp.makeDirectory("d", 0755)).isEqualTo(OK);
        assertThat(sftp.makeDirectory("d")).isEqualTo(FAILURE);
        assertThat(sftp.makeDirectory("none/d")).isEqualTo(NO_SUCH_FILE);
        assertThat(sftp.makeDirectory("small")).isEqualTo(FAILURE);
        assertThat(sftp.makeDirectory("small/d")).isIn(NO_SUCH_FILE, FAILURE);
        assertThat(sftp.put("d/f", "in it")).isEqualTo(OK);
        assertThat(sftp.setMode("d", 0555)).isEqualTo(OK);
        assertThat(sftp.setMode("d", 0755)).isEqualTo(OK);
        assertThat(sftp.put("d/g", "in it too")).isEqualTo(OK);
        assertThat(sftp.list("d").keySet()).containsExactly("f", "g");
        assertThat(sftp.space("d").fields().remaining()).isEqualTo(88);
        assertThat(sftp.extended("unknown@example.org")).isEqualTo(UNSUPPORTED);
    }
}
