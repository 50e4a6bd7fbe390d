/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.sallyport.journal.internal.crypto.FrameCipher;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Disk;
import org.sallyport.journal.internal.disk.DiskFile;

/**
 * A file of encrypted frames that grows at its end only. One thread writes; any number read. A file whose write failed, or that an earlier
 * run wrote, is never written again: so no place is written twice, and no nonce used twice.
 */
public final class FrameFile implements AutoCloseable {

    private static final int SEARCH = 1 << 16;

    private final String name;
    private final DiskFile file;
    private final FrameCipher cipher;
    private final boolean growing;
    private volatile long end;
    private boolean failed;

    private FrameFile(String name, DiskFile file, FrameCipher cipher, long end, boolean growing) {
        this.name = name;
        this.file = file;
        this.cipher = cipher;
        this.end = end;
        this.growing = growing;
    }

    /** Makes a file. Its name is not durable before the folder is synced. */
    public static FrameFile create(Disk disk, String name, byte[] id, SpoolKeys keys) throws IOException {
        DiskFile file = disk.create(name);
        try {
            new FileHeader(id, keys.current()).write(file);
        } catch (IOException failed) {
            file.close();
            throw failed;
        }
        return new FrameFile(name, file, keys.cipher(keys.current(), id).orElseThrow(), FileHeader.BYTES, true);
    }

    /**
     * Opens a file for reading.
     *
     * @param id what its id begins with
     * @throws DamagedException if it is not the one that had this name
     */
    public static FrameFile open(Disk disk, String name, byte[] id, SpoolKeys keys) throws IOException {
        DiskFile file = disk.open(name);
        boolean opened = false;
        try {
            FileHeader header = FileHeader.read(file);
            if (!header.hasId(id)) {
                throw new DamagedException("a file of the spool has the name of another");
            }
            FrameCipher cipher = keys.cipher(header.keyId(), header.id())
                    .orElseThrow(() -> new DamagedException("the key of a file of the spool is not in the key file"));
            FrameFile result = new FrameFile(name, file, cipher, file.size(), false);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    public String name() {
        return name;
    }

    /** Bytes of the file. */
    public long end() {
        return end;
    }

    public static long firstFrame() {
        return FileHeader.BYTES;
    }

    /**
     * Adds a frame; it is durable after {@link #force}.
     *
     * @param durable how much of the file is durable already
     * @return its offset
     */
    public long append(FrameKind kind, ByteBuffer plain, long durable) throws IOException {
        if (!growing || failed) {
            throw new IOException("a file of the spool cannot be written any more");
        }
        long offset = end;
        FrameHeader header = new FrameHeader(kind, plain.remaining(), offset, durable);
        ByteBuffer clear = header.encode();
        ByteBuffer frame = ByteBuffer.allocate((int) FrameHeader.stride(plain.remaining()));
        frame.put(clear.duplicate());
        cipher.seal(offset, clear, plain, frame);
        frame.clear();
        try {
            file.write(frame, offset);
        } catch (IOException | RuntimeException | Error notWritten) {
            failed = true;
            throw notWritten;
        }
        end = header.end();
        return offset;
    }

    public void force() throws IOException {
        try {
            file.force();
        } catch (IOException notDurable) {
            failed = true;
            throw notDurable;
        }
    }

    /** The header of the frame at an offset; empty if there is none. */
    public Optional<FrameHeader> header(long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.BYTES);
        if (file.read(bytes, offset) < FrameHeader.BYTES) {
            return Optional.empty();
        }
        return FrameHeader.decode(bytes.flip(), offset);
    }

    /** The content of the frame at an offset. @throws DamagedException if it is not what was written there */
    public ByteBuffer read(FrameKind kind, long offset) throws IOException {
        FrameHeader header =
                header(offset).orElseThrow(() -> new DamagedException("a frame of the spool is damaged or gone"));
        if (header.kind() != kind) {
            throw new DamagedException("a frame of the spool has another meaning than its place");
        }
        ByteBuffer sealed = ByteBuffer.allocate(header.length() + FrameCipher.TAG_BYTES);
        if (file.read(sealed, offset + FrameHeader.BYTES) < sealed.capacity()) {
            throw new DamagedException("a frame of the spool is cut off");
        }
        ByteBuffer plain = ByteBuffer.allocate(header.length());
        try {
            cipher.open(offset, header.encode(), sealed.flip(), plain);
        } catch (AEADBadTagException changed) {
            throw new DamagedException("a frame of the spool was changed", changed);
        }
        return plain.flip();
    }

    /** Whether a frame can be read. */
    public boolean isIntact(FrameHeader header) throws IOException {
        try {
            read(header.kind(), header.offset());
            return true;
        } catch (DamagedException damaged) {
            return false;
        }
    }

    /** The next frame at or behind an offset that can be read; empty if there is none. */
    public Optional<FrameHeader> search(long from) throws IOException {
        ByteBuffer window = ByteBuffer.allocate(SEARCH + FrameHeader.BYTES);
        for (long base = from; base < end; base += SEARCH) {
            window.clear();
            int count = file.read(window, base);
            for (int i = 0; i + FrameHeader.BYTES <= count && i < SEARCH; i += FrameHeader.ALIGNMENT) {
                Optional<FrameHeader> found = FrameHeader.decode(
                        window.duplicate().limit(i + FrameHeader.BYTES).position(i), base + i);
                if (found.isPresent() && isIntact(found.get())) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
