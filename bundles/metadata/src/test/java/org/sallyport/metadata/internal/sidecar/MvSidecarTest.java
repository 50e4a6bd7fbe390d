/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

class MvSidecarTest {

    private static final Fingerprint FILE = new Fingerprint(false, 3, 1000);

    @TempDir
    private Path folder;

    private DefaultFileSystemManager manager;
    private MvSidecar sidecar;

    @BeforeEach
    void open() throws IOException {
        manager = manager();
        sidecar = MvSidecar.open(folder);
    }

    private static DefaultFileSystemManager manager() throws FileSystemException {
        DefaultFileSystemManager made = new DefaultFileSystemManager();
        made.setFilesCache(new NullFilesCache());
        made.addProvider("ram", new RamFileProvider());
        made.init();
        return made;
    }

    @AfterEach
    void close() {
        sidecar.close();
        manager.close();
    }

    private FileObject file(String path) throws IOException {
        return manager.resolveFile("ram://" + path);
    }

    private void reopen() throws IOException {
        sidecar.close();
        sidecar = MvSidecar.open(folder);
    }

    private static Kept mode(int mode) {
        return new Kept(
                FILE, FileAttributes.builder(FileType.REGULAR).permissions(mode).build());
    }

    private boolean keep(FileObject file, Kept what) {
        return sidecar.change(file, before -> what);
    }

    private int modeOf(String path) throws IOException {
        return sidecar.find(file(path))
                .map(kept -> kept.attributes().permissions())
                .orElse(-1);
    }

    @Test
    void everyAttributeComesBackAfterARestart() throws IOException {
        FileAttributes all = FileAttributes.builder(FileType.REGULAR)
                .permissions(07755)
                .ownerIds(-2, 65_534)
                .ownerNames("zoë", "staff")
                .accessTime(-1, 999_999_999)
                .modifyTime(4_102_444_800L, 123_456_789)
                .createTime(Long.MIN_VALUE, 0)
                .acl(1, List.of(new AclEntry(0, 2, 3, "EVERYONE@"), new AclEntry(1, 0, 0x1f01ff, "zoë")))
                .bits(0x11, 0x13)
                .mimeType("text/plain")
                .textHint(3)
                .extended(Map.of("user.colour", new byte[] {0, -1, 7}, "empty", new byte[0]))
                .build();
        assertThat(keep(file("/a"), new Kept(FILE, all))).isTrue();

        reopen();

        Kept kept = sidecar.find(file("/a")).orElseThrow();
        assertThat(kept.fingerprint()).isEqualTo(FILE);
        assertThat(kept.attributes()).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void aDirectoryMovesWithAllBelowItAndWithNothingBesideIt() throws IOException {
        for (String path : List.of("/d", "/d/f", "/d/e/g", "/d-f", "/d.f", "/dd", "/c", "/n/old")) {
            keep(file(path), mode(0600));
        }

        sidecar.move(file("/d"), file("/n"));

        for (String here : List.of("/n", "/n/f", "/n/e/g", "/d-f", "/d.f", "/dd", "/c")) {
            assertThat(modeOf(here)).as(here).isEqualTo(0600);
        }
        for (String gone : List.of("/d", "/d/f", "/d/e/g", "/n/old")) {
            assertThat(modeOf(gone)).as(gone).isEqualTo(-1);
        }
    }

    @Test
    void aDirectoryIsForgottenWithAllBelowItAndWithNothingBesideIt() throws IOException {
        for (String path : List.of("/d", "/d/f", "/d-f", "/d0")) {
            keep(file(path), mode(0600));
        }

        sidecar.forget(file("/d"));

        assertThat(List.of(modeOf("/d"), modeOf("/d/f"), modeOf("/d-f"), modeOf("/d0")))
                .containsExactly(-1, -1, 0600, 0600);
    }

    @Test
    void theRootMovesNowhereButIsForgottenWhole() throws IOException {
        keep(file("/a/b"), mode(0600));

        sidecar.forget(file("/"));

        assertThat(modeOf("/a/b")).isEqualTo(-1);
    }

    @Test
    void aDamagedFileIsPutAside() throws IOException {
        keep(file("/a"), mode(0600));
        sidecar.close();
        Files.writeString(folder.resolve("attributes.mv"), "no such thing".repeat(1000));

        sidecar = MvSidecar.open(folder);

        assertThat(modeOf("/a")).isEqualTo(-1);
        assertThat(folder.resolve("attributes.mv.damaged")).exists();
        assertThat(keep(file("/a"), mode(0640))).isTrue();
        assertThat(modeOf("/a")).isEqualTo(0640);
    }

    @Test
    void onlyOneHasItOpen() {
        assertThatThrownBy(() -> MvSidecar.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("attributes.mv");
    }

    @Test
    void anInterruptedThreadDoesNotStopIt() throws IOException {
        keep(file("/a"), mode(0600));

        Thread.currentThread().interrupt();
        boolean kept = keep(file("/b"), mode(0640));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(kept).isTrue();
        assertThat(List.of(modeOf("/a"), modeOf("/b"))).containsExactly(0600, 0640);
        reopen();
        assertThat(List.of(modeOf("/a"), modeOf("/b"))).containsExactly(0600, 0640);
    }

    @Test
    void aFileThatFailsUnderItIsOpenedAgain() throws Exception {
        keep(file("/a"), mode(0600));
        Thread worker = new Thread(() -> {
            try {
                for (int i = 0; i < 200; i++) {
                    keep(file("/f" + i), mode(i));
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        worker.start();
        while (worker.isAlive()) {
            worker.interrupt();
            Thread.onSpinWait();
        }

        reopen();
        for (int i = 0; i < 200; i++) {
            assertThat(modeOf("/f" + i)).isEqualTo(i);
        }
    }

    @Test
    void whenItIsClosedItKeepsNothing() throws IOException {
        keep(file("/a"), mode(0600));
        sidecar.close();

        assertThat(keep(file("/b"), mode(0600))).isFalse();
        assertThat(sidecar.find(file("/a"))).isEmpty();
    }

    @Test
    void whatALaterVersionWroteIsNotMisread() throws IOException {
        byte[] bytes = mode(0600).encoded();
        bytes[0] = 2;
        assertThat(Kept.decoded(bytes)).isEqualTo(Optional.empty());
        bytes[0] = 1;
        bytes[18] = 99;
        assertThat(Kept.decoded(bytes)).isEqualTo(Optional.empty());
        assertThat(Kept.decoded(new byte[3])).isEqualTo(Optional.empty());
    }

    /** Keeps attributes of one file after the other, and says so for each, until it is killed. */
    static final class Keeper {

        private Keeper() {}

        public static void main(String[] arguments) throws IOException {
            DefaultFileSystemManager manager = manager();
            MvSidecar sidecar = MvSidecar.open(Path.of(arguments[0]));
            for (int i = 0; ; i++) {
                FileObject file = manager.resolveFile("ram:///f" + i);
                Kept what = mode(i & 0777);
                if (sidecar.change(file, before -> what)) {
                    System.out.println(i);
                }
            }
        }
    }

    @Test
    void whatWasSaidToBeKeptOutlivesAProcessThatIsKilled() throws Exception {
        Path own = folder.resolve("killed");
        Path said = folder.resolve("said");
        Process keeper = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Keeper.class.getName(),
                        own.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); Files.size(said) < 2000; ) {
                assertThat(keeper.isAlive() && System.nanoTime() < end)
                        .as(Files.readString(said))
                        .isTrue();
                Thread.sleep(5);
            }
        } finally {
            keeper.destroyForcibly().waitFor();
        }
        String all = Files.readString(said);
        int last =
                Integer.parseInt(all.substring(0, all.lastIndexOf('\n')).lines().reduce("", (earlier, later) -> later));

        sidecar.close();
        sidecar = MvSidecar.open(own);
        for (int i = 0; i <= last; i++) {
            assertThat(modeOf("/f" + i)).as("file " + i + " of " + last).isEqualTo(i & 0777);
        }
    }

    @Test
    void whatIsTooLongIsNotKeptAndLeavesWhatWasThere() throws IOException {
        keep(file("/a"), mode(0600));
        FileAttributes tooLong = FileAttributes.builder(FileType.REGULAR)
                .extended(Map.of("user.a", new byte[Sidecar.MOST_BYTES]))
                .build();

        assertThat(keep(file("/a"), new Kept(FILE, tooLong))).isFalse();

        assertThat(modeOf("/a")).isEqualTo(0600);
    }

    /** Whatever the bytes are: files whose record is damaged have nothing kept, and can be listed. */
    @Test
    void damagedRecordsAreNotUnderstoodButDoNoHarm() {
        byte[] record = new Kept(
                        FILE,
                        FileAttributes.builder(FileType.REGULAR)
                                .permissions(0640)
                                .ownerNames("ann", "staff")
                                .acl(0, List.of(new AclEntry(0, 0, 1, "EVERYONE@")))
                                .extended(Map.of("user.a", new byte[] {1, 2}))
                                .build())
                .encoded();
        assertThat(Kept.decoded(record)).isPresent();
        for (int at = 0; at < record.length; at++) {
            assertThat(Kept.decoded(Arrays.copyOf(record, at))).isEmpty();
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] damaged = record.clone();
                damaged[at] = (byte) value;
                Kept.decoded(damaged)
                        .ifPresent(kept ->
                                assertThat(kept.attributes().permissions()).isBetween(0, 07777));
            }
        }
    }

    @Test
    void twoWhoChangeAFileAtOnceBothHaveTheirWay() throws Exception {
        int each = 200;
        Thread[] threads = new Thread[3];
        for (int t = 0; t < threads.length; t++) {
            String name = "user." + t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    sidecar.change(ram("/a"), found -> {
                        Map<String, byte[]> pairs = new HashMap<>(
                                found.orElse(Kept.nothing(FILE)).attributes().extended());
                        int count = pairs.containsKey(name) ? pairs.get(name).length : 0;
                        pairs.put(name, new byte[count + 1]);
                        return new Kept(
                                FILE,
                                FileAttributes.builder(FileType.REGULAR)
                                        .extended(pairs)
                                        .build());
                    });
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sidecar.find(file("/a"))
                        .orElseThrow()
                        .attributes()
                        .extended()
                        .values())
                .extracting(value -> value.length)
                .containsExactly(each, each, each);
    }

    private FileObject ram(String path) {
        try {
            return file(path);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void changesAreMadeByManyThreadsAtOnce() throws Exception {
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            String base = "/t" + t;
            threads[t] = new Thread(() -> {
                try {
                    for (int i = 0; i < 50; i++) {
                        keep(file(base + "/from/" + i), mode(i));
                    }
                    sidecar.move(file(base + "/from"), file(base + "/to"));
                } catch (IOException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int t = 0; t < threads.length; t++) {
            for (int i = 0; i < 50; i++) {
                assertThat(modeOf("/t" + t + "/to/" + i)).isEqualTo(i);
                assertThat(modeOf("/t" + t + "/from/" + i)).isEqualTo(-1);
            }
        }
        assertThat(sidecar.find(file("/t0/to/1")).orElseThrow().attributes().has(Attribute.MODIFY_TIME))
                .isFalse();
    }
}
