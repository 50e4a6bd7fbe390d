/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreUnavailableException;

class StoresTest {

    @TempDir
    private Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
    }

    private StoreLease acquire(String uri) throws IOException {
        return fixture.stores.acquire(uri, Map.of());
    }

    @Test
    void sharesAStoreUntilTheLastLeaseIsClosed() throws IOException {
        fixture.put(fixture.counting("mem"));
        StoreLease first = acquire("mem:///");
        Fixture.write(first, "kept", "f");
        StoreLease second = acquire("mem:///");
        StoreLease third = first.share();
        first.close();
        first.close();
        second.close();

        assertThat(Fixture.read(third, "f")).isEqualTo("kept");
        assertThat(fixture.opened).hasValue(1);
        assertThat(fixture.closed).hasValue(0);
        third.close();
        assertThat(fixture.closed).hasValue(1);
        assertThat(fixture.released).hasValue(1);
        assertThatThrownBy(() -> third.resolve(List.of("f"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(third::share).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsDifferentUrisAndOptionsApart() throws IOException {
        try (StoreLease one = acquire("ram:///");
                StoreLease other = fixture.stores.acquire("ram:///", Map.of("maxsize", "1K"))) {
            Fixture.write(one, "one", "f");

            assertThat(other.resolve(List.of("f")).exists()).isFalse();
        }
    }

    @Test
    void aLeaseOutlivesItsProvider() throws IOException {
        fixture.put(fixture.counting("mem"));
        StoreLease old = acquire("mem:///");
        Fixture.write(old, "old", "f");
        fixture.remove("mem");

        assertThat(Fixture.read(old, "f")).isEqualTo("old");
        assertThat(old.isCurrent()).isFalse();
        assertThatThrownBy(() -> acquire("mem:///"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("'mem'")
                .hasMessageContaining("file, ");

        fixture.put(fixture.counting("mem"));
        try (StoreLease fresh = acquire("mem:///")) {
            assertThat(fresh.isCurrent()).isTrue();
            assertThat(old.isCurrent()).isFalse();
            assertThat(fresh.resolve(List.of("f")).exists()).isFalse();
            assertThat(Fixture.read(old, "f")).isEqualTo("old");
        }
        old.close();
        assertThat(fixture.closed).hasValue(2);
    }

    @Test
    void aChangeOfOneProviderLeavesTheStoresOfOthersAlone() throws IOException {
        try (StoreLease ram = acquire("ram:///")) {
            Fixture.write(ram, "kept", "f");
            fixture.put(fixture.counting("mem"));
            fixture.remove("zip");

            assertThat(ram.isCurrent()).isTrue();
            try (StoreLease again = acquire("ram:///")) {
                assertThat(Fixture.read(again, "f")).isEqualTo("kept");
            }
        }
    }

    @Test
    void storesOfASingleInstanceShareItsManager() throws IOException {
        fixture.put(fixture.single("one"));
        StoreLease first = acquire("one:///a");
        StoreLease second = acquire("one:///b");
        fixture.put(fixture.counting("mem"));
        StoreLease third = acquire("one:///c");
        first.close();
        second.close();
        assertThat(fixture.closed).hasValue(0);
        third.close();
        assertThat(fixture.opened).hasValue(1);
        assertThat(fixture.released).hasValue(1);

        try (StoreLease again = acquire("one:///a")) {
            assertThat(again.resolve(List.of("f")).exists()).isFalse();
        }
    }

    @Test
    void tellsWhatIsInService() throws IOException {
        fixture.put(fixture.counting("mem"));
        try (StoreLease one = acquire("mem:///");
                StoreLease two = one.share()) {
            assertThat(two.isCurrent()).isTrue();
            assertThat(fixture.stores.providers())
                    .extracting(ProviderInfo::scheme)
                    .containsExactly("file", "gz", "jar", "mem", "ram", "tar", "tgz", "tmp", "zip");
            assertThat(fixture.stores.providers()).contains(new ProviderInfo("mem", "test", 2, 2));
        }
        assertThat(fixture.stores.providers()).contains(new ProviderInfo("mem", "test", 0, 2));
    }

    @Test
    void aStoreThatHangsWhileOpeningHoldsBackNoOther() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        fixture.put(new ProviderSource(List.of("slow"), "test", false, () -> new Slow(opening, answer), gone -> {}));
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<StoreLease> hanging = threads.submit(() -> acquire("slow:///"));
            assertThat(opening.await(30, TimeUnit.SECONDS)).isTrue();

            try (StoreLease ram = acquire("ram:///")) {
                Fixture.write(ram, "works", "f");
                assertThat(fixture.stores.providers()).isNotEmpty();
            }
            answer.countDown();
            hanging.get(30, TimeUnit.SECONDS).close();
        } finally {
            answer.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void bearsAcquireCloseAndChangeAtOnce() throws Exception {
        fixture.put(fixture.counting("mem"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> users = new ArrayList<>();
            for (int user = 0; user < 4; user++) {
                String name = "f" + user;
                users.add(threads.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        try (StoreLease lease = acquire("mem:///");
                                StoreLease shared = lease.share()) {
                            Fixture.write(shared, name, name);
                            assertThat(Fixture.read(lease, name)).isEqualTo(name);
                        }
                    }
                    return null;
                }));
            }
            for (int i = 0; i < 50; i++) {
                fixture.put(fixture.counting("mem"));
            }
            for (Future<?> user : users) {
                user.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fixture.closed.get()).isEqualTo(fixture.opened.get());
        assertThat(fixture.stores.providers()).allMatch(provider -> provider.leases() == 0);
    }

    @Test
    void refusesWhatIsNoUri() {
        assertThatThrownBy(() -> acquire("/srv/data"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file:///srv/data");
    }

    @Test
    void refusesOptionsThatTheProviderDoesNotHave() throws IOException {
        assertThatThrownBy(() -> fixture.stores.acquire("ram:///", Map.of("size", "1")))
                .hasMessageContaining("'size'")
                .hasMessageContaining("maxsize");
        assertThatThrownBy(() -> fixture.stores.acquire("ram:///", Map.of("maxsize", "much")))
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> fixture.stores.acquire("file:///", Map.of("x", "1")))
                .hasMessageContaining("none");
        try (StoreLease lease = fixture.stores.acquire("ram:///", Map.of("ram.maxsize", "10"))) {
            assertThatThrownBy(() -> Fixture.write(lease, "more than ten bytes", "f"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void removesTemporaryFilesWithTheStore() throws IOException {
        try (StoreLease lease = acquire("tmp:///")) {
            Fixture.write(lease, "text", "f");
            assertThat(folder).isNotEmptyDirectory();
            assertThat(lease.localRoot()).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void removesWhatEndedProcessesLeft() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("1-2")).resolve("left"), "x");

        Path own = PrivateFiles.ofThisProcess(folder);

        assertThat(folder.resolve("1-2")).doesNotExist();
        assertThat(PrivateFiles.ofThisProcess(folder)).isEqualTo(own).isDirectory();
    }

    private static final class Slow extends RamFileProvider {

        private final CountDownLatch opening;
        private final CountDownLatch answer;

        Slow(CountDownLatch opening, CountDownLatch answer) {
            this.opening = opening;
            this.answer = answer;
        }

        @Override
        protected FileSystem doCreateFileSystem(FileName name, FileSystemOptions options) throws FileSystemException {
            opening.countDown();
            try {
                answer.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return super.doCreateFileSystem(name, options);
        }
    }
}
