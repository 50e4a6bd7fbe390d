/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file by its channels. Java closes a channel for everybody when one thread that uses it is interrupted, as those of ending sessions
 * are; so reading has a channel of its own, which is opened anew then.
 */
final class ChannelFile implements DiskFile {

    private final Path path;
    private final FileChannel channel;
    private FileChannel reading;
    private boolean closed;

    ChannelFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    private synchronized FileChannel reading() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (reading == null || !reading.isOpen()) {
            reading = FileChannel.open(path, StandardOpenOption.READ);
        }
        return reading;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int start = target.position();
        while (true) {
            try {
                return read(reading(), target, position);
            } catch (ClosedByInterruptException interrupted) {
                throw interrupted;
            } catch (ClosedChannelException byAnotherThread) {
                if (isClosed()) {
                    throw byAnotherThread;
                }
                target.position(start);
            }
        }
    }

    private static int read(FileChannel from, ByteBuffer target, long position) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int count = from.read(target, position + total);
            if (count < 0) {
                return total == 0 ? -1 : total;
            }
            total += count;
        }
        return total;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            if (reading != null) {
                reading.close();
            }
        }
        channel.close();
    }
}
