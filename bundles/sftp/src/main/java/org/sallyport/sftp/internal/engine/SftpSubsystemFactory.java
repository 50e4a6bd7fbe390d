/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

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
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemFactory;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sftp.internal.engine.schedule.Limits;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/** Serves the subsystem {@code sftp}. Sessions hold nothing of this component, so that they outlive it. */
@Component(service = SubsystemFactory.class, property = SubsystemFactory.NAME + "=sftp")
public final class SftpSubsystemFactory implements SubsystemFactory {

    private final Generation generation = new Generation(Workers.forThisRuntime());

    /** Dynamic, so that an update of the file tree neither ends the sessions nor takes the service away. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile FileTreeFactory trees;

    @Activate
    public SftpSubsystemFactory(BundleContext bundle) {
        BundleClasses.loadAll(bundle);
    }

    @Deactivate
    void deactivate() {
        generation.retire();
    }

    @Override
    public Subsystem open(SubsystemChannel channel, SessionContext session) throws SubsystemUnavailableException {
        FileTreeFactory factory = trees;
        if (factory == null) {
            throw new SubsystemUnavailableException("There are no files to serve: no file tree is in service");
        }
        return new SftpSubsystem(channel, session, generation, factory::open, Limits.DEFAULT);
    }
}
