/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.path.VirtualPath;

/** Nothing that a client can say or do leads out of a mount. */
class EscapeTest extends TreeTestCase {

    private static final String SECRET = "not for clients";

    @TempDir
    private Path folder;

    private Path root;
    private Path outside;

    @BeforeEach
    void makeFolders() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        world.mount("main", Map.of("uri", root.toUri().toString()));
    }

    @Test
    void dotsStopAtTheRoot() throws FileTreeException {
        FileTree tree = session("ann");
        put(tree, "/../../../../f", "inside");
        assertThat(root.resolve("f")).hasContent("inside");
        refused(Reason.NO_SUCH_FILE, () -> get(tree, "/../outside/secret"));
    }

    @Test
    void namesAreTakenLiterally() throws Exception {
        FileTree tree = session("ann");
        for (String name : new String[] {
            "%2e%2e",
            "a\\b",
            "..\\outside",
            "a%b",
            "a%20b",
            "file:",
            "file:x",
            "new\nline",
            "\uD83D\uDE80",
            " ",
            "...",
            "~",
            "C:",
            "x".repeat(255)
        }) {
            VirtualPath path = VirtualPath.ROOT.child(name);
            put(tree, path.toString(), name);
            assertThat(Files.readString(root.resolve(name))).isEqualTo(name);
            assertThat(list(tree, "/")).contains(name);
            assertThat(get(tree, path.toString())).isEqualTo(name);
            tree.remove(path);
        }
        refused(Reason.INVALID_NAME, () -> put(tree, "/" + "x".repeat(256), "too long"));
        refused(Reason.NO_SUCH_FILE, () -> get(tree, "file://" + outside + "/secret"));
        refused(Reason.NO_SUCH_FILE, () -> get(tree, "/%2e%2e/outside/secret"));
        assertThat(outside.toFile().list()).containsExactly("secret");
    }

    @Test
    void linksThatLeadOutMeanSomethingInside() throws Exception {
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../outside"));
        Files.createSymbolicLink(root.resolve("absolute"), outside);
        Files.createSymbolicLink(root.resolve("secret"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("chain"), Path.of("absolute"));
        Files.createDirectory(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("d/up"), Path.of("../../outside/secret"));
        FileTree tree = session("ann");
        for (String path : new String[] {"/relative/secret", "/absolute/secret", "/secret", "/chain/secret", "/d/up"}) {
            refused(Reason.NO_SUCH_FILE, () -> get(tree, path));
            refused(Reason.NO_SUCH_FILE, () -> tree.stat(path(path), true, Attribute.BASIC));
            refused(
                    Reason.NO_SUCH_FILE,
                    () -> tree.setAttributes(
                            path(path),
                            true,
                            FileAttributes.builder(FileType.UNKNOWN)
                                    .permissions(0777)
                                    .build()));
        }
        refused(Reason.NO_SUCH_FILE, () -> list(tree, "/absolute"));
        refused(Reason.NO_SUCH_FILE, () -> put(tree, "/absolute/new", "x"));
        refused(Reason.NO_SUCH_FILE, () -> tree.rename(path("/absolute/secret"), path("/stolen"), RenameMode.REPLACE));
        refused(Reason.NO_SUCH_FILE, () -> tree.link(path("/absolute/secret"), path("/stolen")));
        refused(Reason.NO_SUCH_FILE, () -> tree.remove(path("/absolute/secret")));
        refused(Reason.NO_SUCH_FILE, () -> tree.makeDirectory(path("/relative/d"), FileAttributes.EMPTY));
        assertThat(outside.toFile().list()).containsExactly("secret");
        assertThat(outside.resolve("secret")).hasContent(SECRET);
        assertThat(tree.readLink(path("/absolute")))
                .doesNotContain(folder.getFileName().toString() + "/root");
    }

    @Test
    void linksInsideAreFollowedAndLoopsEnd() throws Exception {
        FileTree tree = session("ann");
        tree.makeDirectory(path("/a"), FileAttributes.EMPTY);
        put(tree, "/a/f", "content");
        tree.symlink(path("/absolute"), "/a/f");
        tree.symlink(path("/a/relative"), "../a/f");
        tree.symlink(path("/directory"), "a");
        assertThat(get(tree, "/absolute")).isEqualTo("content");
        assertThat(get(tree, "/a/relative")).isEqualTo("content");
        assertThat(get(tree, "/directory/f")).isEqualTo("content");
        assertThat(tree.readLink(path("/absolute"))).isEqualTo("a/f");
        assertThat(tree.canonicalize(path("/directory/f"))).isEqualTo(path("/a/f"));
        tree.symlink(path("/loop"), "loop");
        tree.symlink(path("/one"), "two");
        tree.symlink(path("/two"), "one");
        refused(Reason.LINK_LOOP, () -> get(tree, "/loop"));
        refused(Reason.LINK_LOOP, () -> get(tree, "/one/x"));
        put(tree, "/absolute", "through the link");
        assertThat(root.resolve("a/f")).hasContent("through the link");
    }

    @Test
    void aLinkInPlaceOfADirectoryIsSeenAtOnce() throws Exception {
        FileTree tree = session("ann");
        tree.makeDirectory(path("/a"), FileAttributes.EMPTY);
        put(tree, "/a/f", "content");
        for (int round = 0; round < 20; round++) {
            tree.makeDirectory(path("/d"), FileAttributes.EMPTY);
            refused(Reason.NO_SUCH_FILE, () -> get(tree, "/d/f"));
            tree.removeDirectory(path("/d"));
            tree.symlink(path("/d"), "a");
            assertThat(tree.canonicalize(path("/d/f"))).isEqualTo(path("/a/f"));
            tree.remove(path("/d"));
        }
    }

    @Test
    void whatIsNoFileIsNotOpened() throws Exception {
        Process made = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start();
        assertThat(made.waitFor()).isZero();
        FileTree tree = session("ann");
        refused(Reason.PERMISSION_DENIED, () -> get(tree, "/fifo"));
        refused(Reason.PERMISSION_DENIED, () -> put(tree, "/fifo", "x"));
        assertThat(tree.stat(path("/fifo"), false, Attribute.BASIC).type()).isEqualTo(FileType.FIFO);
        refused(Reason.IS_A_DIRECTORY, () -> get(tree, "/"));
    }

    @Test
    @Timeout(60)
    void noOtherSessionCanSwingALinkIntoAPath() throws Exception {
        Files.createDirectories(root.resolve("real"));
        Files.writeString(root.resolve("real/secret"), "inside");
        FileTree attacker = session("eve");
        FileTree victim = session("ann");
        // Planted by somebody with a shell: the worst case, since clients' own links are kept relative.
        Files.createSymbolicLink(root.resolve("evil"), outside);
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> broken = new AtomicReference<>();
        Thread swapper = new Thread(() -> {
            try {
                while (!done.get()) {
                    attacker.rename(path("/real"), path("/parked"), RenameMode.NO_REPLACE);
                    attacker.rename(path("/evil"), path("/real"), RenameMode.NO_REPLACE);
                    attacker.rename(path("/real"), path("/evil"), RenameMode.NO_REPLACE);
                    attacker.rename(path("/parked"), path("/real"), RenameMode.NO_REPLACE);
                }
            } catch (Throwable failed) {
                broken.set(failed);
            }
        });
        swapper.start();
        try {
            int seen = 0;
            for (int round = 0; round < 4_000; round++) {
                VirtualPath directory = path("/real/d" + round % 7);
                seen += attempt(() -> assertThat(get(victim, "/real/secret")).isEqualTo("inside"));
                attempt(() -> put(victim, "/real/new", "x"));
                attempt(() -> victim.makeDirectory(directory, FileAttributes.EMPTY));
                attempt(() -> victim.open(
                                path("/real/secret"),
                                new OpenOptions(false, true, true, false, false, false, false),
                                FileAttributes.EMPTY)
                        .close());
                attempt(() -> listsWhatIsInside(victim));
                attempt(() -> assertThat(victim.stat(path("/real/secret"), true, Attribute.BASIC)
                                .size())
                        .isEqualTo("inside".length()));
            }
            assertThat(seen).as("rounds in which the directory was there").isPositive();
        } finally {
            done.set(true);
            swapper.join();
        }
        assertThat(broken.get()).isNull();
        assertThat(outside.toFile().list()).containsExactly("secret");
        assertThat(outside.resolve("secret")).hasContent(SECRET);
    }

    private static void listsWhatIsInside(FileTree tree) throws FileTreeException {
        try (OpenDirectory directory = tree.openDirectory(path("/real"), Attribute.BASIC)) {
            List<DirectoryEntry> entries = directory.next(100);
            assertThat(entries)
                    .filteredOn(entry -> entry.name().equals("secret"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.attributes().size()).isEqualTo("inside".length()));
        }
    }

    /** What may be refused because the directory is away for a moment. */
    private interface Attempt {

        void run() throws FileTreeException, IOException;
    }

    private static int attempt(Attempt attempt) throws IOException {
        try {
            attempt.run();
            return 1;
        } catch (FileTreeException away) {
            assertThat(away.reason()).isIn(Reason.NO_SUCH_FILE, Reason.ALREADY_EXISTS, Reason.NOT_A_DIRECTORY);
            return 0;
        }
    }
}
