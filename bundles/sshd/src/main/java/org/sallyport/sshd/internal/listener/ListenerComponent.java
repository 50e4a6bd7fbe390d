/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.sshd.internal.auth.Authentication;
import org.sallyport.sshd.internal.hostkey.DefaultHostKeys;
import org.sallyport.sshd.internal.session.Activities;
import org.sallyport.sshd.internal.session.Connections;
import org.sallyport.sshd.internal.transport.Subsystems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener as configuration {@code org.sallyport.listener-NAME.cfg} says. A configuration that is refused leaves the last good
 * one in force; a port that is taken is tried again. The mount table is waited for, so that no client is served before there is
 * something to serve.
 */
@Component(
        service = ListenerComponent.class,
        immediate = true,
        configurationPid = ListenerComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerConfiguration.class, factory = true)
public final class ListenerComponent {

    static final String PID = "org.sallyport.listener";

    private static final Logger LOG = LoggerFactory.getLogger(ListenerComponent.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Listeners listeners;
    private final Connections connections;
    private final Subsystems subsystems;
    private final Activities activities;
    private final DefaultHostKeys defaultKeys;
    private final Authentication authentication;
    private final ScheduledExecutorService timer;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile QuirkPolicy policy;

    private final Runnable keysChanged = this::keyMade;
    private ListenerSettings settings;
    private SshListener listener;
    private String problem = "";
    private Future<?> retry = CompletableFuture.completedFuture(null);
    private boolean stopped;

    @Activate
    public ListenerComponent(
            @Reference Listeners listeners,
            @Reference Connections connections,
            @Reference Subsystems subsystems,
            @Reference Activities activities,
            @Reference DefaultHostKeys defaultKeys,
            @Reference Authentication authentication,
            @Reference MountTable mounts,
            BundleContext bundle,
            Map<String, Object> configuration)
            throws InvalidConfigurationException {
        this.listeners = listeners;
        this.connections = connections;
        this.subsystems = subsystems;
        this.activities = activities;
        this.defaultKeys = defaultKeys;
        this.authentication = authentication;
        LOG.debug("{} mounts are there", mounts.mounts().size());
        BundleClasses.loadAll(bundle);
        timer = timer();
        try {
            settings = ListenerSettings.read(configuration);
        } catch (InvalidConfigurationException refused) {
            timer.shutdownNow();
            LOG.error("configuration refused: {}", refused.getMessage());
            throw refused;
        }
        listener = newListener();
        listeners.add(this, this::info);
        open();
        defaultKeys.watch(keysChanged);
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sallyport-listener");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(5, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    private SshListener newListener() {
        return new SshListener(connections, subsystems, activities, this::resolve);
    }

    private Quirks resolve(ClientProfile client) {
        QuirkPolicy now = policy;
        return now == null ? Quirks.NEUTRAL : now.resolve(client);
    }

    @Modified
    synchronized void modified(Map<String, Object> configuration) {
        ListenerSettings next;
        try {
            next = ListenerSettings.read(configuration);
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
            return;
        }
        if (next.bind().equals(settings.bind()) && problem.isEmpty()) {
            take(next);
        } else {
            move(next);
        }
    }

    private void take(ListenerSettings next) {
        try {
            listener.apply(next, authentication, defaultKeys);
            settings = next;
            LOG.info("listener {} goes on with its new settings for new connections", next.name());
        } catch (IOException refused) {
            LOG.error("configuration refused, the last good one stays: {}", keyProblem(next, refused));
        }
    }

    private synchronized void keyMade() {
        if (!stopped && problem.isEmpty() && settings.hostKeys().isEmpty()) {
            take(settings);
        }
    }

    /** To another address; where the new one cannot be had, the old one is served on. */
    private void move(ListenerSettings next) {
        SshListener fresh = newListener();
        try {
            fresh.apply(next, authentication, defaultKeys);
        } catch (IOException refused) {
            LOG.error("configuration refused, the last good one stays: {}", keyProblem(next, refused));
            return;
        }
        boolean samePort = next.bind().port() == settings.bind().port();
        try {
            if (samePort) {
                listener.retire(timer, settings.drain());
            }
            fresh.bind();
        } catch (IOException failed) {
            LOG.error("configuration refused, the last good one stays: {}", bindProblem(next, failed));
            if (samePort) {
                listener = newListener();
                open();
            }
            return;
        }
        if (!samePort) {
            listener.retire(timer, settings.drain());
        }
        settings = next;
        listener = fresh;
        problem = "";
        LOG.info("listener {} serves {}:{}", settings.name(), settings.bind().host(), listener.port());
    }

    private static ConfigurationProblem keyProblem(ListenerSettings settings, IOException failed) {
        String value = settings.hostKeys().isEmpty()
                ? "(default)"
                : settings.hostKeys().stream().map(Path::toString).collect(Collectors.joining(","));
        return new ConfigurationProblem(PID + "~" + settings.name(), "host-keys", value, spell(failed));
    }

    private static ConfigurationProblem bindProblem(ListenerSettings settings, IOException failed) {
        ListenerSettings.Bind bind = settings.bind();
        return new ConfigurationProblem(
                PID + "~" + settings.name(),
                "host, port",
                bind.host() + ", " + bind.port(),
                "an address of this machine and a port that no other listener or program has: " + spell(failed));
    }

    /** Exceptions of files have the bare name for a message. */
    private static String spell(IOException failed) {
        return failed instanceof NoSuchFileException ? "no such file: " + failed.getMessage() : failed.getMessage();
    }

    private synchronized void open() {
        if (stopped) {
            return;
        }
        try {
            listener.apply(settings, authentication, defaultKeys);
        } catch (IOException failed) {
            tryAgain(keyProblem(settings, failed));
            return;
        }
        try {
            listener.bind();
        } catch (IOException failed) {
            tryAgain(bindProblem(settings, failed));
            return;
        }
        problem = "";
        LOG.info("listener {} serves {}:{}", settings.name(), settings.bind().host(), listener.port());
    }

    private void tryAgain(ConfigurationProblem why) {
        if (!problem.equals(why.toString())) {
            LOG.error("not served, tried again every {} s: {}", RETRY.toSeconds(), why);
        }
        problem = why.toString();
        retry.cancel(false);
        retry = timer.schedule(this::retry, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void retry() {
        if (!stopped && !problem.isEmpty()) {
            listener = newListener();
            open();
        }
    }

    private synchronized ListenerInfo info() {
        if (!problem.isEmpty()) {
            return new ListenerInfo(
                    settings.name(), settings.bind().host(), -1, 0, List.of(), problem, settings.shown());
        }
        return listener.info(problem);
    }

    @Deactivate
    synchronized void deactivate() {
        stopped = true;
        listeners.remove(this);
        defaultKeys.unwatch(keysChanged);
        // The timer's thread ends by itself once the last connection has gone.
        listener.retire(timer, settings.drain());
        LOG.info("listener {} has given its port free; its connections may go on", settings.name());
    }
}
