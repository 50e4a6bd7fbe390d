/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.SpoolBudget;

/** What a store answers about a content that it was sent early. */
@Timeout(60)
class EarlyAnswerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SIZE = 300_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final ContentFiles files = new ContentFiles(disk, SpoolKeys.ofThisProcess());
    private ContentWriter writer;
    private EarlyContent early;

    @BeforeEach
    void write() throws Exception {
        writer = writer();
        writer.write(ByteBuffer.allocate(SIZE), 0);
        early = new EarlyContent(writer.follow(LONG).orElseThrow());
    }

    @AfterEach
    void nothingStaysInUse() throws Exception {
        early.end(Optional.empty());
        writer.close();
        assertThat(disk.list()).isEmpty();
    }

    private ContentWriter writer() {
        SpoolBudget budget = new SpoolBudget(disk, new SpoolBudget.Limits(1 << 30, 100, 1 << 30, 100, 0));
        return new ContentWriter(files, budget, new Buffers(1 << 20), "ann");
    }

    /** The store reads a content and answers. @return what is known of it when another content was sealed */
    private Optional<String> token(byte[] sealed) throws Exception {
        ContentWriter.Snapshot snapshot = writer.seal();
        assertThat(early.isOf(snapshot)).isTrue();
        try (InputStream in = early.open()) {
            assertThat(in.readAllBytes()).hasSize(SIZE);
        }
        early.end(Optional.of("token"));
        files.release(snapshot.reference().orElseThrow());
        try (ContentWriter other = writer()) {
            other.write(ByteBuffer.wrap(sealed), 0);
            return early.token(other, LONG);
        }
    }

    @Test
    void whatWasSealedIsUsed() throws Exception {
        assertThat(token(new byte[SIZE])).contains("token");
    }

    @Test
    void whatIsLongerThanWhatWasSealedIsNot() throws Exception {
        assertThat(token(new byte[SIZE - 1])).isEmpty();
    }

    @Test
    void whatIsShorterThanWhatWasSealedIsNot() throws Exception {
        assertThat(token(new byte[SIZE + 1])).isEmpty();
    }

    @Test
    void whatIsAnotherContentThanWasSealedIsNot() throws Exception {
        byte[] other = new byte[SIZE];
        Arrays.fill(other, SIZE / 2, SIZE / 2 + 1, (byte) 1);
        assertThat(token(other)).isEmpty();
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForWithoutEnd() throws Exception {
        writer.seal().reference().ifPresent(files::release);
        try (InputStream in = early.open()) {
            assertThat(in.readNBytes(100)).hasSize(100);
            assertThat(early.token(writer, Duration.ofMillis(1))).isEmpty();
            assertThatThrownBy(in::read).as("nor is anything sent any more").hasMessageContaining("sent later");
        }
        early.end(Optional.of("too late"));
        assertThat(early.token(writer, LONG)).isEmpty();
    }

    @Test
    void nobodyWaitsForOneThatIsGivenUp() throws Exception {
        early.giveUp();
        assertThat(early.token(writer, LONG)).isEmpty();
    }

    @Test
    void itIsOpenedOnce() throws Exception {
        try (InputStream in = early.open()) {
            assertThat(in.read()).isZero();
            assertThatThrownBy(early::open).hasMessageContaining("once");
        }
    }
}
