/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk in memory that records what is done to it, so that a test can make the disk that a crash at any point would have left. As a real
 * one, it may lose, or keep, any of what was not synced.
 */
public final class MemoryDisk implements Disk {

    /** One change to the disk. */
    public sealed interface Operation {

        String file();
    }

    public record Create(String file) implements Operation {}

    public record Write(String file, long position, byte[] bytes) implements Operation {}

    public record Force(String file) implements Operation {}

    public record Delete(String file) implements Operation {}

    public record Rename(String file, String to) implements Operation {}

    public record SyncFolder(String file) implements Operation {}

    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Operation> operations = new ArrayList<>();

    public MemoryDisk() {}

    public MemoryDisk(Map<String, byte[]> content) {
        files.putAll(content);
    }

    /** What was done so far. */
    public synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    public synchronized int operationCount() {
        return operations.size();
    }

    public synchronized Map<String, byte[]> files() {
        return new TreeMap<>(files);
    }

    private synchronized void record(Operation operation) {
        operations.add(operation);
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        record(new Create(name));
        files.put(name, new byte[0]);
        return new File(name);
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        if (!files.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        return new File(name);
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized void delete(String name) {
        if (files.remove(name) != null) {
            record(new Delete(name));
        }
    }

    @Override
    public synchronized void rename(String from, String to) {
        record(new Rename(from, to));
        files.put(to, files.remove(from));
    }

    @Override
    public void syncFolder() {
        record(new SyncFolder(""));
    }

    @Override
    public long usableSpace() {
        return Long.MAX_VALUE;
    }

    private final class File implements DiskFile {

        private final String name;

        File(String name) {
            this.name = name;
        }

        private byte[] bytes() throws IOException {
            byte[] bytes = files.get(name);
            if (bytes == null) {
                throw new NoSuchFileException(name);
            }
            return bytes;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            synchronized (MemoryDisk.this) {
                byte[] bytes = bytes();
                if (position >= bytes.length) {
                    return -1;
                }
                int count = Math.min(target.remaining(), bytes.length - (int) position);
                target.put(bytes, (int) position, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            byte[] added = new byte[source.remaining()];
            source.get(added);
            synchronized (MemoryDisk.this) {
                record(new Write(name, position, added));
                files.put(name, patched(bytes(), position, added, added.length));
            }
        }

        @Override
        public void force() {
            record(new Force(name));
        }

        @Override
        public long size() throws IOException {
            synchronized (MemoryDisk.this) {
                return bytes().length;
            }
        }

        @Override
        public void close() {
            // memory needs none
        }
    }

    static byte[] patched(byte[] bytes, long position, byte[] added, int length) {
        byte[] result = Arrays.copyOf(bytes, Math.max(bytes.length, (int) position + length));
        System.arraycopy(added, 0, result, (int) position, length);
        return result;
    }
}
