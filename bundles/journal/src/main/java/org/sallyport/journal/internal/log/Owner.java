/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.sallyport.journal.internal.disk.Disk;
import org.sallyport.journal.internal.disk.DiskFile;

/**
 * Whose spool this is, and which run of it.
 *
 * @param epoch rises by one with each run
 */
record Owner(String name, long epoch) {

    private static final String FILE = "owner";
    private static final int MOST = 200;

    /** Begins a run. @throws IOException if the file is damaged, since nothing can be told of the runs before then */
    static Owner begin(Disk disk) throws IOException {
        Owner next = disk.list().contains(FILE)
                ? read(disk)
                : new Owner(UUID.randomUUID().toString(), 1);
        String temporary = FILE + ".new";
        disk.delete(temporary);
        try (DiskFile file = disk.create(temporary)) {
            file.write(ByteBuffer.wrap((next.name + "\n" + next.epoch + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        disk.rename(temporary, FILE);
        disk.syncFolder();
        return next;
    }

    private static Owner read(Disk disk) throws IOException {
        try (DiskFile file = disk.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate(MOST);
            file.read(bytes, 0);
            String[] lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).split("\n");
            return new Owner(lines[0], Long.parseLong(lines[1]) + 1);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw new IOException("the file \"owner\" of the spool is damaged", damaged);
        }
    }
}
