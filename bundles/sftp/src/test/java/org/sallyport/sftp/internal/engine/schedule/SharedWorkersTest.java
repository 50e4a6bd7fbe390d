/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Platform threads: what each session has for itself, and what it gets when another gives it back. */
class SharedWorkersTest {

    private static final long PATIENCE = 20;

    private final PlatformWorkers workers = new PlatformWorkers(1);

    @AfterEach
    void stop() {
        workers.shutdown();
    }

    /** A session that neither sends nor holds back anything. */
    private static final class Idle implements Scheduler.Session {

        @Override
        public long unsentBytes() {
            return 0;
        }

        @Override
        public long heldBytes() {
            return 0;
        }

        @Override
        public void credit(int bytes) {
            // nobody counts
        }

        @Override
        public void handsOver() {
            // nothing to tell
        }

        @Override
        public void progressed() {
            // nothing to send
        }
    }

    /** Work that hangs until it is let go. */
    private static final class Hanging implements Work {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void run() {
            begun.countDown();
            try {
                if (!released.await(PATIENCE, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never released");
                }
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        private boolean hasBegun(long millis) throws InterruptedException {
            return begun.await(millis, TimeUnit.MILLISECONDS);
        }

        private void release() {
            released.countDown();
        }

        @Override
        public void retain() {
            // nothing is borrowed
        }

        @Override
        public void drop() {
            throw new IllegalStateException("nothing is dropped here");
        }

        @Override
        public boolean isNextToAnswer() {
            return true;
        }
    }

    private Scheduler session() {
        return new Scheduler(new Idle(), workers, Limits.DEFAULT);
    }

    private static Hanging submit(Scheduler scheduler, String key) {
        Hanging work = new Hanging();
        scheduler.submit(Operation.request(work, claims -> claims.shared(key), false, 10, 10));
        return work;
    }

    @Test
    void twoFilesOfASessionAlwaysGoOnAndMoreWhenThereIsRoom() throws InterruptedException {
        Scheduler one = session();
        Scheduler other = session();
        Hanging[] first = {submit(one, "a"), submit(one, "b"), submit(one, "c")};
        for (Hanging work : first) {
            assertThat(work.hasBegun(PATIENCE * 1000)).isTrue();
        }
        Hanging[] second = {submit(other, "d"), submit(other, "e"), submit(other, "f")};
        assertThat(second[0].hasBegun(PATIENCE * 1000)).isTrue();
        assertThat(second[1].hasBegun(PATIENCE * 1000)).isTrue();
        assertThat(second[2].hasBegun(50)).as("the shared one is taken").isFalse();
        for (Hanging work : first) {
            work.release();
        }
        assertThat(second[2].hasBegun(PATIENCE * 1000))
                .as("it was given back by another session")
                .isTrue();
        for (Hanging work : second) {
            work.release();
        }
        awaitEnd(one, other);
    }

    private static void awaitEnd(Scheduler... schedulers) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        for (Scheduler scheduler : schedulers) {
            while (scheduler.pending() > 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void oneFileNeverTakesBoth() throws InterruptedException {
        Scheduler session = session();
        Scheduler greedy = session();
        Hanging shared = submit(greedy, "x");
        Hanging alsoShared = submit(greedy, "y");
        Hanging takesTheSharedOne = submit(greedy, "z");
        assertThat(takesTheSharedOne.hasBegun(PATIENCE * 1000)).isTrue();
        Hanging read = submit(session, "hung");
        Hanging anotherRead = submit(session, "hung");
        assertThat(read.hasBegun(PATIENCE * 1000)).isTrue();
        assertThat(anotherRead.hasBegun(50)).isFalse();
        Hanging fine = submit(session, "fine");
        assertThat(fine.hasBegun(PATIENCE * 1000)).isTrue();
        for (Hanging work : new Hanging[] {shared, alsoShared, takesTheSharedOne, read, anotherRead, fine}) {
            work.release();
        }
        awaitEnd(session, greedy);
    }

    @Test
    void severalFilesThatHangLeaveRoomForAnother() throws InterruptedException {
        PlatformWorkers plenty = new PlatformWorkers(64);
        Scheduler session = new Scheduler(new Idle(), plenty, Limits.DEFAULT);
        List<Hanging> hung = new ArrayList<>();
        for (String file : List.of("one", "two", "three")) {
            for (int i = 0; i < 40; i++) {
                hung.add(submit(session, file));
            }
        }
        Hanging fine = submit(session, "fine");
        assertThat(fine.hasBegun(PATIENCE * 1000)).isTrue();
        fine.release();
        hung.forEach(Hanging::release);
        awaitEnd(session);
        plenty.shutdown();
    }
}
