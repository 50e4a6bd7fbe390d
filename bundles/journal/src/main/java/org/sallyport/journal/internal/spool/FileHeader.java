/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.sallyport.journal.internal.disk.DiskFile;

/**
 * What each file of the spool begins with.
 *
 * @param id unique; the file's key is derived from it
 * @param keyId which master key
 */
record FileHeader(byte[] id, long keyId) {

    static final int BYTES = 48;
    static final int ID_BYTES = 16;
    private static final long MAGIC = 0x53504a524e4c3031L; // "SPJRNL01": the last two digits are the format's version

    void write(DiskFile file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES).putLong(MAGIC).put(id).putLong(keyId);
        header.putInt(checksum(header, header.position()));
        header.clear();
        file.write(header, 0);
    }

    static FileHeader read(DiskFile file) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        if (file.read(header, 0) < BYTES) {
            throw new DamagedException("a file of the spool ends before its header does");
        }
        header.flip();
        long magic = header.getLong();
        byte[] id = new byte[ID_BYTES];
        header.get(id);
        FileHeader result = new FileHeader(id, header.getLong());
        int end = header.position();
        if (magic != MAGIC || header.getInt() != checksum(header, end)) {
            throw new DamagedException("a file of the spool has no valid header, or is of another version");
        }
        return result;
    }

    static int checksum(ByteBuffer buffer, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), 0, length);
        return (int) checksum.getValue();
    }

    /** Whether the id begins so. */
    boolean hasId(byte[] beginning) {
        return Arrays.equals(id, 0, beginning.length, beginning, 0, beginning.length);
    }
}
