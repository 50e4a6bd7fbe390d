/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A well-behaved session that works all the time, while others do not behave. */
final class Bystander implements AutoCloseable {

    private static final int CREATE_AND_READ = 0x1 | 0x2 | 0x8 | 0x10;

    private final RawSftp sftp;
    private final Thread thread;
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    Bystander(Server server) throws IOException {
        sftp = RawSftp.start(server);
        thread = new Thread(this::work, "bystander");
        thread.start();
    }

    private void work() {
        byte[] content = new byte[10_000];
        try {
            while (!stopped) {
                Arrays.fill(content, (byte) rounds.get());
                byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/bystander", CREATE_AND_READ))
                        .handle();
                require(sftp.ask(SftpPacket.write(2, handle, 0, content)).status() == 0);
                require(Arrays.equals(
                        sftp.ask(SftpPacket.read(3, handle, 0, 20_000)).data(), content));
                require(sftp.ask(SftpPacket.of(SftpPacket.CLOSE, 4).string(handle))
                                .status()
                        == 0);
                rounds.incrementAndGet();
                // Work enough to be disturbed, and no core taken from the others.
                LockSupport.parkNanos(2_000_000);
            }
        } catch (IOException | RuntimeException | AssertionError wrong) {
            failure.set(wrong);
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new AssertionError("a wrong answer");
        }
    }

    /** Waits until it has done more work from now on. */
    void awaitService() throws InterruptedException {
        int before = rounds.get();
        while (rounds.get() < before + 2) {
            if (failure.get() != null) {
                throw new AssertionError("the bystander was not served", failure.get());
            }
            thread.join(20);
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sftp.close();
    }
}
