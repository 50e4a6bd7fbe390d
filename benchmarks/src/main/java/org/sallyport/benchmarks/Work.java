/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.List;
import org.sallyport.benchmarks.SftpConnection.Reply;

/** The works that are measured; each runs on an open connection against the data of {@link Lab}. */
enum Work {
    GET("get 1 large file") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            sftp.open(prefix + "/large", SftpConnection.READ);
            byte[] handle = sftp.takeHandle();
            long size = lab.largeSize();
            long asked = 0;
            long taken = 0;
            int inFlight = 0;
            while (taken < size) {
                while (inFlight < DEPTH && asked < size) {
                    sftp.read(handle, asked, BLOCK);
                    asked += BLOCK;
                    inFlight++;
                }
                sftp.flush();
                Reply reply = sftp.reply();
                if (reply.type() != SftpConnection.DATA) {
                    throw new IOException("READ: " + sftp.describe(reply));
                }
                taken += sftp.takeCount(reply);
                inFlight--;
            }
            close(sftp, handle);
        }
    },
    PUT("put 1 large file") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            sftp.open(prefix + "/up/large", SftpConnection.WRITE_CREATE_TRUNCATE);
            byte[] handle = sftp.takeHandle();
            byte[] block = new byte[BLOCK];
            long size = lab.largeSize();
            long sent = 0;
            int inFlight = 0;
            while (sent < size || inFlight > 0) {
                while (inFlight < DEPTH && sent < size) {
                    sftp.write(handle, sent, block, BLOCK);
                    sent += BLOCK;
                    inFlight++;
                }
                sftp.flush();
                Reply reply = sftp.reply();
                int status = sftp.takeStatus(reply);
                if (status != 0) {
                    throw new IOException("WRITE: status " + status);
                }
                inFlight--;
            }
            close(sftp, handle);
        }
    },
    PUT_SMALL("put small files") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            byte[] content = new byte[Lab.SMALL_SIZE];
            for (int i = 0; i < lab.smallFiles(); i++) {
                sftp.open(prefix + "/up/s" + i, SftpConnection.WRITE_CREATE_TRUNCATE);
                byte[] handle = sftp.takeHandle();
                sftp.write(handle, 0, content, content.length);
                sftp.expectOk();
                close(sftp, handle);
            }
        }
    },
    GET_SMALL("get small files") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            for (int i = 0; i < lab.smallFiles(); i++) {
                String path = prefix + "/small/f" + i;
                sftp.path(STAT_TYPE, path);
                expect(sftp, SftpConnection.ATTRS);
                sftp.open(path, SftpConnection.READ);
                byte[] handle = sftp.takeHandle();
                sftp.read(handle, 0, BLOCK);
                expect(sftp, SftpConnection.DATA);
                close(sftp, handle);
            }
        }
    },
    STAT("STAT, one at a time") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            for (int i = 0; i < lab.stats(); i++) {
                sftp.path(STAT_TYPE, prefix + "/small/f" + i % lab.smallFiles());
                expect(sftp, SftpConnection.ATTRS);
            }
        }
    },
    STAT_DEEP("STAT, 64 in flight") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            int sent = 0;
            int taken = 0;
            while (taken < lab.stats()) {
                while (sent - taken < DEPTH && sent < lab.stats()) {
                    sftp.path(STAT_TYPE, prefix + "/small/f" + sent++ % lab.smallFiles());
                }
                expect(sftp, SftpConnection.ATTRS);
                taken++;
            }
        }
    },
    READDIR("READDIR of a large directory") {
        @Override
        void run(SftpConnection sftp, String prefix, Lab lab) throws IOException {
            sftp.path(11, prefix + "/many");
            byte[] handle = sftp.takeHandle();
            int entries = 0;
            while (true) {
                sftp.handle(12, handle);
                sftp.flush();
                Reply reply = sftp.reply();
                if (reply.type() != SftpConnection.NAME) {
                    sftp.skip(reply);
                    break;
                }
                entries += sftp.takeCount(reply);
            }
            if (entries < lab.manyFiles()) {
                throw new IOException("only " + entries + " entries of " + lab.manyFiles());
            }
            close(sftp, handle);
        }
    };

    /** As OpenSSH's sftp: 64 requests of 32 KiB. */
    private static final int DEPTH = 64;

    private static final int BLOCK = 32 << 10;
    private static final int STAT_TYPE = 17;
    private static final int CLOSE_TYPE = 4;

    private final String title;

    Work(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract void run(SftpConnection sftp, String prefix, Lab lab) throws IOException;

    private static void close(SftpConnection sftp, byte[] handle) throws IOException {
        sftp.handle(CLOSE_TYPE, handle);
        sftp.expectOk();
    }

    private static void expect(SftpConnection sftp, int type) throws IOException {
        sftp.flush();
        Reply reply = sftp.reply();
        if (reply.type() != type) {
            throw new IOException("expected " + type + ", not " + sftp.describe(reply));
        }
        sftp.skip(reply);
    }

    static List<Work> all() {
        return List.of(values());
    }
}
