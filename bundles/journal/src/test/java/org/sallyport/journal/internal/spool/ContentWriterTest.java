/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.FaultyDisk;
import org.sallyport.journal.internal.disk.MemoryDisk;

/** Contents written at any offsets, against a plain array. */
class ContentWriterTest {

    private static final SpoolKeys KEYS = SpoolKeys.ofThisProcess();
    private static final SpoolBudget.Limits WIDE = new SpoolBudget.Limits(1L << 40, 100, 1L << 40, 100, 0);

    private final MemoryDisk disk = new MemoryDisk();
    private final ContentFiles files = new ContentFiles(disk, KEYS);
    private final SpoolBudget budget = new SpoolBudget(disk, WIDE);

    private ContentWriter writer(long memory) {
        return new ContentWriter(files, budget, new Buffers(memory), "ann");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyWritesAndCutsReadBackAsFromAnArray(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] expected = new byte[0];
        try (ContentWriter writer = writer(seed % 2 == 0 ? 1 << 20 : 1000)) {
            for (int i = 0; i < 150; i++) {
                if (random.nextInt(12) == 0) {
                    int size = random.nextInt(300_000);
                    expected = Arrays.copyOf(expected, size);
                    writer.truncate(size);
                } else {
                    int position = random.nextInt(3) == 0 ? expected.length : random.nextInt(expected.length + 2000);
                    byte[] piece = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : 40_000)];
                    random.nextBytes(piece);
                    expected = Arrays.copyOf(expected, Math.max(expected.length, position + piece.length));
                    System.arraycopy(piece, 0, expected, position, piece.length);
                    writer.write(ByteBuffer.wrap(piece), position);
                }
                assertThat(writer.size()).isEqualTo(expected.length);
                if (i % 10 == 0) {
                    assertThat(writer.stream().readAllBytes()).isEqualTo(expected);
                }
            }
            ContentWriter.Snapshot sealed = writer.seal();
            writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            if (sealed.reference().isPresent()) {
                try (Content content = files.open(sealed.reference().get())) {
                    assertThat(content.stream().readAllBytes()).isEqualTo(expected);
                }
            } else {
                assertThat(sealed.inline()).isEqualTo(expected);
            }
        }
    }

    /** Mostly in order, with changes here and there, some of them of what was read already. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatIsReadBehindTheWritingToTheEndIsWhatWasSealed(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] expected = new byte[100_000];
        random.nextBytes(expected);
        try (ContentWriter writer = writer(seed % 2 == 0 ? 1 << 20 : 1000)) {
            writer.write(ByteBuffer.wrap(expected), 0);
            Following following = writer.follow(Duration.ofSeconds(60)).orElseThrow();
            CompletableFuture<Optional<byte[]>> read = CompletableFuture.supplyAsync(() -> {
                try (following) {
                    return Optional.of(following.readAllBytes());
                } catch (IOException givenUp) {
                    return Optional.empty();
                }
            });
            boolean safe = true;
            for (int i = 0; i < 100; i++) {
                byte[] piece = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : 40_000)];
                random.nextBytes(piece);
                int position = expected.length + (random.nextInt(10) == 0 ? random.nextInt(1000) : 0);
                if (seed > 10 && random.nextInt(50) == 0) {
                    position = random.nextInt(expected.length);
                    safe = false;
                } else if (seed > 10 && random.nextInt(50) == 0) {
                    expected = Arrays.copyOf(expected, random.nextInt(expected.length * 2));
                    position = expected.length;
                    writer.truncate(position);
                    safe = false;
                }
                expected = Arrays.copyOf(expected, Math.max(expected.length, position + piece.length));
                System.arraycopy(piece, 0, expected, position, piece.length);
                writer.write(ByteBuffer.wrap(piece), position);
                if (random.nextInt(20) == 0) {
                    assertThat(writer.read(ByteBuffer.allocate(10), position)).isPositive();
                }
            }
            writer.seal();
            writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            Optional<byte[]> all = read.join();
            if (safe) {
                assertThat(all).isPresent();
            }
            if (all.isPresent()) {
                assertThat(Arrays.equals(all.get(), expected)).isTrue();
            }
        }
    }

    @Test
    void oneReadsBehindTheWritingUntilItsPauseIsOverOrSomethingIsChanged() throws Exception {
        try (ContentWriter writer = writer(1 << 20)) {
            writer.write(ByteBuffer.allocate(1000), 0);
            assertThat(writer.follow(Duration.ZERO)).as("of a small one").isEmpty();
            writer.write(ByteBuffer.allocate(500_000), 1000);
            try (Following following = writer.follow(Duration.ZERO).orElseThrow()) {
                assertThat(writer.follow(Duration.ZERO)).as("a second one").isEmpty();
                assertThat(following.readNBytes(1000)).hasSize(1000);
                assertThatThrownBy(following::readAllBytes).hasMessageContaining("too slowly");
            }
            writer.write(ByteBuffer.allocate(1), 200);
            Following next = writer.follow(Duration.ZERO).orElseThrow();
            try (next) {
                assertThat(next.readNBytes(100))
                        .as("before what waits in memory")
                        .hasSize(100);
                writer.truncate(0);
                assertThatThrownBy(next::read).hasMessageContaining("changed");
            }
            assertThatThrownBy(next::read).isInstanceOf(IOException.class);
        }
        assertThat(disk.list()).isEmpty();
    }

    /** What comes is of no use to who waits at a gap. */
    @Test
    void oneWhoseClientGoesOnButNotWhereItIsReadIsGivenUpInTheEnd() throws Exception {
        try (ContentWriter writer = writer(1000)) {
            writer.write(ByteBuffer.allocate(100_000), 0);
            Following following = writer.follow(Duration.ofMillis(500)).orElseThrow();
            CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(() -> {
                try (following) {
                    following.readAllBytes();
                    return true;
                } catch (IOException givenUp) {
                    return false;
                }
            });
            while (!read.isDone()) {
                writer.write(ByteBuffer.allocate(1), 100_001);
            }
            assertThat(read.join()).isFalse();
        }
    }

    /** Its place would be written again, with the nonce that it had. */
    @Test
    void whatAnErrorOfTheSystemKeptFromBeingWrittenIsNotWrittenAgain() throws Exception {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (ContentWriter writer =
                new ContentWriter(new ContentFiles(faulty, KEYS), budget, new Buffers(1000), "ann")) {
            writer.write(ByteBuffer.allocate(100_000), 0);
            faulty.failWith(new OutOfMemoryError("Cannot reserve direct buffer memory"));
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1000), 100_000))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1000), 100_000))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyReadsBehindOneThatIsWrittenInScatteredPieces() throws Exception {
        try (ContentWriter writer = writer(1 << 20)) {
            writer.write(ByteBuffer.allocate(100_000), 0);
            try (Following following = writer.follow(Duration.ofSeconds(60)).orElseThrow()) {
                for (int i = 1; i <= 5000; i++) {
                    writer.write(ByteBuffer.allocate(1), 100_000 + 2 * i);
                }
                assertThatThrownBy(following::readAllBytes).hasMessageContaining("scattered");
            }
            assertThat(writer.seal().reader()).isEmpty();
        }
    }

    /** A WRITE may begin it while the last CLOSE runs. */
    @Test
    void whoReadsBehindAWriterThatIsClosedIsGivenUpAndNobodyBeginsIt() throws Exception {
        ContentWriter writer = writer(1 << 20);
        writer.write(ByteBuffer.allocate(200_000), 0);
        try (Following following = writer.follow(Duration.ofSeconds(60)).orElseThrow()) {
            writer.close();
            assertThatThrownBy(following::readAllBytes).hasMessageContaining("ended");
        }
        assertThat(writer.follow(Duration.ofSeconds(60))).isEmpty();
        assertThat(disk.list()).isEmpty();
    }

    /** One who adopts another's reading would store an older content than was sealed. */
    @Test
    void aSnapshotTellsOnlyOfTheOneWhoReadsItAndOfNobodyWhoReadAnOlderOne() throws Exception {
        try (ContentWriter writer = writer(1 << 20)) {
            writer.write(ByteBuffer.allocate(200_000), 0);
            try (Following first = writer.follow(Duration.ZERO).orElseThrow()) {
                assertThat(writer.seal().reader()).containsSame(first);
                writer.write(ByteBuffer.allocate(1), 0);
                assertThat(writer.seal().reader()).isEmpty();
                try (Following second = writer.follow(Duration.ZERO).orElseThrow()) {
                    assertThat(writer.seal().reader()).containsSame(second);
                }
            }
            try (Following third = writer.follow(Duration.ZERO).orElseThrow()) {
                writer.write(ByteBuffer.allocate(1), 0);
                assertThat(writer.seal().reader()).containsSame(third);
                assertThat(third.readNBytes(1000)).hasSize(1000);
            }
            try (Following fourth = writer.follow(Duration.ZERO).orElseThrow()) {
                assertThat(fourth.readNBytes(1000)).hasSize(1000);
                writer.write(ByteBuffer.allocate(1), 0);
                assertThat(writer.seal().reader()).as("one that was given up").isEmpty();
            }
        }
    }

    @Test
    void aLargeSequentialContentHasASmallMap() throws Exception {
        try (ContentWriter writer = writer(1 << 20)) {
            for (int i = 0; i < 400; i++) {
                writer.write(ByteBuffer.allocate(32 << 10), (long) i * (32 << 10));
            }
            SpoolReference map = writer.seal().reference().orElseThrow();
            int bytes = disk.files().get(map.file()).length - (int) map.offset();
            assertThat(bytes).isLessThan(200);
        }
    }

    @Test
    void theFileOfAContentGoesWithItsLastUse() throws Exception {
        SpoolReference reference;
        try (ContentWriter writer = writer(1 << 20)) {
            writer.write(ByteBuffer.allocate(100_000), 0);
            reference = writer.seal().reference().orElseThrow();
        }
        Content reader = files.open(reference);
        files.release(reference);
        assertThat(disk.list()).containsExactly(reference.file());
        reader.close();
        assertThat(disk.list()).isEmpty();
        assertThat(budget.bytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {200_000, 1L << 40, Long.MAX_VALUE - 1})
    void holesCountSinceTheyAreStoredAsZeros(long far) throws Exception {
        SpoolBudget small = new SpoolBudget(disk, new SpoolBudget.Limits(1 << 20, 10, 100_000, 10, 0));
        try (ContentWriter writer = new ContentWriter(files, small, new Buffers(1 << 20), "ann")) {
            writer.write(ByteBuffer.allocate(1000), 0);
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1), far))
                    .isInstanceOfSatisfying(FileTreeException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.QUOTA));
            assertThatThrownBy(() -> writer.truncate(far))
                    .isInstanceOfSatisfying(FileTreeException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.QUOTA));
            writer.write(ByteBuffer.allocate(1), 90_000);
            assertThat(writer.size()).isEqualTo(90_001);
            assertThat(writer.charged()).isEqualTo(90_001);
            writer.write(ByteBuffer.allocate(9_000), 0);
            assertThat(writer.charged()).isEqualTo(90_001);
        }
        assertThat(small.bytes()).isZero();
    }

    @Test
    void theBoundStopsTheWriteThatWouldPassIt() throws Exception {
        SpoolBudget small = new SpoolBudget(disk, new SpoolBudget.Limits(10_000, 10, 1000, 10, 0));
        try (ContentWriter writer = new ContentWriter(files, small, new Buffers(1 << 20), "ann")) {
            writer.write(ByteBuffer.allocate(1000), 0);
            assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(1), 1000))
                    .isInstanceOfSatisfying(FileTreeException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.QUOTA));
            assertThat(writer.size()).isEqualTo(1000);
        }
        assertThat(small.bytes()).isZero();
    }

    @Test
    void theMapsOfWhatIsWrittenInScatteredPiecesAreBoundedTogether() throws Exception {
        Buffers memory = new Buffers(1 << 20);
        try (ContentWriter second = new ContentWriter(files, budget, memory, "ann")) {
            long most;
            try (ContentWriter first = new ContentWriter(files, budget, memory, "ann")) {
                most = scatterUntilRefused(first);
                assertThat(most).as("what all may have, and the share of one").isBetween(8_000L, 16_000L);
                assertThat(scatterUntilRefused(second)).as("the share of one").isBetween(4_000L, 5_000L);
            }
            assertThat(scatterUntilRefused(second))
                    .as("what the first has given back")
                    .isGreaterThan(most - 1_000);
        }
    }

    /** @return how many pieces it has then */
    private static long scatterUntilRefused(ContentWriter writer) throws IOException {
        long piece = writer.size() / 100_000 + 1;
        try {
            while (piece < 100_000) {
                writer.write(ByteBuffer.allocate(1), piece * 100_000);
                piece++;
            }
            return piece;
        } catch (FileTreeException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.NO_SPACE);
            return piece;
        }
    }

    @Test
    void aChangedOrMovedPieceIsFound() throws Exception {
        SpoolReference first = sealed(1);
        SpoolReference second = sealed(2);
        Map<String, byte[]> changed = disk.files();
        changed.get(first.file())[1000] ^= 1;
        changed.put(second.file(), disk.files().get(first.file()));
        ContentFiles left = new ContentFiles(new MemoryDisk(changed), KEYS);
        for (SpoolReference reference : List.of(first, second)) {
            left.adopt(reference);
            assertThatThrownBy(() -> read(left, reference)).isInstanceOf(DamagedException.class);
        }
    }

    private SpoolReference sealed(int fill) throws Exception {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) fill);
        try (ContentWriter writer = writer(1 << 20)) {
            writer.write(ByteBuffer.wrap(bytes), 0);
            return writer.seal().reference().orElseThrow();
        }
    }

    private static byte[] read(ContentFiles files, SpoolReference reference) throws IOException {
        try (Content content = files.open(reference)) {
            return content.stream().readAllBytes();
        }
    }
}
