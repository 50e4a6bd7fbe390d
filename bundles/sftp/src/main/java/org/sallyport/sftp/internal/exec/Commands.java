/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.filetree.FileTreeFactory;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.transport.CommandFactory;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** Answers the commands that the switch {@code exec} allows a session. */
@Component(service = CommandFactory.class)
public final class Commands implements CommandFactory {

    private static final int MOST_AT_ONCE = 16;

    private final ThreadPoolExecutor threads;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FileTreeFactory trees;

    @Activate
    public Commands(BundleContext bundle) {
        this((FileTreeFactory) null);
        BundleClasses.loadAll(bundle);
    }

    Commands(FileTreeFactory trees) {
        this.trees = trees;
        this.threads = new ThreadPoolExecutor(0, MOST_AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "sallyport-exec");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Commands that are being answered go on. */
    @Deactivate
    void deactivate() {
        threads.shutdown();
    }

    @Override
    public Subsystem open(String command, SubsystemChannel channel, SessionContext session)
            throws SubsystemUnavailableException {
        FileTreeFactory now = trees;
        List<String> words = ShellWords.split(command);
        if (now == null
                || words.isEmpty()
                || !session.quirks().get(TransportQuirks.EXEC).names().contains(words.get(0))) {
            throw new SubsystemUnavailableException("such a command is not answered");
        }
        session.quirks().exercised(TransportQuirks.EXEC);
        Answer answer = Answer.to(words.get(0), words.subList(1, words.size()));
        return new CommandChannel(channel, () -> now.open(session), answer, threads);
    }
}
