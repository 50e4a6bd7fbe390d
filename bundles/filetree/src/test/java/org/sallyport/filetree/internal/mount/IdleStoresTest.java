/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.filetree.internal.store.Store;

/** Local folders stay open for those who come next. */
@Timeout(60)
class IdleStoresTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Path root;
    private TestStores world = new TestStores(Duration.ofSeconds(30), LONG);

    @BeforeEach
    void make() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
    }

    @AfterEach
    void close() {
        world.close();
        assertThat(world.leases).hasValue(0);
    }

    private MountSettings mount(String... more) throws Exception {
        Map<String, String> values = new java.util.HashMap<>(
                Map.of("path", "/", "uri", folder.resolve("root").toUri().toString()));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        world.mount("m", values);
        return new VisibleMounts(world.mounts, "ann", java.util.Set.of()).now().get(0);
    }

    private Store use(MountSettings mount) throws Exception {
        Store store = world.stores.acquire(mount, "ann");
        world.stores.release(store);
        return store;
    }

    @Test
    void theNextSessionFindsOpenWhatTheLastOneLeft() throws Exception {
        MountSettings mount = mount();
        Store first = use(mount);
        assertThat(world.leases).hasValue(1);
        assertThat(use(mount)).isSameAs(first);
    }

    @Test
    void anotherFolderInItsPlaceIsOpenedAnew() throws Exception {
        MountSettings mount = mount();
        Store first = use(mount);
        Files.move(root, folder.resolve("before"));
        Files.createDirectory(root);
        Store second = use(mount);
        assertThat(second).isNotSameAs(first);
        assertThat(world.leases).hasValue(1);
        Files.move(root, folder.resolve("second"));
        Files.createSymbolicLink(root, folder.resolve("before"));
        assertThat(use(mount)).isNotSameAs(second);
        assertThat(world.leases).hasValue(1);
    }

    @Test
    void aFolderThatHasGoneIsMadeAgain() throws Exception {
        MountSettings mount = mount("create", "true");
        use(mount);
        Files.delete(root);
        use(mount);
        assertThat(root).isDirectory();
    }

    @Test
    void whatIsCountedIsCountedAnew() throws Exception {
        use(mount("quota-files", "9"));
        assertThat(world.leases).hasValue(0);
    }

    @Test
    void itIsClosedWithItsMount() throws Exception {
        use(mount());
        world.unmount("m");
        assertThat(world.leases).hasValue(0);
    }

    @Test
    void itIsClosedWhenNobodyHasUsedItForLong() throws Exception {
        world = new TestStores(Duration.ofSeconds(30), Duration.ofMillis(20));
        use(mount());
        while (world.leases.get() > 0) {
            Thread.onSpinWait();
        }
        use(mount());
        while (world.leases.get() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoUsesItKeepsItOpen() throws Exception {
        world = new TestStores(Duration.ofSeconds(30), Duration.ofMillis(1));
        MountSettings mount = mount();
        Store store = world.stores.acquire(mount, "ann");
        for (int i = 0; i < 2000; i++) {
            assertThat(use(mount)).isSameAs(store);
        }
        assertThat(world.leases).hasValue(1);
        world.stores.release(store);
    }
}
