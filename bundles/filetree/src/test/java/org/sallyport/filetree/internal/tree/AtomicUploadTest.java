/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.filetree.internal.local.SweepNow;

/** Uploads to local folders take their names whole, at CLOSE; the session that writes sees them before. */
@Timeout(60)
class AtomicUploadTest extends TreeTestCase {

    private static final OpenOptions CREATE_NEW = new OpenOptions(false, true, false, true, false, true, false);
    private static final OpenOptions CHANGE = new OpenOptions(true, true, false, false, false, false, false);
    private static final OpenOptions APPEND = new OpenOptions(false, true, true, true, false, false, false);

    @TempDir
    private Path folder;

    private FileTree writer;
    private FileTree other;

    @BeforeEach
    void twoSessions() throws Exception {
        mount(Map.of());
        writer = session("ann");
        other = session("bob");
    }

    private void mount(Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(more);
        values.put("uri", folder.toUri().toString());
        world.mount("m", values);
    }

    private static OpenFile begin(FileTree tree, String path, String content) throws FileTreeException {
        OpenFile file = tree.open(path(path), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(file, content, 0);
        return file;
    }

    private static void write(OpenFile file, String content, long position) throws FileTreeException {
        file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), position);
    }

    private static long size(FileTree tree, String path) throws FileTreeException {
        return tree.stat(path(path), true, Attribute.BASIC).size();
    }

    private List<String> onDisk() throws Exception {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> leftBesides(String... names) throws Exception {
        writer.close();
        other.close();
        return onDisk().stream().filter(name -> !List.of(names).contains(name)).toList();
    }

    /** Of a file system that knows no modes. */
    private static LocalMetadataMapper withoutModes() {
        return (LocalMetadataMapper) Proxy.newProxyInstance(
                AtomicUploadTest.class.getClassLoader(),
                new Class<?>[] {LocalMetadataMapper.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "read" ->
                        FileAttributes.builder(FileType.REGULAR)
                                .permissions(0600)
                                .build();
                    default -> throw new AccessDeniedException("");
                });
    }

    @Test
    void whatCannotHaveItsModeLeavesNothing() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        Files.writeString(folder.resolve("d/there"), "before");
        world.use(withoutModes());
        refused(Reason.PERMISSION_DENIED, () -> begin(writer, "/d/f", "content"));
        refused(Reason.PERMISSION_DENIED, () -> begin(writer, "/d/there", "content"));
        mount(Map.of("upload", "in-place"));
        refused(Reason.PERMISSION_DENIED, () -> begin(writer, "/d/f", "content"));
        try (var entries = Files.list(folder.resolve("d"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).containsExactly("there");
        }
        assertThat(folder.resolve("d/there")).hasContent("before");
    }

    @Test
    void whatReplacesAPrivateFileIsPrivateFromItsFirstMoment() throws Exception {
        Path there = Files.writeString(folder.resolve("there"), "before");
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-------"));
        List<String> seen = new ArrayList<>();
        LocalMetadataMapper watching = (LocalMetadataMapper) Proxy.newProxyInstance(
                AtomicUploadTest.class.getClassLoader(),
                new Class<?>[] {LocalMetadataMapper.class},
                (self, method, arguments) -> {
                    if (!there.equals(arguments[0])) {
                        seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions((Path) arguments[0])));
                    }
                    return method.getName().equals("write")
                            ? Set.of()
                            : FileAttributes.builder(FileType.REGULAR)
                                    .permissions(0600)
                                    .ownerIds(0, 0)
                                    .build();
                });
        world.use(watching);

        begin(writer, "/there", "content").abandon();

        assertThat(seen).isNotEmpty().containsOnly("rw-------");
    }

    @Test
    void othersSeeAnUploadWhenItIsComplete() throws Exception {
        OpenFile file = begin(writer, "/f", "content");
        assertThat(size(writer, "/f")).isEqualTo(7);
        assertThat(list(writer, "/")).containsExactly("f");
        assertThat(get(writer, "/f")).isEqualTo("content");
        refused(Reason.NO_SUCH_FILE, () -> size(other, "/f"));
        assertThat(list(other, "/")).isEmpty();
        assertThat(folder.resolve("f")).doesNotExist();
        file.close();
        assertThat(get(other, "/f")).isEqualTo("content");
        assertThat(list(other, "/")).containsExactly("f");
        assertThat(leftBesides("f")).isEmpty();
    }

    @Test
    void whatIsReplacedStaysWholeUntilThen() throws Exception {
        put(writer, "/f", "good");
        OpenFile reading = other.open(path("/f"), OpenOptions.READ, FileAttributes.EMPTY);
        OpenFile file = begin(writer, "/f", "better");
        assertThat(size(writer, "/f")).isEqualTo(6);
        assertThat(get(other, "/f")).isEqualTo("good");
        file.close();
        assertThat(get(other, "/f")).isEqualTo("better");
        ByteBuffer old = ByteBuffer.allocate(10);
        reading.read(old, 0);
        assertThat(new String(old.array(), 0, old.position(), StandardCharsets.UTF_8))
                .isEqualTo("good");
        reading.close();
    }

    @Test
    void aBrokenConnectionPublishesNothing() throws Exception {
        put(writer, "/f", "good");
        FileTree broken = session("ann");
        begin(broken, "/f", "half");
        begin(broken, "/new", "half");
        broken.close();
        assertThat(get(other, "/f")).isEqualTo("good");
        assertThat(list(other, "/")).containsExactly("f");
        assertThat(leftBesides("f")).isEmpty();
    }

    @Test
    void aBrokenUploadIsKeptWhereThatIsWanted() throws Exception {
        put(writer, "/good", "good");
        mount(Map.of("broken-upload", "part"));
        FileTree broken = session("ann");
        begin(broken, "/good", "half");
        begin(broken, "/new", "half of it");
        begin(broken, "/empty", "");
        broken.close();
        assertThat(Files.readString(folder.resolve("good"))).isEqualTo("good");
        assertThat(Files.readString(folder.resolve("good.part"))).isEqualTo("half");
        assertThat(Files.readString(folder.resolve("new.part"))).isEqualTo("half of it");
        assertThat(leftBesides("good", "good.part", "new.part")).isEmpty();
    }

    @Test
    void aClientCanResumeWhatIsKeptAtItsName() throws Exception {
        put(writer, "/good", "good");
        mount(Map.of("broken-upload", "keep"));
        FileTree broken = session("ann");
        begin(broken, "/good", "half");
        begin(broken, "/new", "half");
        broken.close();
        FileTree again = session("ann");
        assertThat(get(again, "/good")).isEqualTo("good");
        OpenFile resumed = again.open(path("/new"), CHANGE, FileAttributes.EMPTY);
        write(resumed, "+rest", size(again, "/new"));
        resumed.close();
        assertThat(get(other, "/new")).isEqualTo("half+rest");
    }

    @Test
    void twoWritersOfOneNameNeverMix() throws Exception {
        OpenFile first = begin(writer, "/f", "first, and long");
        OpenFile second = begin(other, "/f", "second");
        assertThat(get(writer, "/f")).isEqualTo("first, and long");
        assertThat(get(other, "/f")).isEqualTo("second");
        second.close();
        assertThat(get(other, "/f")).isEqualTo("second");
        assertThat(get(writer, "/f")).isEqualTo("first, and long");
        first.close();
        assertThat(get(other, "/f")).isEqualTo("first, and long");
        assertThat(leftBesides("f")).isEmpty();
    }

    @Test
    void manyWritersAtOnceLeaveOneOfTheirContentsWhole() throws Exception {
        int writers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Object>> running = new java.util.ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String content = Integer.toString(i).repeat(500 + i);
                FileTree tree = session("ann");
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 50; round++) {
                        begin(tree, "/f", content).close();
                        String seen = get(other, "/f");
                        assertThat(seen).isEqualTo(seen.substring(0, 1).repeat(500 + (seen.charAt(0) - '0')));
                    }
                    return null;
                }));
            }
            for (Future<Object> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(onDisk().stream().filter(name -> name.matches(".sallyport-upload-.*-.*")))
                .isEmpty();
    }

    @Test
    void aLockFileIsMadeOnce() throws Exception {
        OpenFile lock = writer.open(path("/lock"), CREATE_NEW, FileAttributes.EMPTY);
        refused(Reason.ALREADY_EXISTS, () -> other.open(path("/lock"), CREATE_NEW, FileAttributes.EMPTY));
        refused(Reason.ALREADY_EXISTS, () -> writer.open(path("/lock"), CREATE_NEW, FileAttributes.EMPTY));
        lock.close();
        refused(Reason.ALREADY_EXISTS, () -> other.open(path("/lock"), CREATE_NEW, FileAttributes.EMPTY));
    }

    @Test
    void anotherProgramThatMadeTheFileFirstIsNotOverwritten() throws Exception {
        OpenFile lock = writer.open(path("/lock"), CREATE_NEW, FileAttributes.EMPTY);
        Files.writeString(folder.resolve("lock"), "another program's");
        refused(Reason.ALREADY_EXISTS, lock::close);
        assertThat(Files.readString(folder.resolve("lock"))).isEqualTo("another program's");
        assertThat(leftBesides("lock")).isEmpty();
    }

    @Test
    void renamedBeforeItIsClosed() throws Exception {
        put(writer, "/target", "good");
        Files.createDirectory(folder.resolve("d"));
        OpenFile file = begin(writer, "/tmp", "new ");
        writer.rename(path("/tmp"), path("/d/moved"), RenameMode.NO_REPLACE);
        assertThat(list(writer, "/")).containsExactlyInAnyOrder("d", "target");
        assertThat(list(writer, "/d")).containsExactly("moved");
        refused(Reason.ALREADY_EXISTS, () -> writer.rename(path("/d/moved"), path("/target"), RenameMode.NO_REPLACE));
        writer.rename(path("/d/moved"), path("/target"), RenameMode.REPLACE);
        assertThat(get(writer, "/target")).isEqualTo("new ");
        assertThat(get(other, "/target"))
                .as("not replaced before it is complete")
                .isEqualTo("good");
        write(file, "content", 4);
        file.close();
        assertThat(get(other, "/target")).isEqualTo("new content");
        assertThat(list(other, "/d")).isEmpty();
        assertThat(leftBesides("target", "d")).isEmpty();
    }

    @Test
    void aFileThatIsBeingReplacedIsRenamed() throws Exception {
        put(writer, "/a", "old");
        OpenFile file = begin(writer, "/a", "new");
        writer.rename(path("/a"), path("/b"), RenameMode.NO_REPLACE);
        refused(Reason.NO_SUCH_FILE, () -> size(writer, "/a"));
        assertThat(get(writer, "/b")).isEqualTo("new");
        assertThat(get(other, "/b")).isEqualTo("old");
        file.close();
        assertThat(get(other, "/b")).isEqualTo("new");
        assertThat(leftBesides("b")).isEmpty();
    }

    @Test
    void theDirectoryMovesMeanwhile() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        OpenFile file = begin(writer, "/d/f", "content");
        other.rename(path("/d"), path("/e"), RenameMode.NO_REPLACE);
        assertThat(get(writer, "/e/f")).isEqualTo("content");
        file.close();
        assertThat(get(other, "/e/f")).isEqualTo("content");
    }

    @Test
    void somethingElseIsRenamedOverIt() throws Exception {
        put(writer, "/other", "other");
        OpenFile file = begin(writer, "/f", "mine");
        writer.rename(path("/other"), path("/f"), RenameMode.REPLACE);
        assertThat(get(writer, "/f")).isEqualTo("other");
        write(file, "to nobody", 0);
        file.close();
        assertThat(get(other, "/f")).isEqualTo("other");
        assertThat(leftBesides("f")).isEmpty();
    }

    @Test
    void removedBeforeItIsClosed() throws Exception {
        put(writer, "/old", "good");
        OpenFile replacing = begin(writer, "/old", "new");
        OpenFile creating = begin(writer, "/new", "new");
        writer.remove(path("/old"));
        writer.remove(path("/new"));
        refused(Reason.NO_SUCH_FILE, () -> writer.remove(path("/new")));
        replacing.close();
        creating.close();
        assertThat(list(other, "/")).isEmpty();
        assertThat(leftBesides()).isEmpty();
    }

    @Test
    void removedByAnotherSessionItIsPublishedAllTheSame() throws Exception {
        put(writer, "/f", "old");
        OpenFile file = begin(writer, "/f", "new");
        other.remove(path("/f"));
        file.close();
        assertThat(get(other, "/f")).isEqualTo("new");
    }

    @Test
    void aDirectoryWithAnUploadInItIsNotEmpty() throws Exception {
        Files.createDirectory(folder.resolve("d"));
        OpenFile file = begin(writer, "/d/f", "content");
        refused(Reason.NOT_EMPTY, () -> other.removeDirectory(path("/d")));
        file.close();
        assertThat(get(other, "/d/f")).isEqualTo("content");
    }

    @Test
    void aSecondHandleOfTheSessionIsTheSameFile() throws Exception {
        OpenFile first = begin(writer, "/f", "one");
        OpenFile second = writer.open(path("/f"), CHANGE, FileAttributes.EMPTY);
        assertThat(second.orderKey()).isEqualTo(first.orderKey());
        write(second, "+two", 3);
        first.close();
        assertThat(get(other, "/f")).isEqualTo("one+two");
        write(second, "+three", 7);
        second.close();
        assertThat(get(other, "/f")).isEqualTo("one+two+three");
    }

    @Test
    void timesAndModesSetBeforeTheEndHold() throws Exception {
        FileAttributes initial =
                FileAttributes.builder(FileType.REGULAR).permissions(0640).build();
        OpenFile file = writer.open(path("/f"), OpenOptions.REPLACE, initial);
        writer.setAttributes(
                path("/f"),
                true,
                FileAttributes.builder(FileType.UNKNOWN)
                        .accessTime(1_000_000, 0)
                        .modifyTime(2_000_000, 0)
                        .build());
        write(file, "after the times", 0);
        file.close();
        assertThat(Files.getLastModifiedTime(folder.resolve("f")).toMillis()).isEqualTo(2_000_000_000L);
        assertThat(mode("f")).isEqualTo("rw-r-----");
    }

    @Test
    void truncatedByItsPathItGoesOn() throws Exception {
        OpenFile file = begin(writer, "/f", "content");
        writer.setAttributes(
                path("/f"),
                true,
                FileAttributes.builder(FileType.UNKNOWN).size(3).build());
        assertThat(get(writer, "/f")).isEqualTo("con");
        refused(Reason.NO_SUCH_FILE, () -> size(other, "/f"));
        write(file, "+more", 3);
        file.close();
        assertThat(get(other, "/f")).isEqualTo("con+more");
    }

    @Test
    void theModeOfWhatIsReplacedIsKept() throws Exception {
        put(writer, "/f", "script");
        Files.setPosixFilePermissions(folder.resolve("f"), PosixFilePermissions.fromString("rwx--x---"));
        put(writer, "/f", "better script");
        assertThat(mode("f")).isEqualTo("rwx--x---");
    }

    private String mode(String name) throws Exception {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void hardLinksAreKeptByWritingInPlace() throws Exception {
        put(writer, "/a", "old");
        writer.link(path("/a"), path("/b"));
        put(writer, "/a", "new");
        assertThat(get(other, "/b")).isEqualTo("new");
    }

    @Test
    void symbolicLinksAreWrittenThrough() throws Exception {
        put(writer, "/target", "old");
        writer.symlink(path("/link"), "target");
        put(writer, "/link", "new");
        assertThat(Files.isSymbolicLink(folder.resolve("link"))).isTrue();
        assertThat(get(other, "/target")).isEqualTo("new");
    }

    @Test
    void whatIsAppendedOrChangedIsSeenAtOnce() throws Exception {
        OpenFile log = writer.open(path("/log"), APPEND, FileAttributes.EMPTY);
        write(log, "line", 0);
        assertThat(get(other, "/log")).isEqualTo("line");
        OpenFile changing = writer.open(path("/log"), CHANGE, FileAttributes.EMPTY);
        write(changing, "L", 0);
        assertThat(get(other, "/log")).isEqualTo("Line");
        changing.close();
        log.close();
    }

    @Test
    void whoeverAsksForDurabilityFindsTheFile() throws Exception {
        OpenFile file = begin(writer, "/f", "so far");
        file.sync();
        assertThat(get(other, "/f")).isEqualTo("so far");
        write(file, ", and on", 6);
        file.close();
        assertThat(get(other, "/f")).isEqualTo("so far, and on");
    }

    @Test
    void inPlaceWhereThatIsWanted() throws Exception {
        put(writer, "/f", "good");
        mount(Map.of("upload", "in-place"));
        FileTree broken = session("ann");
        begin(broken, "/f", "half");
        assertThat(get(other, "/f")).isEqualTo("half");
        broken.close();
        assertThat(get(other, "/f")).isEqualTo("half");
    }

    @Test
    void hiddenNamesCannotBeReachedOrMade() throws Exception {
        OpenFile file = begin(writer, "/f", "secret");
        String hidden = onDisk().stream()
                .filter(name -> name.matches(".sallyport-upload-.*-\\d+"))
                .findFirst()
                .orElseThrow();
        refused(Reason.NO_SUCH_FILE, () -> size(other, "/" + hidden));
        refused(Reason.NO_SUCH_FILE, () -> get(other, "/" + hidden));
        refused(Reason.NO_SUCH_FILE, () -> other.remove(path("/" + hidden)));
        refused(Reason.NO_SUCH_FILE, () -> put(other, "/.sallyport-upload-x", "mine"));
        other.symlink(path("/link"), hidden);
        refused(Reason.NO_SUCH_FILE, () -> get(other, "/link"));
        file.close();
    }

    @Test
    void quotasCountWhatIsThereAtTheEnd() throws Exception {
        mount(Map.of("quota-bytes", "10", "quota-files", "2"));
        FileTree tree = session("ann");
        put(tree, "/a", "12345678");
        put(tree, "/a", "123456789");
        put(tree, "/a", "1234567890");
        OpenFile tooMuch = begin(tree, "/b", "");
        refused(Reason.QUOTA, () -> write(tooMuch, "1", 0));
        refused(Reason.QUOTA, () -> begin(tree, "/c", ""));
        tooMuch.abandon();
        tree.remove(path("/a"));
        OpenFile abandoned = begin(tree, "/a", "1234567890");
        abandoned.abandon();
        put(tree, "/a", "1234567890");
        put(tree, "/b", "");
        assertThat(list(tree, "/")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatCouldNotAllBeWrittenIsNoFileThoughItIsClosed() throws Exception {
        mount(Map.of("quota-bytes", "10"));
        FileTree tree = session("ann");
        put(tree, "/a", "good");
        OpenFile half = begin(tree, "/a", "12345678");
        refused(Reason.QUOTA, () -> write(half, "90123", 8));
        refused(Reason.QUOTA, half::sync);
        refused(Reason.QUOTA, half::close);
        assertThat(get(tree, "/a")).isEqualTo("good");
        OpenFile again = begin(tree, "/a", "12345678");
        refused(Reason.QUOTA, () -> write(again, "90123", 8));
        write(again, "90", 8);
        refused(Reason.QUOTA, () -> write(again, "1", 10));
        again.truncate(8);
        again.close();
        assertThat(get(tree, "/a")).isEqualTo("12345678");
        assertThat(list(tree, "/")).containsExactly("a");
    }

    @Test
    void whatADeadRunLeftIsSweptAndWhatALiveOneWritesIsNot() throws Exception {
        Path dead = Files.createDirectories(folder.resolve("d"));
        Path left = Files.createFile(dead.resolve(".sallyport-upload-0123456789abcdef-7"));
        Path foreign = Files.createFile(dead.resolve(".sallyport-upload-fedcba9876543210-7"));
        // The last of them: the sweep of the first session may still be under way, and looks no more for what comes
        // behind it.
        Path mark = Files.createFile(folder.resolve(".sallyport-upload-0123456789abcdef"));
        OpenFile living = begin(writer, "/d/f", "content");
        do {
            // Unless the sweep in the background, which began with the first session, has it in hand.
            SweepNow.in(folder);
        } while (Files.exists(mark));
        assertThat(left).doesNotExist();
        assertThat(foreign).as("of a run that left no mark here").exists();
        living.close();
        assertThat(get(other, "/d/f")).isEqualTo("content");
    }
}
