/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** With the call and without it, which is all that there is before Java 22, the same is read. */
class StatxTest {

    private static final Set<Attribute> LISTED = Set.of(
            Attribute.SIZE,
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.LINK_COUNT,
            Attribute.MODIFY_TIME,
            Attribute.ACCESS_TIME);

    @TempDir
    private Path folder;

    private UnixReader fast;
    private UnixReader slow;

    @BeforeEach
    void make() {
        Accounts accounts =
                new Accounts(new OwnerNames(folder.resolve("no"), folder.resolve("no"), () -> 0), folder.resolve("no"));
        fast = new UnixReader(accounts, Statx.find());
        slow = new UnixReader(accounts, Optional.empty());
    }

    private void assertSame(Path path) throws IOException {
        for (boolean follow : List.of(true, false)) {
            assertThat(told(fast.read(path, follow, LISTED))).isEqualTo(told(slow.read(path, follow, LISTED)));
            assertThat(fast.mode(path, follow)).isEqualTo(slow.mode(path, follow));
        }
    }

    private static List<Object> told(FileAttributes read) {
        return List.of(
                read.present(),
                read.type(),
                read.size(),
                read.mode(),
                read.uid(),
                read.gid(),
                read.linkCount(),
                read.modifySeconds(),
                read.modifyNanos(),
                read.accessSeconds(),
                read.accessNanos());
    }

    @Test
    void itIsThereWhereJavaAndLinuxHaveIt() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assertThat(Statx.find().isPresent())
                .isEqualTo(linux && Runtime.version().feature() >= 22);
    }

    @Test
    void allKindsOfFilesAreReadTheSame() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "12345");
        Files.setAttribute(file, "unix:mode", 04641);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(5, 123_456_789)));
        Files.createLink(folder.resolve("other name"), file);
        assertSame(file);
        assertSame(folder);
        assertSame(Files.createSymbolicLink(folder.resolve("l"), Path.of("f")));
        assertSame(Path.of("/dev/null"));
        assertSame(Path.of("/"));
        assertSame(Files.writeString(folder.resolve("\u00e4\u20ac"), "1"));
        assertSame(Path.of("").toAbsolutePath().relativize(file));
        assertThat(slow.read(file, false, LISTED).linkCount()).isEqualTo(2);
        Path before1970 = Files.writeString(folder.resolve("old"), "");
        Files.setLastModifiedTime(before1970, FileTime.from(Instant.ofEpochSecond(-86_400)));
        assertSame(before1970);
    }

    @Test
    void aLongPathIsReadToo() throws IOException {
        Path deep = folder;
        while (deep.toString().length() < 2000) {
            deep = Files.createDirectory(deep.resolve("n".repeat(200)));
        }
        assertSame(Files.writeString(deep.resolve("f"), "12"));
    }

    @Test
    void errorsAreThoseOfTheJdk() throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("d"), Path.of("none"));
        assertThatThrownBy(() -> fast.read(folder.resolve("none"), false, LISTED))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> fast.read(dangling, true, LISTED)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> fast.mode(dangling, true)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void threadsDoNotMixWhatTheyRead() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Path> files = List.of(
                    Files.writeString(folder.resolve("0"), ""),
                    Files.writeString(folder.resolve("1"), "1"),
                    Files.writeString(folder.resolve("22"), "22"),
                    Files.writeString(folder.resolve("333"), "333"));
            List<Future<?>> running = files.stream()
                    .<Future<?>>map(file -> threads.submit(() -> {
                        long size = Files.size(file);
                        for (int i = 0; i < 20_000; i++) {
                            assertThat(fast.read(file, false, LISTED).size()).isEqualTo(size);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
