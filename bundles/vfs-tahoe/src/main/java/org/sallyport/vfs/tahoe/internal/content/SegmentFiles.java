/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Segments in files of a folder, up to a number of bytes; those that were not used for the longest time go first. Each is encrypted
 * (AES-256-GCM) by a key that is only in this object, under a number that was never used before, with its name authenticated: one that was
 * changed, or put in another's place, is missing. So what is left on the disk is of no use to anybody, us included. That a disk fails costs
 * nothing but the speed. For many threads; its lock is not held while the disk is asked.
 */
public final class SegmentFiles implements AutoCloseable {

    private static final int KEY_BITS = 256;
    private static final int TAG_BITS = 128;
    private static final int NONCE = 12;
    /** What a file takes at least: an entry here, and a block of the disk. */
    private static final int LEAST_SIZE = 4096;

    private final CacheFolder folder;
    private final long mostBytes;
    private final SecretKey key;
    private final LinkedHashMap<String, Stored> stored = new LinkedHashMap<>(16, 0.75f, true);
    private final AtomicLong numbers = new AtomicLong();
    private long bytes;
    private boolean closed;

    private record Stored(long number, int length) {

        long counted() {
            return Math.max(LEAST_SIZE, length);
        }
    }

    private SegmentFiles(CacheFolder folder, long mostBytes, SecretKey key) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.key = key;
    }

    /**
     * Begins with nothing; what ended processes have left below the folder is removed.
     *
     * @param parent may be shared with other processes of one user; made if it is not there
     * @param mostBytes of content to keep, at least one segment
     */
    public static SegmentFiles open(Path parent, long mostBytes) throws IOException {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BITS, new SecureRandom());
            return new SegmentFiles(CacheFolder.make(parent), mostBytes, generator.generateKey());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES", missing);
        }
    }

    long mostBytes() {
        return mostBytes;
    }

    boolean has(String name) {
        synchronized (stored) {
            return stored.containsKey(name);
        }
    }

    /** The segment of that name, if it is here and as it was. */
    Optional<byte[]> read(String name) {
        Stored entry;
        synchronized (stored) {
            entry = stored.get(name);
        }
        if (entry == null) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Files.readAllBytes(path(entry));
            if (sealed.length != entry.length + TAG_BITS / Byte.SIZE) {
                throw new IOException("a file that was cut");
            }
            return Optional.of(cipher(Cipher.DECRYPT_MODE, entry, name).doFinal(sealed));
        } catch (IOException | GeneralSecurityException gone) {
            forget(name, entry);
            return Optional.empty();
        }
    }

    private Path path(Stored entry) {
        return folder.path().resolve(Long.toString(entry.number));
    }

    private Cipher cipher(int mode, Stored entry, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(NONCE)
                .putLong(NONCE - Long.BYTES, entry.number)
                .array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private void forget(String name, Stored entry) {
        synchronized (stored) {
            if (stored.remove(name, entry)) {
                bytes -= entry.counted();
            }
        }
        delete(entry);
    }

    private void delete(Stored entry) {
        try {
            Files.deleteIfExists(path(entry));
        } catch (IOException kept) {
            // It is swept with its folder.
        }
    }

    /** Keeps a segment if that is possible. */
    void write(String name, byte[] content) {
        Stored entry = new Stored(numbers.incrementAndGet(), content.length);
        List<Stored> gone = new ArrayList<>();
        boolean hasRoom = !has(name) && reserve(entry.counted(), gone);
        gone.forEach(this::delete);
        if (!hasRoom) {
            return;
        }
        boolean kept = false;
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, entry, name).doFinal(content);
            try (FileChannel file =
                    FileChannel.open(path(entry), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer source = ByteBuffer.wrap(sealed);
                while (source.hasRemaining()) {
                    file.write(source);
                }
            }
            kept = keep(name, entry);
        } catch (IOException | GeneralSecurityException noRoom) {
            kept = false;
        } finally {
            if (!kept) {
                giveBack(entry);
            }
        }
    }

    private boolean keep(String name, Stored entry) {
        synchronized (stored) {
            return !closed && stored.putIfAbsent(name, entry) == null;
        }
    }

    private void giveBack(Stored entry) {
        synchronized (stored) {
            bytes -= entry.counted();
        }
        delete(entry);
    }

    /** Counts what will be written if there is room for it, for which what is old has to go. */
    private boolean reserve(long wanted, List<Stored> gone) {
        synchronized (stored) {
            if (closed || wanted > mostBytes) {
                return false;
            }
            var oldest = stored.values().iterator();
            while (bytes + wanted > mostBytes && oldest.hasNext()) {
                Stored next = oldest.next();
                oldest.remove();
                bytes -= next.counted();
                gone.add(next);
            }
            // All of it may be taken by what others write at this moment.
            boolean fits = bytes + wanted <= mostBytes;
            bytes += fits ? wanted : 0;
            return fits;
        }
    }

    private void clear() {
        List<Stored> gone;
        synchronized (stored) {
            gone = List.copyOf(stored.values());
            stored.clear();
            gone.forEach(entry -> bytes -= entry.counted());
        }
        gone.forEach(this::delete);
    }

    /** Removes the files; from now on nothing is kept. */
    @Override
    public void close() {
        synchronized (stored) {
            closed = true;
        }
        clear();
        folder.remove();
    }
}
