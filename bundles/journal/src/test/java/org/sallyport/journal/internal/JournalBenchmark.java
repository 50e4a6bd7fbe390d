/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.FolderDisk;
import org.sallyport.journal.internal.log.SegmentLog;
import org.sallyport.journal.internal.log.Uploads;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.SpoolBudget;

/**
 * What the journal adds to an upload: a small one from its content to the record that lets CLOSE be answered, and a large one's blocks into
 * the spool and out of it, encrypted and with their checksums. In the folder for temporary files; one in memory leaves out the disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark {

    private static final int SEGMENT = 64 << 20;
    private static final int SMALL = 4 << 10;
    private static final int BLOCK = 32 << 10;
    private static final int LARGE = 16 << 20;

    private final byte[] bytes = new byte[BLOCK];
    private final byte[] target = new byte[BLOCK];
    private final byte[] small = new byte[SMALL];
    private Path folder;
    private SegmentLog log;
    private ContentFiles files;
    private SpoolBudget budget;

    @Setup
    public void prepare() throws IOException {
        new Random(1).nextBytes(bytes);
        folder = Files.createTempDirectory("sallyport-journal-");
        FolderDisk disk = new FolderDisk(folder);
        SpoolKeys keys = SpoolKeys.ofThisProcess();
        log = SegmentLog.open(disk, keys, SEGMENT);
        files = new ContentFiles(disk, keys);
        budget = new SpoolBudget(disk, new SpoolBudget.Limits(1L << 40, 1_000_000, 1L << 40, 1_000_000, 0));
    }

    @TearDown
    public void remove() throws IOException {
        log.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private ContentWriter writer() {
        return new ContentWriter(files, budget, new Buffers(1 << 20), "ann");
    }

    /** Content, sealed record with its sync, and the record that it is stored. */
    @Benchmark
    public List<UploadRecord> smallUpload() throws Exception {
        UploadRecord sealed = Uploads.sealed(log, "invoice.pdf", SMALL, Optional.empty());
        UploadRecord written =
                log.append(List.of(new Change(sealed, small))).get().get(0);
        return log.append(List.of(new Change(written.withState(UploadState.STORED), null)))
                .get();
    }

    /** 16 MiB by blocks of 32 KiB into the spool. */
    @Benchmark
    public long largeWritten() throws Exception {
        try (ContentWriter writer = writer()) {
            write(writer);
            return writer.size();
        }
    }

    /** The same, then sealed with its sync, and read back. */
    @Benchmark
    public int largeSealedAndRead() throws Exception {
        try (ContentWriter writer = writer()) {
            write(writer);
            SpoolReference sealed = writer.seal().reference().orElseThrow();
            int count = read(writer);
            files.release(sealed);
            return count;
        }
    }

    private void write(ContentWriter writer) throws IOException, FileTreeException {
        for (int position = 0; position < LARGE; position += BLOCK) {
            writer.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private int read(ContentWriter writer) throws IOException {
        int count = 0;
        try (InputStream in = writer.stream()) {
            for (int read = in.read(target); read >= 0; read = in.read(target)) {
                count += read;
            }
        }
        return count;
    }
}
