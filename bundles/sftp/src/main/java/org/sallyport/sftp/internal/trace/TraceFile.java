/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.trace;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.sallyport.api.session.PacketTap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packets of one session on their way to a file: a line each, {@code CHANNEL > PACKET} for a request and {@code CHANNEL < PACKET} for a
 * reply. Sessions never wait for the disk: what it does not take is left out, and a line says how much.
 */
final class TraceFile {

    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);
    private static final int MOST_WAITING = 10_000;
    private static final long MOST_CHARACTERS = 64L << 20;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger channels = new AtomicInteger();
    private final AtomicLong leftOut = new AtomicLong();
    private final Path path;
    private final BooleanSupplier goesOn;

    /** @param goesOn whether there may be more */
    TraceFile(Path path, BooleanSupplier goesOn) {
        this.path = path;
        this.goesOn = goesOn;
    }

    Path path() {
        return path;
    }

    /** For one more channel. */
    PacketTap newChannel() {
        int channel = channels.incrementAndGet();
        return new PacketTap() {
            @Override
            public void request(ByteBuffer packet) {
                offer(channel + " > " + PacketText.of(packet));
            }

            @Override
            public void reply(ByteBuffer packet) {
                offer(channel + " < " + PacketText.of(packet));
            }
        };
    }

    private void offer(String line) {
        if (!waiting.offer(line)) {
            leftOut.incrementAndGet();
        }
    }

    /** Makes the file, readable for the server alone: names of files are in it. */
    void create(String head) throws IOException {
        Files.createDirectories(path.getParent());
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, head);
    }

    /** Writes until there is no more, or the file is full. */
    void write() {
        try (Writer out = Files.newBufferedWriter(path, StandardCharsets.US_ASCII, StandardOpenOption.APPEND)) {
            long written = 0;
            String line = next();
            while (line != null && written < MOST_CHARACTERS) {
                out.write(line);
                out.write('\n');
                written += line.length() + 1;
                long lost = leftOut.getAndSet(0);
                if (lost > 0) {
                    out.write("# " + lost + " packets are left out\n");
                }
                if (waiting.isEmpty()) {
                    out.flush();
                }
                line = next();
            }
            if (line != null) {
                out.write("# the file is full\n");
            }
        } catch (IOException failed) {
            LOG.warn("{} cannot be written on: {}", path, failed.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next line; null when there will be none. */
    private String next() throws InterruptedException {
        String line;
        do {
            boolean last = !goesOn.getAsBoolean();
            line = waiting.poll(last ? 0 : 200, TimeUnit.MILLISECONDS);
            if (line == null && last) {
                return null;
            }
        } while (line == null);
        return line;
    }
}
