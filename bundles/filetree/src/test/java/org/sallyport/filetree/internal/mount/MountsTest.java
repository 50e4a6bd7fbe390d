/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.path.VirtualPath;

/** What is shown of mounts, whatever their stores do. */
@Timeout(60)
class MountsTest {

    @TempDir
    private Path folder;

    private static MountSettings mount(String name, String uri) throws Exception {
        return MountSettings.read(Map.of("service.pid", "org.sallyport.mount~" + name, "path", "/" + name, "uri", uri));
    }

    @Test
    void mountsAreShownWithWhatIsWrongWithThem() throws Exception {
        TestStores stores = new TestStores();
        stores.mount("good", Map.of("path", "/good", "uri", folder.toUri().toString()));
        stores.mount("gone", Map.of("path", "/gone", "uri", "ram:///gone"));
        stores.mount("users", Map.of("path", "/users", "uri", "file:///nowhere/{user}"));
        stores.makeUnavailable("ram:///gone");
        assertThat(stores.mounts.mounts()).extracting(MountInfo::name).containsExactly("gone", "good", "users");
        assertThat(stores.mounts.mount("good")).hasValueSatisfying(mount -> {
            assertThat(mount.available()).isTrue();
            assertThat(mount.problem()).isEmpty();
        });
        assertThat(stores.mounts.mount("gone")).hasValueSatisfying(mount -> {
            assertThat(mount.available()).isFalse();
            assertThat(mount.problem()).contains("the store is gone");
        });
        assertThat(stores.mounts.mount("nobody")).isEmpty();
        assertThat(stores.leases).as("none is kept").hasValue(0);
    }

    @Test
    void ofTwoAtOnePathAUserSeesTheOneForHimThenTheOneForHisRoleThenTheOneForEverybody() throws Exception {
        TestStores stores = new TestStores();
        stores.mount("a", ram("/", "ram:///a"));
        stores.mount("y", ram("/", "ram:///y", "roles", "staff"));
        stores.mount("z", ram("/", "ram:///z", "users", "ann,bob", "roles", "guests"));
        stores.mount("c", ram("/", "ram:///c", "roles", "zoo"));
        assertThat(seenBy(stores, "ann", Set.of("staff"))).isEqualTo("z");
        assertThat(seenBy(stores, "eve", Set.of("staff"))).isEqualTo("y");
        assertThat(seenBy(stores, "eve", Set.of("guests", "staff")))
                .as("names decide")
                .isEqualTo("y");
        assertThat(seenBy(stores, "eve", Set.of("guests", "staff", "zoo"))).isEqualTo("c");
        assertThat(seenBy(stores, "eve", Set.of("guests"))).isEqualTo("z");
        assertThat(seenBy(stores, "eve", Set.of())).isEqualTo("a");
        assertThat(new VisibleMounts(stores.mounts, "ann", Set.of("staff")).now())
                .hasSize(1);
        assertThat(stores.mounts.mounts()).allSatisfy(mount -> {
            assertThat(mount.available()).isTrue();
            assertThat(mount.problem()).isEmpty();
        });
    }

    @Test
    void whatAMountHasAnotherAtItsPathDoesNotTakeFromIt() throws Exception {
        TestStores stores = new TestStores();
        stores.mount("m", ram("/x", "ram:///m"));
        stores.mount("u", ram("/x", "ram:///u", "users", "ann"));
        assertThat(problems(stores)).containsOnlyKeys("m", "u").containsValues("", "");

        stores.mount("b", ram("/x", "ram:///b"));
        stores.mount("a", ram("/x", "ram:///a", "users", "ann, bob"));
        assertThat(seenBy(stores, "eve", Set.of())).isEqualTo("m");
        assertThat(seenBy(stores, "ann", Set.of())).isEqualTo("u");
        assertThat(stores.mounts.seen("ann", Set.of(), VirtualPath.of("/x/y")).map(MountInfo::name))
                .hasValue("u");
        assertThat(stores.mounts.seen("eve", Set.of(), VirtualPath.of("/x/y")).map(MountInfo::name))
                .hasValue("m");
        assertThat(stores.mounts.seen("eve", Set.of(), VirtualPath.of("/y"))).isEmpty();
        assertThat(seenBy(stores, "bob", Set.of())).isEqualTo("a");
        assertThat(problems(stores))
                .containsEntry("m", "")
                .containsEntry("u", "")
                .containsEntry("b", "nobody sees it: mount m has this path for everybody")
                .containsEntry("a", "not seen by all: mount u has this path for user ann");
        assertThat(stores.mounts.mount("b").orElseThrow().available()).isFalse();
        assertThat(stores.mounts.mount("a").orElseThrow().available()).isTrue();

        stores.mount("m", ram("/x", "ram:///other"));
        stores.mount("u", ram("/x", "ram:///u", "users", "carl, ann", "read-only", "true"));
        assertThat(seenBy(stores, "eve", Set.of())).as("after a swap").isEqualTo("m");
        assertThat(seenBy(stores, "ann", Set.of())).as("after other changes").isEqualTo("u");

        stores.mount("m", ram("/y", "ram:///m"));
        stores.unmount("u");
        assertThat(seenBy(stores, "ann", Set.of())).isEqualTo("a");
        assertThat(seenBy(stores, "carl", Set.of())).isEqualTo("b");
        assertThat(problems(stores)).containsOnlyKeys("a", "b", "m").containsValues("", "", "");
        stores.mount("m", ram("/x", "ram:///m"));
        assertThat(problems(stores)).containsEntry("m", "nobody sees it: mount b has this path for everybody");
    }

    @Test
    void namesDecideBeforeAnybodyLooksSinceFilesComeInAnyOrder() throws Exception {
        for (List<String> order : List.of(List.of("a", "b", "c"), List.of("c", "a", "b"), List.of("b", "c", "a"))) {
            TestStores stores = new TestStores();
            for (String name : order) {
                stores.mount(name, ram("/x", "ram:///" + name));
            }
            assertThat(seenBy(stores, "eve", Set.of())).isEqualTo("a");
        }
    }

    @Test
    void ofTwoThatShareAFolderTheOneThatMakesItDoesNotTellThatItIsThere() throws Exception {
        TestStores stores = new TestStores();
        String uri = "file://" + folder.resolve("missing") + "/{user}";
        List<String> told = new ArrayList<>();
        stores.health.bind(new StoreListener() {
            @Override
            public void down(String store, String problem) {
                told.add("down");
            }

            @Override
            public void up(String store) {
                told.add("up");
            }
        });
        MountSettings making = MountSettings.read(
                Map.of("service.pid", "org.sallyport.mount~a", "path", "/a", "uri", uri, "create", "true"));
        MountSettings other =
                MountSettings.read(Map.of("service.pid", "org.sallyport.mount~b", "path", "/b", "uri", uri + "/inbox"));
        assertThat(making.sharedUri()).isEqualTo(other.sharedUri());
        for (int look = 0; look < 3; look++) {
            assertThat(stores.stores.lacks(making, false)).isFalse();
            assertThat(stores.stores.lacks(other, look > 0)).isTrue();
        }
        assertThat(told).containsExactly("down");
    }

    /** A mount of memory without journal, with more keys and values. */
    private static Map<String, String> ram(String path, String uri, String... more) {
        Map<String, String> values = new HashMap<>(Map.of("path", path, "uri", uri, "journal", "false"));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return values;
    }

    private static Map<String, String> problems(TestStores stores) {
        return stores.mounts.mounts().stream().collect(Collectors.toMap(MountInfo::name, MountInfo::problem));
    }

    private static String seenBy(TestStores stores, String user, Set<String> roles) {
        return new VisibleMounts(stores.mounts, user, roles).now().get(0).name();
    }

    @Test
    void whatAMountLacksOnThisServerIsToldOnceAndThatItIsThereToo() throws Exception {
        TestStores stores = new TestStores();
        List<String> told = new ArrayList<>();
        stores.health.bind(new StoreListener() {
            @Override
            public void down(String uri, String problem) {
                told.add("down " + uri + ": " + problem);
            }

            @Override
            public void up(String uri) {
                told.add("up " + uri);
            }
        });
        Path later = folder.resolve("later");
        Path homes = folder.resolve("homes");
        stores.mount("good", Map.of("path", "/good", "uri", folder.toUri().toString()));
        stores.mount("later", Map.of("path", "/later", "uri", "file://" + later));
        stores.mount("homes", Map.of("path", "/homes", "uri", "file://" + homes + "/u-{user}/x"));
        stores.mount("made", Map.of("path", "/made", "uri", "file://" + folder + "/made", "create", "true"));
        stores.mount("none", ram("/none", "none://bob:pw@host/"));
        stores.mount("nones", Map.of("path", "/nones", "uri", "none://host/{user}"));
        stores.mount("away", Map.of("path", "/away", "uri", "ram:///away"));
        stores.makeUnavailable("ram:///away");
        assertThat(told).as("not at once").isEmpty();
        assertThat(stores.passTime()).as("one look after all changes").isEqualTo(1);
        assertThat(told)
                .as("nothing of stores elsewhere, which are not asked")
                .hasSize(4)
                .contains(
                        "down file://" + later + ": The store cannot be opened: No such file",
                        "down file://" + homes + "/: the folder is not there",
                        "down none://bob:***@host/: The store cannot be opened: The store failed")
                .anyMatch(line -> line.startsWith("down none://host/: no Commons VFS provider for the scheme 'none'"));
        assertThat(folder.resolve("made")).isDirectory();
        assertThat(problems(stores))
                .containsEntry("homes", "the folder is not there")
                .hasEntrySatisfying("nones", problem -> assertThat(problem).startsWith("no Commons VFS provider"));

        told.clear();
        assertThat(stores.passTime()).as("it goes on").isEqualTo(1);
        assertThat(told).isEmpty();

        Files.createDirectory(later);
        Files.createDirectory(homes);
        stores.provide("none", new RamFileProvider(), none -> new FileSystemOptions());
        assertThat(stores.passTime()).isEqualTo(1);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "up file://" + later, "up file://" + homes + "/", "up none://bob:***@host/", "up none://host/");
        assertThat(stores.passTime()).as("nothing is lacking").isZero();
        assertThat(stores.leases).as("none is kept but of what is in memory").hasValueLessThan(3);

        told.clear();
        Files.delete(later);
        stores.unmount("later");
        stores.mount("later", Map.of("path", "/later", "uri", "file://" + later));
        stores.passTime();
        assertThat(told).hasSize(1);
    }

    @Test
    void aStoreThatHangsIsAskedOnceAndHoldsUpNobody() throws Exception {
        MountSettings hangs = mount("hangs", "ram:///a");
        MountSettings fine = mount("fine", "ram:///b");
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        try (StoreProbe probe = new StoreProbe(
                mount -> {
                    if (mount.equals(hangs)) {
                        asked.incrementAndGet();
                        await(answers);
                    }
                    return "";
                },
                Duration.ofMillis(300))) {
            for (int i = 0; i < 20; i++) {
                assertThat(probe.problems(List.of(hangs, fine)))
                        .containsEntry(hangs, "the store has not answered within 300 ms")
                        .containsEntry(fine, "");
            }
            assertThat(asked).hasValue(1);
            answers.countDown();
            String problem = "?";
            while (!problem.isEmpty()) {
                problem = probe.problems(List.of(hangs)).get(hangs);
            }
        }
    }

    @Test
    void aStoreThatHangsIsShownInTheTableWithinItsPatience() throws Exception {
        TestStores stores = new TestStores(Duration.ofMillis(300));
        CountDownLatch answers = new CountDownLatch(1);
        stores.holdOpening(answers);
        stores.mount("hangs", Map.of("path", "/hangs", "uri", "slow://" + folder));
        assertThat(stores.mounts.mounts()).singleElement().satisfies(mount -> assertThat(mount.problem())
                .contains("has not answered"));
        answers.countDown();
    }

    @Test
    void whatAStoreThrowsIsNotShown() throws Exception {
        MountSettings broken = mount("broken", "ram:///a");
        try (StoreProbe probe = new StoreProbe(
                mount -> {
                    throw new IllegalStateException(new FileSystemException("secret"));
                },
                Duration.ofSeconds(30))) {
            assertThat(probe.problems(List.of(broken)))
                    .containsEntry(broken, "it could not be asked: IllegalStateException");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
