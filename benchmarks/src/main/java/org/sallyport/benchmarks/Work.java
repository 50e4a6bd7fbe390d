/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.sallyport.benchmarks.client.SftpClient;
import org.sallyport.benchmarks.client.SftpClient.Reply;

/** The works that are measured, each against the data of {@link Lab}. */
enum Work {
    GET("get 1 large file") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            get(target.first(), target.path("large"), lab.largeSize());
        }
    },
    PUT("put 1 large file") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            byte[] block = new byte[BLOCK];
            put(target.first(), target.path("up/large"), lab.largeSize(), position -> block);
        }
    },
    PUT_SMALL("put small files, one at a time") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            SftpClient sftp = target.first();
            byte[] content = new byte[Lab.SMALL_SIZE];
            for (int i = 0; i < lab.smallFiles(); i++) {
                sftp.open(target.path("up/s" + i), SftpClient.WRITE_CREATE_TRUNCATE);
                byte[] handle = sftp.takeHandle();
                sftp.write(handle, 0, content, content.length);
                sftp.expectOk();
                close(sftp, handle);
            }
        }
    },
    GET_SMALL("get small files, one at a time") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            SftpClient sftp = target.first();
            for (int i = 0; i < lab.smallFiles(); i++) {
                getSmall(sftp, target.path("small/f" + i), Lab.SMALL_SIZE);
            }
        }
    },
    STAT("STAT, one at a time") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            stat(target, lab, 1);
        }
    },
    STAT_DEEP("STAT, 64 in flight") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            stat(target, lab, DEPTH);
        }
    },
    READDIR("READDIR of a large directory") {
        @Override
        void run(Target target, Lab lab) throws IOException {
            list(target.first(), target.path("many"), lab.manyFiles());
        }
    },
    GET_EIGHT("8 gets at once") {
        @Override
        int connections() {
            return 8;
        }

        @Override
        void run(Target target, Lab lab) throws IOException {
            target.each(sftp -> get(sftp, target.path("large"), lab.largeSize() / 4));
        }
    },
    /** What the journal costs on a disk, which the others do not use: by its name alone, in a folder on one. */
    PUT_SYNCED("put small files and sync each, 16 in flight") {
        @Override
        boolean isForDisks() {
            return true;
        }

        @Override
        void run(Target target, Lab lab) throws IOException {
            SftpClient sftp = target.first();
            // New ones in each round also where nobody but the server can remove them.
            String names = target.path("up/s" + System.nanoTime() + "-");
            byte[] content = new byte[Lab.SMALL_SIZE];
            for (int first = 0; first < lab.smallFiles(); first += AT_ONCE) {
                int count = Math.min(AT_ONCE, lab.smallFiles() - first);
                for (int i = 0; i < count; i++) {
                    sftp.open(names + (first + i), SftpClient.WRITE_CREATE_TRUNCATE);
                }
                byte[][] handles = new byte[count][];
                for (int i = 0; i < count; i++) {
                    handles[i] = sftp.takeHandle();
                }
                for (byte[] handle : handles) {
                    sftp.write(handle, 0, content, content.length);
                    sftp.fsync(handle);
                    sftp.handle(CLOSE_TYPE, handle);
                }
                for (int replies = 3 * count; replies > 0; replies--) {
                    sftp.expectOk();
                }
            }
        }
    },
    CONNECT("connections with login and one STAT") {
        @Override
        int connections() {
            return 0;
        }

        @Override
        void run(Target target, Lab lab) throws IOException {
            for (int i = 0; i < lab.connections(); i++) {
                try (SftpClient sftp = target.connect()) {
                    sftp.path(STAT_TYPE, target.path("large"));
                    sftp.expect(SftpClient.ATTRS);
                }
            }
        }
    };

    /** As OpenSSH's sftp: 64 requests of 32 KiB. */
    private static final int DEPTH = 64;

    static final int BLOCK = 32 << 10;
    static final int STAT_TYPE = 17;
    private static final int CLOSE_TYPE = 4;
    private static final int AT_ONCE = 16;

    private final String title;

    Work(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** How many connections are to be open before the work begins. */
    int connections() {
        return 1;
    }

    abstract void run(Target target, Lab lab) throws IOException;

    /** The next block to be written. */
    @FunctionalInterface
    interface Blocks {

        byte[] at(long position);
    }

    static void put(SftpClient sftp, String path, byte[] content) throws IOException {
        put(sftp, path, content.length, position -> {
            int from = (int) position;
            return Arrays.copyOfRange(content, from, Math.min(content.length, from + BLOCK));
        });
    }

    static void put(SftpClient sftp, String path, long size, Blocks blocks) throws IOException {
        sftp.open(path, SftpClient.WRITE_CREATE_TRUNCATE);
        byte[] handle = sftp.takeHandle();
        long sent = 0;
        int inFlight = 0;
        while (sent < size || inFlight > 0) {
            while (inFlight < DEPTH && sent < size) {
                byte[] block = blocks.at(sent);
                sftp.write(handle, sent, block, block.length);
                sent += block.length;
                inFlight++;
            }
            sftp.expectOk();
            inFlight--;
        }
        close(sftp, handle);
    }

    /** As OpenSSH's sftp gets a file of less than a block. */
    static void getSmall(SftpClient sftp, String path, int size) throws IOException {
        sftp.path(STAT_TYPE, path);
        sftp.expect(SftpClient.ATTRS);
        sftp.open(path, SftpClient.READ);
        byte[] handle = sftp.takeHandle();
        sftp.read(handle, 0, BLOCK);
        sftp.expect(SftpClient.DATA);
        sftp.read(handle, size, BLOCK);
        sftp.expect(SftpClient.STATUS);
        close(sftp, handle);
    }

    /** Lists a directory that has at least so many entries. */
    static void list(SftpClient sftp, String path, int least) throws IOException {
        sftp.path(11, path);
        byte[] handle = sftp.takeHandle();
        int entries = 0;
        sftp.handle(12, handle);
        Reply reply = sftp.reply();
        while (reply.type() == SftpClient.NAME) {
            entries += sftp.takeCount(reply);
            sftp.handle(12, handle);
            reply = sftp.reply();
        }
        sftp.skip(reply);
        if (entries < least) {
            throw new IOException("only " + entries + " entries of " + least);
        }
        close(sftp, handle);
    }

    static void get(SftpClient sftp, String path, long size) throws IOException {
        sftp.open(path, SftpClient.READ);
        byte[] handle = sftp.takeHandle();
        long asked = 0;
        long taken = 0;
        int inFlight = 0;
        while (taken < size) {
            while (inFlight < DEPTH && asked < size) {
                sftp.read(handle, asked, BLOCK);
                asked += BLOCK;
                inFlight++;
            }
            Reply reply = sftp.reply();
            if (reply.type() != SftpClient.DATA) {
                throw new IOException("READ: " + sftp.describe(reply));
            }
            taken += sftp.takeCount(reply);
            inFlight--;
        }
        close(sftp, handle);
    }

    private static void stat(Target target, Lab lab, int depth) throws IOException {
        SftpClient sftp = target.first();
        int sent = 0;
        for (int taken = 0; taken < lab.stats(); taken++) {
            while (sent - taken < depth && sent < lab.stats()) {
                sftp.path(STAT_TYPE, target.path("small/f" + sent++ % lab.smallFiles()));
            }
            sftp.expect(SftpClient.ATTRS);
        }
    }

    static void close(SftpClient sftp, byte[] handle) throws IOException {
        sftp.handle(CLOSE_TYPE, handle);
        sftp.expectOk();
    }

    /** Whether it says nothing where the data lie in memory. */
    boolean isForDisks() {
        return false;
    }

    /** All that need no disk. */
    static List<Work> all() {
        return Arrays.stream(values()).filter(work -> !work.isForDisks()).toList();
    }
}
