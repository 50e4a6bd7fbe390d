/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.storage.operation.StoreOperations;

/** What is set together with a link; what becomes of it is seen on a real grid, by the provider's tests and the table of attributes. */
class TahoeMapperTest {

    @TempDir
    private Path folder;

    private TahoeMapper mapper;

    @BeforeEach
    void makeMapper() {
        mapper = new TahoeMapper(
                new Accounts(new OwnerNames(folder.resolve("none"), folder.resolve("none"), System::nanoTime), folder));
    }

    private Map<String, Object> forLink(FileAttributes.Builder changes) {
        return mapper.forLink(changes.build());
    }

    private static FileAttributes.Builder changes() {
        return FileAttributes.builder(FileType.REGULAR);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsWhatALinkCanHold() {
        assertThat(forLink(changes()
                        .size(5)
                        .permissions(0104711)
                        .ownerIds(-2, 7)
                        .modifyTime(-86_400, 5)
                        .extended(Map.of("user.a", bytes("\u00fc")))))
                .containsOnly(
                        Map.entry(StoreOperations.MODE, 04711),
                        Map.entry(StoreOperations.OWNER, "4294967294:7"),
                        Map.entry(StoreOperations.MODIFIED, Instant.ofEpochSecond(-86_400, 5)),
                        Map.entry("user.a", "\u00fc"));
    }

    @Test
    void pairsOfTheNodeAndOursAndOfOtherNamesAreLeftOut() {
        for (String name : List.of("user.tahoe", "user.sallyport", "user.no-write", "user.", "colour", "trusted.a")) {
            assertThat(forLink(changes().extended(Map.of(name, bytes("x")))))
                    .as(name)
                    .isEmpty();
        }
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[] {-1}))))
                .as("what is no text")
                .isEmpty();
    }

    /** Each change of a directory writes all of it. */
    @Test
    void whatWouldMakeTheDirectoryLargeIsLeftOut() {
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[16_000]))))
                .containsOnlyKeys("user.a");
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[16_000], "user.b", new byte[1_000]))))
                .isEmpty();
        assertThat(forLink(changes().ownerNames("n".repeat(257), ""))).isEmpty();
        assertThat(forLink(changes().ownerNames("ann", "n".repeat(257)))).isEmpty();
        assertThat(forLink(changes().ownerNames("a:b", "c"))).isEmpty();
    }

    @Test
    void theEndsOfTimeAreSomeMillionsOfYearsAway() {
        for (long end : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
            Instant kept =
                    (Instant) forLink(changes().modifyTime(end, 999_999_999)).get(StoreOperations.MODIFIED);
            assertThat(Long.signum(kept.toEpochMilli())).isEqualTo(Long.signum(end));
        }
    }
}
