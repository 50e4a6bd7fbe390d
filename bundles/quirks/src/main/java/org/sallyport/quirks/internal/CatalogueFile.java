/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.QuirkCatalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A catalogue in a file, instead of the one that comes with Sallyport. Looked at every few seconds; what is in it is offered to the
 * policy only if it can be read.
 */
@Component(
        service = CatalogueFile.class,
        immediate = true,
        configurationPid = QuirkSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = QuirkSettings.Configuration.class)
public final class CatalogueFile {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueFile.class);
    private static final int RANKING = 1000;
    private static final long SECONDS = 5;

    private record Content(String name, byte[] text) implements QuirkCatalogue {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text);
        }
    }

    private final BundleContext context;
    private final ScheduledExecutorService timer;
    private Optional<Path> file = Optional.empty();
    private Optional<FileTime> last = Optional.empty();
    private String told = "";
    private Optional<ServiceRegistration<QuirkCatalogue>> offered = Optional.empty();

    @Activate
    public CatalogueFile(BundleContext context, Map<String, Object> configuration) {
        this.context = context;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sallyport-catalogue");
            thread.setDaemon(true);
            return thread;
        });
        modified(configuration);
        timer.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Modified
    final synchronized void modified(Map<String, Object> configuration) {
        Optional<Path> next;
        try {
            next = QuirkSettings.read(configuration).catalogue();
        } catch (InvalidConfigurationException refused) {
            LOG.error("configuration refused, the last good one stays: {}", refused.getMessage());
            return;
        }
        if (!next.equals(file)) {
            file = next;
            last = Optional.empty();
        }
        look();
    }

    /** What was offered is taken back; a look that is under way finds nothing to offer any more. */
    @Deactivate
    final synchronized void stop() {
        timer.shutdown();
        file = Optional.empty();
        look();
    }

    private synchronized void look() {
        if (file.isEmpty()) {
            replace(Optional.empty());
            return;
        }
        Path now = file.get();
        try {
            Optional<FileTime> modified = Optional.of(Files.getLastModifiedTime(now));
            if (!modified.equals(last)) {
                last = modified;
                byte[] text = Files.readAllBytes(now);
                Catalogue.read(new ByteArrayInputStream(text));
                replace(Optional.of(new Content(now + " of " + modified.get(), text)));
            }
        } catch (IOException | InvalidConfigurationException refused) {
            String problem = new ConfigurationProblem(
                            QuirkSettings.PID,
                            "catalogue",
                            now.toString(),
                            "a file of rules that can be read: " + refused.getMessage())
                    .toString();
            if (!problem.equals(told)) {
                told = problem;
                LOG.error("catalogue refused, the one before stays: {}", problem);
            }
        }
    }

    private void replace(Optional<QuirkCatalogue> next) {
        Optional<ServiceRegistration<QuirkCatalogue>> before = offered;
        offered = next.map(content -> context.registerService(
                QuirkCatalogue.class, content, new Hashtable<>(Map.of(Constants.SERVICE_RANKING, RANKING))));
        before.ifPresent(ServiceRegistration::unregister);
        told = "";
    }
}
