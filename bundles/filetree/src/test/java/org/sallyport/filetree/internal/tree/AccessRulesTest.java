/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.AccessInfo;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** What rules decide, and that no other way leads round them. */
class AccessRulesTest extends TreeTestCase {

    private static final int SWINGS = 300;

    @TempDir
    Path root;

    @BeforeEach
    void mountAll() throws Exception {
        world.mount("all", Map.of("uri", root.toUri().toString(), "path", "/", "create", "true"));
        for (String name : new String[] {"pub", "private", "inbox"}) {
            Files.createDirectory(root.resolve(name));
        }
        Files.writeString(root.resolve("private/secret"), "secret");
        Files.writeString(root.resolve("pub/open"), "open");
    }

    private void rule(String name, int order, String paths, String allow) {
        world.rule(name, Map.of("order", Integer.toString(order), "paths", paths, "allow", allow));
    }

    private static void denied(ThrowingCallable action) {
        refused(Reason.PERMISSION_DENIED, action);
    }

    private static void absent(ThrowingCallable action) {
        refused(Reason.NO_SUCH_FILE, action);
    }

    private static FileAttributes stat(FileTree tree, String path) throws FileTreeException {
        return tree.stat(path(path), true, Attribute.BASIC);
    }

    private static boolean rename(FileTree tree, String from, String to, RenameMode mode) throws FileTreeException {
        return tree.rename(path(from), path(to), mode);
    }

    private static OpenFile open(FileTree tree, String path, OpenOptions options) throws FileTreeException {
        return tree.open(path(path), options, FileAttributes.EMPTY);
    }

    @Test
    void theFirstRuleForTheUserThatMatchesDecides() throws Exception {
        rule("c-rest", 300, "/", "none");
        world.rule("b-staff", Map.of("order", "200", "roles", "sta*", "paths", "/", "allow", "all, -delete"));
        world.rule("a-own", Map.of("order", "100", "users", "an?", "paths", "/home/{user}", "allow", "all"));
        FileTree ann = session("ann");
        FileTree bob = session("bob", "staff");
        FileTree eve = session("eve");
        Files.createDirectories(root.resolve("home/ann"));
        Files.createDirectories(root.resolve("home/bob"));

        put(ann, "/home/ann/f", "hers");
        assertThat(get(ann, "/home/ann/f")).isEqualTo("hers");
        denied(() -> put(ann, "/home/bob/f", "x"));
        denied(() -> get(ann, "/pub/open"));
        put(bob, "/home/ann/g", "x");
        denied(() -> bob.remove(path("/home/ann/g")));
        denied(() -> get(eve, "/home/ann/f"));
        assertThat(stat(ann, "/home").isDirectory())
                .as("what leads to something allowed can be looked at, or no path could be walked")
                .isTrue();
        denied(() -> stat(ann, "/pub"));
        denied(() -> stat(eve, "/home"));
    }

    @Test
    void aPatternHoldsForWhatIsBelowAndANameAtAnyDepth() throws Exception {
        rule("names", 1, "*.exe, .git", "none");
        rule("deep", 2, "/pub/**/keep, /inbox/*/done", "list, read");
        FileTree tree = session("ann");
        Files.createDirectories(root.resolve("pub/a/b/keep/c"));
        Files.createDirectories(root.resolve("inbox/x/done"));

        denied(() -> put(tree, "/pub/a.exe", "x"));
        denied(() -> put(tree, "/pub/a/b/.exe", "x"));
        put(tree, "/pub/a.EXE", "other case, other name");
        denied(() -> tree.makeDirectory(path("/pub/.git"), FileAttributes.EMPTY));
        Files.createDirectories(root.resolve("pub/.git/objects"));
        denied(() -> put(tree, "/pub/.git/objects/o", "x"));
        denied(() -> put(tree, "/pub/keep", "x"));
        denied(() -> put(tree, "/pub/a/b/keep/c/f", "x"));
        put(tree, "/pub/a/b/f", "x");
        denied(() -> put(tree, "/inbox/x/done/f", "x"));
        put(tree, "/inbox/done", "x");
        world.rule("names", Map.of("order", "1", "paths", "*.exe", "allow", "none", "ignore-case", "true"));
        denied(() -> get(tree, "/pub/a.EXE"));
    }

    @Test
    void whatIsHiddenIsNotThereAndNothingTakesItsName() throws Exception {
        world.rule("hidden", Map.of("paths", "/private, *.tmp", "allow", "none", "hide", "true"));
        Files.writeString(root.resolve("pub/a.tmp"), "x");
        Files.createSymbolicLink(root.resolve("pub/link"), Path.of("../private"));
        FileTree tree = session("ann");

        assertThat(list(tree, "/")).containsExactlyInAnyOrder("pub", "inbox");
        assertThat(list(tree, "/pub")).containsExactlyInAnyOrder("open", "link");
        absent(() -> stat(tree, "/private"));
        absent(() -> stat(tree, "/private/secret"));
        absent(() -> tree.canonicalize(path("/private")));
        absent(() -> tree.canonicalize(path("/pub/link")));
        absent(() -> list(tree, "/private"));
        absent(() -> list(tree, "/pub/link"));
        absent(() -> get(tree, "/pub/link/secret"));
        absent(() -> tree.remove(path("/pub/a.tmp")));
        absent(() -> rename(tree, "/pub/a.tmp", "/pub/a", RenameMode.REPLACE));
        denied(() -> put(tree, "/pub/b.tmp", "x"));
        denied(() -> put(tree, "/pub/a.tmp", "x"));
        denied(() -> rename(tree, "/pub/open", "/pub/b.tmp", RenameMode.REPLACE));
        assertThat(root.resolve("pub/a.tmp")).hasContent("x");
    }

    @Test
    void aDirectoryOfWhichOnlyOnePartIsAllowedShowsThatPart() throws Exception {
        rule("in", 1, "/inbox", "all");
        world.rule("rest", Map.of("order", "2", "paths", "/", "allow", "none", "hide", "true"));
        FileTree tree = session("ann");
        assertThat(list(tree, "/")).containsExactly("inbox");
        put(tree, "/inbox/f", "x");
        absent(() -> stat(tree, "/pub"));
        denied(() -> put(tree, "/f", "x"));
    }

    @Test
    void nothingGetsADeniedNameByRenaming() throws Exception {
        rule("names", 1, "*.exe", "none");
        rule("private", 2, "/private", "none");
        FileTree tree = session("ann");
        for (RenameMode mode : RenameMode.values()) {
            denied(() -> rename(tree, "/pub/open", "/pub/open.exe", mode));
            denied(() -> rename(tree, "/pub/open", "/private/open", mode));
            denied(() -> rename(tree, "/private/secret", "/pub/secret", mode));
            denied(() -> rename(tree, "/private", "/public", mode));
        }
        OpenFile uploading = open(tree, "/pub/new", OpenOptions.REPLACE);
        denied(() -> rename(tree, "/pub/new", "/pub/new.exe", RenameMode.REPLACE));
        uploading.close();
        assertThat(root.resolve("pub/new")).exists();
        assertThat(root.resolve("pub/new.exe")).doesNotExist();
        assertThat(root.resolve("private/secret")).hasContent("secret");
    }

    @Test
    void aDirectoryTakesNothingOutOfTheReachOfItsRules() throws Exception {
        Files.createDirectories(root.resolve("pub/team/private"));
        Files.createDirectories(root.resolve("pub/free"));
        rule("private", 1, "/pub/team/private", "none");
        rule("names", 2, "*.exe", "none");
        FileTree tree = session("ann");
        denied(() -> rename(tree, "/pub/team", "/pub/moved", RenameMode.NO_REPLACE));
        denied(() -> rename(tree, "/pub", "/moved", RenameMode.NO_REPLACE));
        denied(() -> rename(tree, "/pub/free", "/pub/team/private", RenameMode.REPLACE));
        rename(tree, "/pub/free", "/inbox/free", RenameMode.NO_REPLACE);
        assertThat(root.resolve("inbox/free")).isDirectory();
        Files.createDirectories(root.resolve("pub/x/private"));
        denied(() -> rename(tree, "/pub/x", "/pub/team", RenameMode.NO_REPLACE));
    }

    @Test
    void aDirectoryMovesBetweenPlacesThatAllowTheSame() throws Exception {
        rule("a", 1, "/pub", "all");
        rule("b", 2, "/inbox", "all");
        rule("read", 3, "/private", "all, -delete");
        rule("rest", 4, "/", "none");
        Files.createDirectories(root.resolve("pub/d/e"));
        Files.createDirectories(root.resolve("private/d"));
        FileTree tree = session("ann");
        rename(tree, "/pub/d", "/inbox/d", RenameMode.NO_REPLACE);
        rename(tree, "/inbox/d", "/private/e", RenameMode.NO_REPLACE);
        denied(() -> rename(tree, "/private/e", "/pub/d", RenameMode.NO_REPLACE));
        denied(() -> rename(tree, "/private/secret", "/pub/secret", RenameMode.NO_REPLACE));
    }

    @Test
    void whatCannotBeReadCannotBeMadeReadableByAnotherName() throws Exception {
        rule("inbox", 1, "/inbox", "list, create, rename, link, copy");
        FileTree tree = session("ann");
        put(tree, "/inbox/f", "of somebody");
        denied(() -> rename(tree, "/inbox/f", "/pub/f", RenameMode.NO_REPLACE));
        denied(() -> tree.link(path("/inbox/f"), path("/pub/f")));
        denied(() -> tree.copy(path("/inbox/f"), path("/pub/f"), RenameMode.NO_REPLACE));
        denied(() -> get(tree, "/inbox/f"));
        rename(tree, "/inbox/f", "/inbox/g", RenameMode.NO_REPLACE);
        rename(tree, "/pub/open", "/inbox/h", RenameMode.NO_REPLACE);
        assertThat(root.resolve("pub/f")).doesNotExist();
    }

    @Test
    void noLinkLeadsToWhatIsDenied() throws Exception {
        rule("private", 1, "/private", "none");
        Files.createSymbolicLink(root.resolve("pub/old"), Path.of("/private"));
        FileTree tree = session("ann");
        tree.symlink(path("/pub/l"), "/private/secret");
        tree.symlink(path("/pub/d"), "../private");
        for (String way : new String[] {"/pub/l", "/pub/d/secret", "/pub/old/secret"}) {
            denied(() -> get(tree, way));
            denied(() -> put(tree, way, "x"));
            denied(() -> stat(tree, way));
            denied(() -> tree.setAttributes(
                    path(way),
                    true,
                    FileAttributes.builder(FileType.REGULAR).permissions(0777).build()));
            denied(() -> tree.setAttributes(
                    path(way),
                    true,
                    FileAttributes.builder(FileType.REGULAR).size(0).build()));
            denied(() -> tree.copy(path(way), path("/pub/copy"), RenameMode.NO_REPLACE));
        }
        for (String directory : new String[] {"/pub/d", "/pub/old"}) {
            denied(() -> list(tree, directory));
            denied(() -> put(tree, directory + "/new", "x"));
            denied(() -> tree.remove(path(directory + "/secret")));
            denied(() -> tree.makeDirectory(path(directory + "/new"), FileAttributes.EMPTY));
            denied(() -> tree.symlink(path(directory + "/new"), "x"));
            denied(() -> tree.link(path(directory + "/secret"), path("/pub/hard")));
            denied(() -> tree.link(path("/pub/open"), path(directory + "/hard")));
            denied(() -> rename(tree, directory + "/secret", "/pub/s", RenameMode.REPLACE));
            denied(() -> rename(tree, "/pub/open", directory + "/open", RenameMode.REPLACE));
        }
        denied(() -> tree.link(path("/private/secret"), path("/pub/hard")));
        denied(() -> tree.link(path("/pub/open"), path("/private/hard")));
        assertThat(list(tree, "/pub")).containsExactlyInAnyOrder("open", "l", "d", "old");
        assertThat(root.resolve("private/secret")).hasContent("secret");
        assertThat(root.resolve("private").toFile().list()).containsExactly("secret");
    }

    @Test
    void anotherMountOfTheStoreIsNoWayRound() throws Exception {
        Path alias = Files.createSymbolicLink(root.resolveSibling(root.getFileName() + "-alias"), root);
        try {
            world.mount("part", Map.of("uri", root.resolve("private").toUri().toString(), "path", "/part"));
            world.mount("again", Map.of("uri", root.toUri().toString(), "path", "/again"));
            world.mount("linked", Map.of("uri", alias.toUri().toString(), "path", "/linked"));
            rule("private", 1, "/private", "none");
            FileTree tree = session("ann");
            for (String way : new String[] {"/private", "/part", "/again/private", "/linked/private"}) {
                denied(() -> get(tree, way + "/secret"));
                denied(() -> put(tree, way + "/new", "x"));
                denied(() -> rename(tree, "/pub/open", way + "/open", RenameMode.REPLACE));
                denied(() -> rename(tree, way + "/secret", "/again/pub/s", RenameMode.REPLACE));
                denied(() -> tree.copy(path(way + "/secret"), path("/pub/s"), RenameMode.REPLACE));
            }
            assertThat(get(tree, "/again/pub/open")).isEqualTo("open");

            world.rule("private", Map.of("paths", "/secret", "mounts", "part", "allow", "none"));
            for (String way : new String[] {"/private", "/part", "/again/private", "/linked/private"}) {
                denied(() -> get(tree, way + "/secret"));
                put(tree, way + "/new", "x");
            }
            denied(() -> rename(tree, "/again/private", "/again/pub/moved", RenameMode.REPLACE));
            assertThat(root.resolve("private/secret")).hasContent("secret");
        } finally {
            Files.delete(alias);
        }
    }

    @Test
    void twoMountsOfAStoreThatIsNoFolderAreKnownForOne() throws Exception {
        world.mount("ram", Map.of("uri", "ram:///", "path", "/ram", "journal", "off"));
        world.mount("below", Map.of("uri", "ram:///d%20e", "path", "/below", "journal", "off"));
        FileTree tree = session("ann");
        tree.makeDirectory(path("/ram/d e"), FileAttributes.EMPTY);
        put(tree, "/ram/d e/f", "x");
        rule("below", 1, "/below", "list");
        denied(() -> get(tree, "/below/f"));
        denied(() -> get(tree, "/ram/d e/f"));
        rule("below", 1, "/ram/d e", "list");
        denied(() -> get(tree, "/below/f"));
    }

    /** Somebody else swings a link between two directories while it is used. */
    @Test
    void noSwingOfALinkIsQuickEnough() throws Exception {
        rule("private", 1, "/private", "none");
        Files.writeString(root.resolve("pub/secret"), "harmless");
        FileTree other = session("bob");
        FileTree tree = session("ann");
        other.symlink(path("/inbox/to-pub"), "../pub");
        other.symlink(path("/inbox/to-private"), "../private");
        other.symlink(path("/inbox/l"), "../pub");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService swinging = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> swings = swinging.submit(() -> {
                int count = 0;
                while (!done.get()) {
                    for (String target : new String[] {"private", "pub"}) {
                        other.symlink(path("/inbox/next"), "../" + target);
                        rename(other, "/inbox/next", "/inbox/l", RenameMode.REPLACE);
                        count++;
                    }
                }
                return count;
            });
            int seen = 0;
            int deniedTimes = 0;
            while (seen < SWINGS || deniedTimes < SWINGS) {
                try {
                    assertThat(get(tree, "/inbox/l/secret")).isEqualTo("harmless");
                    put(tree, "/inbox/l/written", "x");
                    seen++;
                } catch (FileTreeException refused) {
                    assertThat(refused.reason()).isEqualTo(Reason.PERMISSION_DENIED);
                    deniedTimes++;
                }
            }
            done.set(true);
            assertThat(swings.get()).isPositive();
        } finally {
            done.set(true);
            swinging.shutdown();
        }
        assertThat(root.resolve("private").toFile().list()).containsExactly("secret");
    }

    /** What a client tries by way of a link that may lead to what is denied or to what is allowed, from one moment to the next. */
    private interface Try {

        void at(FileTree tree, String link) throws FileTreeException;
    }

    private static final Map<String, Try> TRIES = Map.ofEntries(
            Map.entry("open", (tree, link) -> put(tree, link + "/new", "x")),
            Map.entry("rename into", (tree, link) -> rename(tree, "/inbox/f", link + "/in", RenameMode.NO_REPLACE)),
            Map.entry("posix-rename into", (tree, link) -> rename(tree, "/inbox/f", link + "/in", RenameMode.REPLACE)),
            Map.entry("rename out", (tree, link) -> rename(tree, link + "/secret", "/inbox/out", RenameMode.REPLACE)),
            Map.entry("hard link into", (tree, link) -> tree.link(path("/inbox/f"), path(link + "/hard"))),
            Map.entry("hard link out", (tree, link) -> tree.link(path(link + "/secret"), path("/inbox/hard"))),
            Map.entry("symbolic link into", (tree, link) -> tree.symlink(path(link + "/soft"), "x")),
            Map.entry(
                    "copy into", (tree, link) -> tree.copy(path("/inbox/f"), path(link + "/copy"), RenameMode.REPLACE)),
            Map.entry(
                    "copy out",
                    (tree, link) -> tree.copy(path(link + "/secret"), path("/inbox/copy"), RenameMode.REPLACE)),
            Map.entry("copy-data", AccessRulesTest::copyData),
            Map.entry(
                    "set mode",
                    (tree, link) -> tree.setAttributes(
                            path(link + "/secret"),
                            true,
                            FileAttributes.builder(FileType.REGULAR)
                                    .permissions(0604)
                                    .build())),
            Map.entry(
                    "set size",
                    (tree, link) -> tree.setAttributes(
                            path(link + "/secret"),
                            true,
                            FileAttributes.builder(FileType.REGULAR).size(0).build())),
            Map.entry("remove", (tree, link) -> tree.remove(path(link + "/secret"))),
            Map.entry("mkdir", (tree, link) -> tree.makeDirectory(path(link + "/made"), FileAttributes.EMPTY)));

    private static void copyData(FileTree tree, String link) throws FileTreeException {
        OpenFile from = open(tree, link + "/secret", OpenOptions.READ);
        try {
            OpenFile to = open(tree, "/inbox/data", OpenOptions.REPLACE);
            try {
                tree.copy(from, 0, 100, to, 0);
            } finally {
                to.close();
            }
        } finally {
            from.close();
        }
    }

    /** Each of these, also by another mount of the store. */
    @Test
    void nothingIsDoneThroughALinkThatSwingsToWhatIsDenied() throws Exception {
        world.mount("again", Map.of("uri", root.toUri().toString(), "path", "/again"));
        rule("private", 1, "/private", "none");
        FileTree other = session("bob");
        FileTree tree = session("ann");
        other.symlink(path("/inbox/l"), "../pub");
        Object before = Files.readAttributes(root.resolve("private/secret"), "unix:mode,nlink,ctime,ino");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService swinging = Executors.newSingleThreadExecutor();
        int allowed = 0;
        int deniedTimes = 0;
        try {
            Future<Void> swings = swinging.submit(() -> {
                while (!done.get()) {
                    for (String target : new String[] {"private", "pub"}) {
                        other.symlink(path("/inbox/next"), "../" + target);
                        rename(other, "/inbox/next", "/inbox/l", RenameMode.REPLACE);
                    }
                }
                return null;
            });
            for (int round = 0; round < 20 || allowed == 0 || deniedTimes == 0; round++) {
                for (Map.Entry<String, Try> each : TRIES.entrySet()) {
                    Files.writeString(root.resolve("pub/secret"), "harmless");
                    Files.writeString(root.resolve("inbox/f"), "f");
                    try {
                        each.getValue().at(tree, round % 2 == 0 ? "/inbox/l" : "/again/inbox/l");
                        allowed++;
                    } catch (FileTreeException refused) {
                        if (refused.reason() == Reason.PERMISSION_DENIED) {
                            deniedTimes++;
                        }
                    }
                    assertThat(Files.readAttributes(root.resolve("private/secret"), "unix:mode,nlink,ctime,ino"))
                            .as(each.getKey())
                            .isEqualTo(before);
                    assertThat(root.resolve("private").toFile().list())
                            .as(each.getKey())
                            .containsExactly("secret");
                    assertNothingSecretGotOut(each.getKey());
                    clear("pub", "inbox");
                }
            }
            done.set(true);
            swings.get();
        } finally {
            done.set(true);
            swinging.shutdown();
        }
    }

    private void assertNothingSecretGotOut(String what) throws IOException {
        for (String folder : new String[] {"pub", "inbox"}) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                for (Path file : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .toList()) {
                    assertThat(Files.readString(file)).as(what).isNotEqualTo("secret");
                }
            }
        }
    }

    /** All that these folders hold but for the link that swings. */
    private void clear(String... folders) throws IOException {
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                for (Path file : files.filter(path -> !List.of("l", "next")
                                .contains(path.getFileName().toString()))
                        .toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Test
    void whoMayOnlyMakeFilesReplacesNone() throws Exception {
        rule("make", 1, "/inbox", "create, rename");
        rule("change", 2, "/pub", "read, overwrite");
        FileTree tree = session("ann");
        OpenFile first = open(tree, "/inbox/f", OpenOptions.REPLACE);
        first.write(ByteBuffer.wrap(new byte[] {'1'}), 0);
        Files.writeString(root.resolve("inbox/f"), "came between");
        assertThatThrownBy(first::close).isInstanceOf(FileTreeException.class);
        assertThat(root.resolve("inbox/f")).hasContent("came between");
        denied(() -> put(tree, "/inbox/f", "x"));
        put(tree, "/inbox/g", "x");
        denied(() -> rename(tree, "/inbox/g", "/inbox/f", RenameMode.REPLACE));
        assertThat(root.resolve("inbox/f")).hasContent("came between");

        put(tree, "/pub/open", "changed");
        denied(() -> put(tree, "/pub/new", "x"));
        assertThat(root.resolve("pub/new")).doesNotExist();
    }

    @Test
    void aNewFileHasNoAttributesThatMayNotBeSet() throws Exception {
        rule("make", 1, "/inbox", "create, create-directories");
        FileTree tree = session("ann");
        FileAttributes mode =
                FileAttributes.builder(FileType.REGULAR).permissions(0600).build();
        tree.open(path("/inbox/f"), OpenOptions.REPLACE, mode).close();
        tree.makeDirectory(path("/inbox/d"), mode);
        assertThat(Files.getAttribute(root.resolve("inbox/f"), "unix:mode")).isEqualTo(0100644);
        assertThat(Files.getAttribute(root.resolve("inbox/d"), "unix:mode")).isEqualTo(040755);
        refused(Reason.ALREADY_EXISTS, () -> session("eve").makeDirectory(path("/inbox"), FileAttributes.EMPTY));
        rule("make", 1, "/inbox", "list");
        refused(Reason.ALREADY_EXISTS, () -> tree.makeDirectory(path("/inbox/d"), FileAttributes.EMPTY));
    }

    @Test
    void aChangeHoldsFromTheNextRequestOnAndABadOneNever() throws Exception {
        rule("inbox", 1, "/inbox", "all");
        FileTree tree = session("ann");
        put(tree, "/inbox/f", "x");
        rule("inbox", 1, "/inbox", "all, -overwrite");
        denied(() -> put(tree, "/inbox/f", "y"));
        rule("inbox", 1, "/inbox", "all, -owerwrite");
        denied(() -> put(tree, "/inbox/f", "y"));
        assertThat(world.rules.verdicts().get("inbox").refusal())
                .contains("org.sallyport.access~inbox: allow = all, -owerwrite: some of list, read, create");
        rule("new", 2, "pub/open", "none");
        assertThat(get(tree, "/pub/open")).isEqualTo("open");
        assertThat(world.rules.verdicts().get("new").isRefused()).isTrue();
        assertThat(get(session("eve"), "/pub/open")).isEqualTo("open");
    }

    @Test
    void aRuleThatWasRefusedSinceTheStartLetsNobodyIn() throws Exception {
        rule("private", 1, "/private", "nothing");
        refused(Reason.UNAVAILABLE, () -> session("ann"));
        rule("private", 1, "/private", "none");
        denied(() -> get(session("ann"), "/private/secret"));
    }

    @Test
    void itIsExplained() throws Exception {
        world.mount("part", Map.of("uri", root.resolve("private").toUri().toString(), "path", "/part"));
        rule("names", 1, "*.exe", "none");
        world.rule("staff", Map.of("order", "2", "roles", "staff", "paths", "/private", "allow", "list, read"));
        world.rule("rest", Map.of("order", "3", "paths", "/private", "allow", "none", "hide", "true"));

        AccessInfo staff = world.rules.explain("bob", Set.of("staff"), path("/part/secret"));
        assertThat(staff.mount()).isEqualTo("part");
        assertThat(staff.allowed()).containsExactly("list", "read");
        assertThat(staff.refused()).contains("create", "delete", "times").hasSize(15);
        assertThat(staff.steps())
                .containsExactly(
                        "/part/secret by mount part: rule names (order 1) is of *.exe",
                        "/part/secret by mount part: rule staff (order 2) is of /private",
                        "/part/secret by mount part: rule rest (order 3) is of /private",
                        "/part/secret by mount part: no rule decides: all is allowed",
                        "/private/secret by mount all: rule names (order 1) is of *.exe",
                        "/private/secret by mount all: rule staff (order 2) decides: allowed are list, read");
        AccessInfo others = world.rules.explain("ann", Set.of(), path("/private"));
        assertThat(others.hidden()).isTrue();
        assertThat(others.allowed()).isEmpty();
        assertThat(others.steps()).anyMatch(step -> step.endsWith("rule rest (order 3) decides: hidden"));
        assertThat(world.rules.explain("ann", Set.of(), path("/pub")).allowed()).hasSize(17);
    }

    @Test
    void aNameThatLooksLikeAPatternIsAName() throws Exception {
        world.rule("own", Map.of("order", "1", "paths", "/inbox/{user}", "allow", "all"));
        rule("rest", 2, "/", "none");
        Files.createDirectory(root.resolve("inbox/*"));
        Files.createDirectory(root.resolve("inbox/ann"));
        FileTree star = session("*");
        put(star, "/inbox/*/f", "x");
        denied(() -> put(star, "/inbox/ann/f", "x"));
    }

    @Test
    void anOpenFileThatAppendsIsNotCutShort() throws Exception {
        Files.writeString(root.resolve("inbox/log"), "line\n");
        rule("log", 1, "/inbox", "append");
        FileTree tree = session("ann");
        OpenFile log = open(tree, "/inbox/log", new OpenOptions(false, true, true, false, false, false, false));
        log.write(ByteBuffer.wrap("more\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)), 0);
        denied(() -> log.truncate(0));
        denied(() -> log.setAttributes(
                FileAttributes.builder(FileType.REGULAR).size(0).build()));
        log.close();
        assertThat(root.resolve("inbox/log")).hasContent("line\nmore\n");
    }
}
