/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/**
 * The transport of a server: a selector loop for each core, packets written by the thread that has them. It has threads of
 * its own and needs none from an executor.
 */
public final class NioServiceFactoryFactory implements IoServiceFactoryFactory {

    private final String name;

    /** @param name what the threads are called after */
    public NioServiceFactoryFactory(String name) {
        this.name = name;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new NioServiceFactory(manager, name);
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        // selector loops have threads of their own
    }
}
