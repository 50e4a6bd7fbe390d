/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Virtual threads, looked up at run time because the bundle is compiled for Java 17. Used from Java 24 on: before, a thread
 * that blocks inside {@code synchronized}, as Commons VFS does across network calls, keeps its carrier, and a few of those
 * stop every virtual thread of the machine (JEP 491).
 */
final class VirtualWorkers implements Workers {

    private static final int OWN = 128;
    private static final int FIRST_WITHOUT_PINNING = 24;

    private final ThreadFactory factory;

    private VirtualWorkers(ThreadFactory factory) {
        this.factory = factory;
    }

    /** Empty where the Java runtime has none that serve. */
    static Optional<Workers> find() {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return Optional.empty();
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle toFactory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            Object named = name.invoke(ofVirtual.invoke(), "sftp-worker-", 1L);
            return Optional.of(new VirtualWorkers((ThreadFactory) toFactory.invoke(named)));
        } catch (Throwable notThere) {
            throw new IllegalStateException("no virtual threads on Java " + Runtime.version(), notThere);
        }
    }

    @Override
    public int own() {
        return OWN;
    }

    @Override
    public int shared() {
        return 0;
    }

    @Override
    public boolean tryShared(Runnable freed) {
        return false;
    }

    @Override
    public void releaseShared() {
        throw new IllegalStateException("there are no shared ones");
    }

    @Override
    public void execute(Runnable task) {
        factory.newThread(task).start();
    }

    @Override
    public void shutdown() {
        // each thread ends with its task
    }
}
