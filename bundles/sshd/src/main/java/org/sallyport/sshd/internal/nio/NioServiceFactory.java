/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/** The loops of one server; they end when it is closed. */
final class NioServiceFactory extends AbstractCloseable implements IoServiceFactory {

    private final FactoryManager manager;
    private final SelectorLoops loops;
    private volatile IoServiceEventListener events;

    NioServiceFactory(FactoryManager manager, String name) {
        this.manager = manager;
        this.loops = new SelectorLoops(name, Runtime.getRuntime().availableProcessors());
        this.events = manager.getIoServiceEventListener();
    }

    @Override
    public IoAcceptor createAcceptor(IoHandler handler) {
        NioAcceptor acceptor = new NioAcceptor(manager, handler, loops);
        acceptor.setIoServiceEventListener(events);
        return acceptor;
    }

    @Override
    public IoConnector createConnector(IoHandler handler) {
        throw new UnsupportedOperationException("a server connects to nobody");
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return events;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {
        events = listener;
    }

    @Override
    protected void doCloseImmediately() {
        loops.close();
        super.doCloseImmediately();
    }
}
