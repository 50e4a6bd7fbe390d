/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.transport.CommandFactory;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemFactory;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** Follows the {@link SubsystemFactory} services, and the {@link CommandFactory}, as they come and go. */
@Component(service = Subsystems.class)
public final class SubsystemRegistry implements Subsystems {

    private final Map<String, SubsystemFactory> factories = new ConcurrentHashMap<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CommandFactory commands;

    @Activate
    public SubsystemRegistry() {
        // factories are bound one by one
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bind(SubsystemFactory factory, Map<String, Object> properties) {
        factories.put(String.valueOf(properties.get(SubsystemFactory.NAME)), factory);
    }

    void unbind(SubsystemFactory factory) {
        factories.values().remove(factory);
    }

    @Override
    public Subsystem run(String command, SubsystemChannel channel, SessionContext session)
            throws SubsystemUnavailableException {
        CommandFactory now = commands;
        if (now == null) {
            throw new SubsystemUnavailableException("no commands are answered");
        }
        return now.open(command, channel, session);
    }

    @Override
    public Subsystem open(String name, SubsystemChannel channel, SessionContext session)
            throws SubsystemUnavailableException {
        SubsystemFactory factory = factories.get(name);
        if (factory == null) {
            throw new SubsystemUnavailableException("no such subsystem is served now");
        }
        return factory.open(channel, session);
    }
}
