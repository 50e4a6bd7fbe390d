/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk whose Nth changing call fails, as no real one can be made to: of a write, half is done then. */
public final class FaultyDisk implements Disk {

    private final Disk disk;
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger lists = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger openFiles = new AtomicInteger();
    private volatile boolean failed;
    private volatile boolean readOnly;
    private volatile boolean full;
    private volatile Error unexpected;

    public FaultyDisk(Disk disk) {
        this.disk = disk;
    }

    /** @param calls how many go well before one fails */
    public void failAfter(int calls) {
        failed = false;
        left.set(calls);
    }

    /** The next call fails with an error. */
    public void failWith(Error error) {
        failWith(error, 0);
    }

    /** @param calls how many go well before one fails with an error */
    public void failWith(Error error, int calls) {
        unexpected = error;
        failAfter(calls);
    }

    /** @param calls how many listings go well before one fails */
    public void failListAfter(int calls) {
        failed = false;
        lists.set(calls);
    }

    /** Refuses all changes, as a file system does that was mounted again after an error. */
    public void readOnly(boolean now) {
        readOnly = now;
    }

    /** Has no room left, and says so. */
    public void full(boolean now) {
        full = now;
    }

    /** Files that were opened and not closed. */
    public int openFiles() {
        return openFiles.get();
    }

    /** From now on all goes well. */
    public void heal() {
        left.set(Integer.MAX_VALUE);
        lists.set(Integer.MAX_VALUE);
    }

    /** Whether the call that was to fail has come. */
    public boolean hasFailed() {
        return failed;
    }

    private boolean fails() {
        if (left.getAndDecrement() == 0) {
            failed = true;
            if (unexpected != null) {
                throw unexpected;
            }
            return true;
        }
        return false;
    }

    private void call() throws IOException {
        if (readOnly) {
            throw new IOException("Read-only file system");
        }
        if (fails()) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        call();
        return new File(disk.create(name));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new File(disk.open(name));
    }

    @Override
    public List<String> list() throws IOException {
        if (lists.getAndDecrement() == 0) {
            failed = true;
            throw new IOException("Input/output error");
        }
        return disk.list();
    }

    @Override
    public void delete(String name) throws IOException {
        call();
        disk.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        call();
        disk.rename(from, to);
    }

    @Override
    public void syncFolder() throws IOException {
        call();
        disk.syncFolder();
    }

    @Override
    public long usableSpace() throws IOException {
        return full ? 0 : disk.usableSpace();
    }

    private final class File implements DiskFile {

        private final DiskFile file;

        File(DiskFile file) {
            this.file = file;
            openFiles.incrementAndGet();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            if (readOnly) {
                throw new IOException("Read-only file system");
            }
            if (fails()) {
                file.write(source.duplicate().limit(source.position() + source.remaining() / 2), position);
                throw new IOException("No space left on device");
            }
            file.write(source, position);
        }

        @Override
        public void force() throws IOException {
            call();
            file.force();
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            openFiles.decrementAndGet();
            file.close();
        }
    }
}
