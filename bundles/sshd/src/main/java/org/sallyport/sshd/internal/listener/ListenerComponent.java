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
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.journal.UploadJournal;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.QuirkRules;
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
 * one in force; a port that is taken is tried again. The mount table and the upload journal are waited for, so that no client is
 * served before there is something to serve, and what is pending is known.
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

    private final String name;
    private final Runnable keysChanged = this::keyMade;
    /** Both null until the first good configuration. */
    private ListenerSettings settings;

    private SshListener listener;
    private Future<?> nextTry = CompletableFuture.completedFuture(null);
    private String problem = "";
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
            Map<String, Object> configuration) {
        this.listeners = listeners;
        this.connections = connections;
        this.subsystems = subsystems;
        this.activities = activities;
        this.defaultKeys = defaultKeys;
        this.authentication = authentication;
        LOG.debug("mounts are told by {}", mounts);
        BundleClasses.loadAll(bundle);
        name = new ConfigurationReader(configuration).instanceName();
        timer = timer();
        modified(configuration);
        defaultKeys.watch(keysChanged);
    }

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindJournal(UploadJournal journal) {
        LOG.debug("the upload journal is there {}", journal.problem());
    }

    void unbindJournal(UploadJournal journal) {
        LOG.debug("the upload journal has gone {}", journal.problem());
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
        return new SshListener(connections, subsystems, activities, this::rules);
    }

    private QuirkRules rules() {
        QuirkPolicy now = policy;
        return now == null ? QuirkRules.NONE : now;
    }

    @Modified
    final synchronized void modified(Map<String, Object> configuration) {
        try {
            take(ListenerSettings.read(configuration));
            listeners.accepted(name, this::info);
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one, if any, stays: {}", refused.getMessage());
            listeners.refused(name, refused.getMessage());
        }
    }

    private void take(ListenerSettings next) throws InvalidConfigurationException {
        if (settings == null) {
            settings = next;
            listener = newListener();
            open();
        } else if (next.bind().equals(settings.bind()) && problem.isEmpty()) {
            apply(listener, next);
            settings = next;
            LOG.info("listener {} goes on with its new settings for new connections", name);
        } else {
            move(next);
        }
    }

    private void apply(SshListener to, ListenerSettings next) throws InvalidConfigurationException {
        try {
            to.apply(next, authentication, defaultKeys);
        } catch (IOException failed) {
            throw refusal(keyProblem(next, failed));
        }
    }

    private synchronized void keyMade() {
        if (stopped
                || settings == null
                || !problem.isEmpty()
                || !settings.hostKeys().isEmpty()) {
            return;
        }
        try {
            apply(listener, settings);
            LOG.info("listener {} shows its new host keys to new connections", name);
        } catch (InvalidConfigurationException refused) {
            LOG.error("the host keys before stay: {}", refused.getMessage());
        }
    }

    /** To another address; where the new one cannot be had, the old one is served on. */
    private void move(ListenerSettings next) throws InvalidConfigurationException {
        SshListener fresh = newListener();
        apply(fresh, next);
        boolean samePort = next.bind().port() == settings.bind().port();
        try {
            if (samePort) {
                listener.retire(timer, settings.drain());
            }
            fresh.bind();
        } catch (IOException failed) {
            if (samePort) {
                listener = newListener();
                open();
            }
            throw refusal(bindProblem(next, failed));
        }
        if (!samePort) {
            listener.retire(timer, settings.drain());
        }
        settings = next;
        listener = fresh;
        problem = "";
        LOG.info("listener {} serves {}:{}", name, settings.bind().host(), listener.port());
    }

    private static InvalidConfigurationException refusal(ConfigurationProblem problem) {
        return new InvalidConfigurationException(List.of(problem));
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
        LOG.info("listener {} serves {}:{}", name, settings.bind().host(), listener.port());
    }

    private void tryAgain(ConfigurationProblem why) {
        if (!problem.equals(why.toString())) {
            LOG.error("not served, tried again every {} s: {}", RETRY.toSeconds(), why);
        }
        problem = why.toString();
        nextTry.cancel(false);
        nextTry = timer.schedule(this::retry, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void retry() {
        if (!stopped && !problem.isEmpty()) {
            listener = newListener();
            open();
        }
    }

    private synchronized ListenerInfo info() {
        if (!problem.isEmpty()) {
            return new ListenerInfo(name, settings.bind().host(), -1, 0, List.of(), problem, settings.shown());
        }
        return listener.info(problem);
    }

    @Deactivate
    synchronized void deactivate() {
        stopped = true;
        listeners.remove(name);
        defaultKeys.unwatch(keysChanged);
        if (listener != null) {
            // The timer's thread ends by itself once the last connection has gone.
            listener.retire(timer, settings.drain());
            LOG.info("listener {} has given its port free; its connections may go on", name);
        }
    }
}
