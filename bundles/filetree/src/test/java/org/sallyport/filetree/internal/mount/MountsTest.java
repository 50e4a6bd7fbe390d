/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.MountInfo;

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
    void ofTwoAtOnePathTheOneForFewerIsSeenAndOneThatNobodySeesIsShown() throws Exception {
        TestStores stores = new TestStores();
        stores.mount("a", Map.of("path", "/", "uri", "ram:///a"));
        stores.mount("b", Map.of("path", "/", "uri", "ram:///b"));
        stores.mount("y", Map.of("path", "/", "uri", "ram:///y", "roles", "staff"));
        stores.mount("z", Map.of("path", "/", "uri", "ram:///z", "users", "ann,bob"));
        stores.mount("zz", Map.of("path", "/", "uri", "ram:///zz", "users", "bob"));
        assertThat(seenBy(stores, "ann", Set.of("staff"))).isEqualTo("z");
        assertThat(seenBy(stores, "eve", Set.of("staff"))).isEqualTo("y");
        assertThat(seenBy(stores, "eve", Set.of())).isEqualTo("a");
        assertThat(stores.mounts.mounts())
                .filteredOn(mount -> mount.problem().startsWith("nobody"))
                .extracting(MountInfo::name, MountInfo::problem)
                .containsExactly(
                        tuple("b", "nobody sees it: mount a has the same path"),
                        tuple("zz", "nobody sees it: mount z has the same path"));
        assertThat(stores.mounts.hidden()).hasSize(2);
    }

    private static String seenBy(TestStores stores, String user, Set<String> roles) {
        return new VisibleMounts(stores.mounts, user, roles).now().get(0).name();
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
