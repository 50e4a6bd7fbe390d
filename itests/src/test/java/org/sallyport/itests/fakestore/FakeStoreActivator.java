/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.fakestore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Hashtable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.provider.FileProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.UploadQueue;

/** Puts the fake store into service, and says in the file {@code status} of its folder how many uploads wait. */
public final class FakeStoreActivator implements BundleActivator {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @Override
    public void start(BundleContext context) {
        Path control = Path.of(context.getProperty("karaf.data"), "fake-store");
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("vfs.scheme", "fake");
        context.registerService(
                FileProvider.class,
                new PrototypeServiceFactory<FileProvider>() {

                    @Override
                    public FileProvider getService(Bundle bundle, ServiceRegistration<FileProvider> registration) {
                        return new FakeStoreProvider(control);
                    }

                    @Override
                    public void ungetService(
                            Bundle bundle, ServiceRegistration<FileProvider> registration, FileProvider service) {
                        // it holds nothing
                    }
                },
                properties);
        timer.scheduleWithFixedDelay(() -> report(context, control), 0, 50, TimeUnit.MILLISECONDS);
    }

    private static void report(BundleContext context, Path control) {
        ServiceReference<UploadQueue> reference = context.getServiceReference(UploadQueue.class);
        UploadQueue queue = reference == null ? null : context.getService(reference);
        if (queue == null) {
            return;
        }
        JournalStatus status = queue.status();
        try {
            Files.createDirectories(control);
            Path next = Files.writeString(
                    control.resolve("status.next"),
                    System.nanoTime() + " " + status.pending() + " " + status.parked() + " " + status.writing() + " "
                            + queue.uploads());
            Files.move(next, control.resolve("status"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException later) {
            System.err.println(later);
        }
    }

    @Override
    public void stop(BundleContext context) {
        timer.shutdownNow();
    }
}
