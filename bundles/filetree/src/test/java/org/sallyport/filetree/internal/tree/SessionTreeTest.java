/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;

class SessionTreeTest extends TreeTestCase {

    private static final OpenOptions APPEND = new OpenOptions(false, true, true, true, false, false, false);

    @TempDir
    private Path folder;

    private Path make(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }

    private void mount(String name, String path, Path where, String... more) throws Exception {
        Map<String, String> values =
                new java.util.HashMap<>(Map.of("uri", where.toUri().toString(), "path", path));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        world.mount(name, values);
    }

    private static FileAttributes mode(int permissions) {
        return FileAttributes.builder(FileType.UNKNOWN).permissions(permissions).build();
    }

    /** As the drafts have it, clients may send owners with what they make. */
    @Test
    void whatIsMadeWithAnOwnerThatCannotBeGivenIsMadeAllTheSame() throws Exception {
        Path data = make("data");
        mount("data", "/", data);
        MetadataComponent metadata = new MetadataComponent(Map.of("sidecar", "false"), folder.resolve("server"));
        world.use(new LocalFiles(metadata));
        FileTree ann = session("ann");
        FileAttributes asked = FileAttributes.builder(FileType.UNKNOWN)
                .ownerNames("nobody of this name", "")
                .permissions(0750)
                .build();

        ann.makeDirectory(path("/d"), asked);
        ann.open(path("/f"), OpenOptions.REPLACE, asked).close();
        ann.open(path("/log"), APPEND, asked).close();

        for (String name : List.of("d", "f", "log")) {
            assertThat((int) Files.getAttribute(data.resolve(name), "unix:mode") & 0777)
                    .as(name)
                    .isEqualTo(0750);
        }
        assertThat(list(ann, "/")).containsExactlyInAnyOrder("d", "f", "log");
        metadata.deactivate();
    }

    @Test
    void whoOnlyLooksMakesNoFolder() throws Exception {
        Path homes = make("homes");
        world.mount("homes", Map.of("uri", homes.toUri() + "{user}", "path", "/", "create", "true"));
        FileTree looking = lookAs("ann");

        refused(Reason.UNAVAILABLE, () -> looking.stat(path("/f"), false, Attribute.ALL));
        refused(Reason.UNAVAILABLE, () -> looking.stat(path("/"), false, Attribute.ALL));
        assertThat(homes).isEmptyDirectory();

        put(session("ann"), "/f", "content");
        assertThat(looking.stat(path("/f"), false, Attribute.ALL).size()).isEqualTo(7);
    }

    @Test
    void whatIsInMemoryStaysAndCountsAsLongAsItsMountIsConfigured() throws Exception {
        Map<String, String> settings =
                Map.of("uri", "ram:///", "path", "/", "journal", "off", "quota-bytes", "10", "create", "true");
        world.mount("ram", settings);
        FileTree ann = session("ann");
        put(ann, "/f", "12345678");
        ann.close();
        assertThat(world.leases).as("held without a session").hasValue(1);
        FileTree bob = session("bob");
        assertThat(get(bob, "/f")).isEqualTo("12345678");
        refused(Reason.QUOTA, () -> put(bob, "/g", "123"));
        bob.close();
        world.unmount("ram");
        assertThat(world.leases).as("nothing leads there").hasValue(0);
        world.mount("ram", settings);
        put(session("cid"), "/g", "1234567890");
    }

    @Test
    void mountsLieInEachOtherAndShowInListings() throws Exception {
        mount("root", "/", make("root"));
        mount("inner", "/a/inner", make("inner"));
        mount("staff", "/staff", make("staff"), "roles", "staff");
        mount("ann", "/ann", make("ann"), "users", "ann");
        FileTree tree = session("ann");
        put(tree, "/f", "outer");
        put(tree, "/a/inner/f", "inner");
        assertThat(folder.resolve("inner/f")).hasContent("inner");
        assertThat(list(tree, "/")).containsExactlyInAnyOrder("f", "a", "ann");
        assertThat(list(tree, "/a")).containsExactly("inner");
        assertThat(list(session("bea", "staff"), "/")).containsExactlyInAnyOrder("f", "a", "staff");
        refused(Reason.PERMISSION_DENIED, () -> tree.removeDirectory(path("/a/inner")));
        refused(Reason.PERMISSION_DENIED, () -> tree.rename(path("/ann"), path("/x"), RenameMode.REPLACE));
        refused(Reason.PERMISSION_DENIED, () -> tree.rename(path("/a"), path("/x"), RenameMode.REPLACE));
        refused(Reason.ALREADY_EXISTS, () -> tree.makeDirectory(path("/a"), FileAttributes.EMPTY));
        refused(Reason.CROSS_STORE, () -> tree.rename(path("/f"), path("/a/inner/g"), RenameMode.REPLACE));
    }

    @Test
    void withoutAMountAtTheRootThereIsAVirtualOne() throws Exception {
        mount("data", "/x/data", make("data"));
        FileTree tree = session("ann");
        assertThat(list(tree, "/")).containsExactly("x");
        assertThat(tree.stat(path("/x"), true, Attribute.BASIC).isDirectory()).isTrue();
        refused(Reason.PERMISSION_DENIED, () -> put(tree, "/f", "nowhere"));
        refused(Reason.NO_SUCH_FILE, () -> tree.stat(path("/y"), true, Attribute.BASIC));
    }

    @Test
    void readOnlyMeansEveryChange() throws Exception {
        Path data = make("data");
        Files.writeString(data.resolve("f"), "content");
        mount("data", "/", data, "read-only", "true");
        FileTree tree = session("ann");
        assertThat(get(tree, "/f")).isEqualTo("content");
        refused(Reason.READ_ONLY, () -> put(tree, "/f", "x"));
        refused(Reason.READ_ONLY, () -> tree.remove(path("/f")));
        refused(Reason.READ_ONLY, () -> tree.rename(path("/f"), path("/g"), RenameMode.REPLACE));
        refused(Reason.READ_ONLY, () -> tree.makeDirectory(path("/d"), FileAttributes.EMPTY));
        refused(Reason.READ_ONLY, () -> tree.setAttributes(path("/f"), true, mode(0777)));
        refused(Reason.READ_ONLY, () -> tree.symlink(path("/l"), "f"));
        refused(Reason.READ_ONLY, () -> tree.link(path("/f"), path("/l")));
        refused(Reason.READ_ONLY, () -> tree.copy(path("/f"), path("/g"), RenameMode.NO_REPLACE));
        OpenFile open = tree.open(path("/f"), OpenOptions.READ, FileAttributes.EMPTY);
        refused(Reason.READ_ONLY, () -> open.setAttributes(mode(0)));
        refused(Reason.READ_ONLY, () -> open.truncate(0));
        open.close();
        assertThat(Files.readString(data.resolve("f"))).isEqualTo("content");
        assertThat(tree.stat(path("/f"), true, Attribute.BASIC).permissions() & 0222)
                .isZero();
        assertThat(tree.space(path("/")).readOnly()).isTrue();
        assertThat(data.toFile().list()).containsExactly("f");
    }

    @Test
    void renamesReplaceOrRefuseAndOpenFilesFollow() throws Exception {
        mount("data", "/", make("data"));
        FileTree tree = session("ann");
        put(tree, "/a", "a");
        put(tree, "/b", "b");
        tree.makeDirectory(path("/d"), FileAttributes.EMPTY);
        refused(Reason.ALREADY_EXISTS, () -> tree.rename(path("/a"), path("/b"), RenameMode.NO_REPLACE));
        refused(Reason.IS_A_DIRECTORY, () -> tree.rename(path("/a"), path("/d"), RenameMode.REPLACE));
        refused(Reason.NOT_A_DIRECTORY, () -> tree.rename(path("/d"), path("/a"), RenameMode.REPLACE));
        refused(Reason.INVALID_ARGUMENT, () -> tree.rename(path("/d"), path("/d/e"), RenameMode.REPLACE));
        tree.rename(path("/a"), path("/a"), RenameMode.REPLACE);
        OpenFile open = tree.open(path("/a"), APPEND, FileAttributes.EMPTY);
        tree.rename(path("/a"), path("/d/moved"), RenameMode.NO_REPLACE);
        tree.rename(path("/d"), path("/e"), RenameMode.REPLACE);
        assertThat(open.path()).isEqualTo(path("/e/moved"));
        assertThat(open.orderKey()).isEqualTo(tree.orderKey(path("/e/moved")));
        open.write(ByteBuffer.wrap(new byte[] {'+'}), 0);
        open.close();
        assertThat(get(tree, "/e/moved")).isEqualTo("a+");
        tree.rename(path("/e/moved"), path("/b"), RenameMode.REPLACE_FILE);
        assertThat(get(tree, "/b")).isEqualTo("a+");
        refused(Reason.NO_SUCH_FILE, () -> tree.rename(path("/gone"), path("/x"), RenameMode.REPLACE));
        tree.makeDirectory(path("/full"), FileAttributes.EMPTY);
        put(tree, "/full/f", "x");
        refused(Reason.NOT_EMPTY, () -> tree.removeDirectory(path("/full")));
        refused(Reason.NOT_A_DIRECTORY, () -> tree.removeDirectory(path("/b")));
        refused(Reason.IS_A_DIRECTORY, () -> tree.remove(path("/full")));
    }

    @Test
    void appendIgnoresOffsetsAndRemovedFilesCanBeFinished() throws Exception {
        mount("data", "/", make("data"));
        FileTree tree = session("ann");
        put(tree, "/f", "one");
        OpenFile file = tree.open(path("/f"), APPEND, FileAttributes.EMPTY);
        file.write(ByteBuffer.wrap("two".getBytes()), 0);
        file.write(ByteBuffer.wrap("three".getBytes()), 1);
        assertThat(get(tree, "/f")).isEqualTo("onetwothree");
        tree.remove(path("/f"));
        file.write(ByteBuffer.wrap("four".getBytes()), 0);
        assertThat(file.attributes(Attribute.BASIC).size()).isEqualTo(15);
        file.close();
        refused(Reason.NO_SUCH_FILE, () -> get(tree, "/f"));
    }

    @Test
    void attributesAreForNewFilesOnlyAndTimesSurviveLaterWrites() throws Exception {
        Path data = make("data");
        mount("data", "/", data, "umask", "027");
        FileTree tree = session("ann");
        OpenFile made = tree.open(path("/f"), OpenOptions.REPLACE, mode(0777));
        made.setAttributes(FileAttributes.builder(FileType.UNKNOWN)
                .modifyTime(1_000_000_000, 0)
                .accessTime(1_000_000_000, 0)
                .build());
        made.write(ByteBuffer.wrap("late".getBytes()), 0);
        made.close();
        assertThat(Files.getLastModifiedTime(data.resolve("f")).toMillis()).isEqualTo(1_000_000_000_000L);
        assertThat(tree.stat(path("/f"), true, Attribute.BASIC).permissions()).isEqualTo(0750);
        // sshfs opens existing files with a mode of zero.
        tree.open(path("/f"), new OpenOptions(false, true, false, false, false, false, false), mode(0))
                .close();
        assertThat(tree.stat(path("/f"), true, Attribute.BASIC).permissions()).isEqualTo(0750);
    }

    @Test
    void newFilesAndDirectoriesHaveForcedPermissionsWhateverWasAskedFor() throws Exception {
        mount("data", "/", make("data"), "umask", "077", "forced-mode", "050");
        FileTree tree = session("ann");
        tree.open(path("/f"), OpenOptions.REPLACE, mode(0707)).close();
        tree.makeDirectory(path("/d"), FileAttributes.EMPTY);
        assertThat(tree.stat(path("/f"), true, Attribute.BASIC).permissions()).isEqualTo(0750);
        assertThat(tree.stat(path("/d"), true, Attribute.BASIC).permissions()).isEqualTo(0750);
    }

    @Test
    void aMountShowsOwnersAndPermissionsOfItsOwn() throws Exception {
        Path data = make("data");
        mount("data", "/", data, "owner", "{user}", "group", "staff", "file-mode", "640", "directory-mode", "710");
        FileTree tree = session("ann");
        tree.open(path("/f"), OpenOptions.REPLACE, mode(0755)).close();
        tree.makeDirectory(path("/d"), FileAttributes.EMPTY);

        List<FileAttributes> shown = new ArrayList<>(List.of(tree.stat(path("/f"), true, Attribute.ALL)));
        try (OpenDirectory listing = tree.openDirectory(path("/"), Attribute.ALL)) {
            listing.next(100).stream()
                    .filter(entry -> entry.name().equals("f"))
                    .forEach(entry -> shown.add(entry.attributes()));
        }
        OpenFile open = tree.open(path("/f"), OpenOptions.READ, FileAttributes.EMPTY);
        shown.add(open.attributes(Attribute.ALL));
        open.close();

        assertThat(shown).hasSize(3).allSatisfy(attributes -> {
            assertThat(attributes.permissions()).isEqualTo(0640);
            assertThat(List.of(attributes.owner(), attributes.group())).containsExactly("ann", "staff");
            assertThat(List.of(attributes.uid(), attributes.gid())).containsExactly(300_003, 400_005);
        });
        assertThat(tree.stat(path("/d"), true, Attribute.ALL).permissions()).isEqualTo(0710);
        assertThat(session("bob").stat(path("/f"), true, Attribute.ALL).owner()).isEqualTo("bob");
        assertThat(Files.getPosixFilePermissions(data.resolve("f"))).hasSize(7);
    }

    @Test
    void aMountShowsTheRoleOfWhoLooksAsTheGroup() throws Exception {
        Path data = make("data");
        mount("data", "/", data, "owner", "{user}", "group", "{role}");
        put(session("ann", "staff", "editors"), "/f", "x");

        FileAttributes told = session("ann", "staff", "editors").stat(path("/f"), true, Attribute.ALL);
        FileAttributes toBob = session("bob", "staff").stat(path("/f"), true, Attribute.ALL);
        FileAttributes toEve = session("eve").stat(path("/f"), true, Attribute.ALL);

        assertThat(List.of(told.owner(), told.group())).containsExactly("ann", "editors");
        assertThat(told.gid()).isEqualTo(400_007);
        assertThat(List.of(toBob.owner(), toBob.group())).containsExactly("bob", "staff");
        assertThat(toEve.owner()).isEqualTo("eve");
        assertThat(toEve.gid()).isEqualTo(Files.getAttribute(data.resolve("f"), "unix:gid"));
    }

    @Test
    void ordersByTheFileWhateverPathNamesIt() throws Exception {
        Path data = make("data");
        mount("one", "/one", data);
        mount("two", "/two", data);
        FileTree tree = session("ann");
        put(tree, "/one/f", "x");
        assertThat(tree.orderKey(path("/one/f"))).isEqualTo(tree.orderKey(path("/two/f")));
        assertThat(tree.orderKey(path("/one/f"))).isNotEqualTo(tree.orderKey(path("/one/g")));
        tree.symlink(path("/one/link"), "f");
        OpenFile open = tree.open(path("/one/link"), OpenOptions.READ, FileAttributes.EMPTY);
        assertThat(open.orderKey())
                .isEqualTo(tree.orderKey(path("/one/link")))
                .isEqualTo(tree.orderKey(path("/two/f")));
        open.close();
        assertThat(tree.isPrompt(path("/one/f"))).isTrue();
    }

    @Test
    void aSwappedMountShowsItsNewStoreWhileOpenFilesFinishOnTheOld() throws Exception {
        mount("data", "/", make("old"));
        FileTree tree = session("ann");
        OpenFile open = tree.open(path("/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        mount("data", "/", make("new"));
        put(tree, "/g", "new");
        open.write(ByteBuffer.wrap("old".getBytes()), 0);
        open.close();
        assertThat(folder.resolve("old/f")).hasContent("old");
        assertThat(folder.resolve("new/g")).hasContent("new");
        assertThat(list(tree, "/")).containsExactly("g");
        Path gone = make("gone");
        world.makeUnavailable(gone.toUri().toString());
        mount("data", "/", gone);
        refused(Reason.UNAVAILABLE, () -> list(tree, "/"));
        assertThat(world.mounts.mount("data").orElseThrow().problem()).contains("the store is gone");
    }

    @Test
    void quotasHoldAgainstWritersThatRunAtOnce() throws Exception {
        // In place, so that what could be written stays when the rest could not.
        mount("data", "/", make("data"), "quota-bytes", "10000", "quota-files", "20", "upload", "in-place");
        FileTree tree = session("ann");
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String path = "/w" + i;
                work.add(() -> {
                    OpenFile file = tree.open(path(path), OpenOptions.REPLACE, FileAttributes.EMPTY);
                    try {
                        for (int block = 0; block < 40; block++) {
                            file.write(ByteBuffer.wrap(new byte[100]), block * 100L);
                        }
                    } catch (FileTreeException full) {
                        assertThat(full.reason()).isEqualTo(Reason.QUOTA);
                    } finally {
                        file.close();
                    }
                    return null;
                });
            }
            for (var result : writers.invokeAll(work)) {
                result.get();
            }
        } finally {
            writers.shutdownNow();
        }
        long stored = 0;
        for (int i = 0; i < 8; i++) {
            stored += Files.size(folder.resolve("data/w" + i));
        }
        assertThat(stored).isEqualTo(10_000);
        OpenFile sparse = tree.open(
                path("/w0"), new OpenOptions(false, true, false, false, false, false, false), FileAttributes.EMPTY);
        refused(Reason.QUOTA, () -> sparse.write(ByteBuffer.wrap(new byte[1]), 1_000_000));
        refused(Reason.QUOTA, () -> sparse.truncate(1_000_000));
        sparse.close();
        long given = Files.size(folder.resolve("data/w1"));
        tree.remove(path("/w1"));
        put(tree, "/again", "x".repeat((int) Math.min(given, 1000)));
        assertThat(tree.space(path("/")).blocks() * tree.space(path("/")).blockSize())
                .isLessThanOrEqualTo(10_000);
        for (int i = 0; i < 12; i++) {
            tree.makeDirectory(path("/d" + i), FileAttributes.EMPTY);
        }
        refused(Reason.QUOTA, () -> tree.makeDirectory(path("/one-more"), FileAttributes.EMPTY));
        tree.removeDirectory(path("/d0"));
        tree.makeDirectory(path("/one-more"), FileAttributes.EMPTY);
    }

    @Test
    void otherStoresAreWrittenWholeAtClose() throws Exception {
        world.mount("ram", Map.of("uri", "ram:///", "path", "/", "journal", "off"));
        FileTree tree = session("ann");
        OpenFile file = tree.open(path("/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        assertThat(list(tree, "/")).containsExactly("f");
        file.write(ByteBuffer.wrap("end".getBytes()), 5);
        file.write(ByteBuffer.wrap("begin".getBytes()), 0);
        assertThat(tree.stat(path("/f"), true, Attribute.BASIC).size()).isEqualTo(8);
        file.close();
        assertThat(get(tree, "/f")).isEqualTo("beginend");
        OpenFile lost = tree.open(path("/lost"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        lost.write(ByteBuffer.wrap("half".getBytes()), 0);
        lost.abandon();
        refused(Reason.NO_SUCH_FILE, () -> get(tree, "/lost"));
        put(tree, "/g", "other");
        refused(Reason.ALREADY_EXISTS, () -> tree.rename(path("/f"), path("/g"), RenameMode.NO_REPLACE));
        tree.rename(path("/f"), path("/g"), RenameMode.REPLACE);
        assertThat(get(tree, "/g")).isEqualTo("beginend");
        tree.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(tree, "/d/x", "x");
        refused(Reason.NOT_EMPTY, () -> tree.removeDirectory(path("/d")));
        refused(Reason.UNSUPPORTED, () -> tree.symlink(path("/l"), "g"));
        tree.copy(path("/g"), path("/copy"), RenameMode.NO_REPLACE);
        assertThat(get(tree, "/copy")).isEqualTo("beginend");
    }

    @Test
    void copiesInsideTheServer() throws Exception {
        mount("data", "/", make("data"));
        FileTree tree = session("ann");
        put(tree, "/f", "0123456789");
        tree.copy(path("/f"), path("/g"), RenameMode.NO_REPLACE);
        assertThat(get(tree, "/g")).isEqualTo("0123456789");
        refused(Reason.ALREADY_EXISTS, () -> tree.copy(path("/f"), path("/g"), RenameMode.NO_REPLACE));
        refused(Reason.INVALID_ARGUMENT, () -> tree.copy(path("/f"), path("/f"), RenameMode.REPLACE_FILE));
        OpenFile from = tree.open(path("/f"), OpenOptions.READ, FileAttributes.EMPTY);
        OpenFile to = tree.open(path("/h"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        assertThat(tree.copy(from, 2, 3, to, 1)).isEqualTo(3);
        assertThat(tree.copy(from, 8, 0, to, 4)).isEqualTo(2);
        from.close();
        to.close();
        assertThat(get(tree, "/h")).isEqualTo("\00023489");
    }
}
