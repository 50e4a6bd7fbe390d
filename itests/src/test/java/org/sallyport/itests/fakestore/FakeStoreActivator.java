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

/** Puts the fake store into service, and says in the file {@code status} of its folder how many uploads wait. */
public final class FakeStoreActivator implements BundleActivator {

    private static final String QUEUE = "org.sallyport.api.journal.UploadQueue";

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
        ServiceReference<?> reference = context.getServiceReference(QUEUE);
        Object queue = reference == null ? null : context.getService(reference);
        if (queue == null) {
            return;
        }
        try {
            Object status = ask(queue, "status");
            String text = System.nanoTime() + " " + ask(status, "pending") + " " + ask(status, "parked") + " "
                    + ask(status, "writing") + " " + ask(status, "spoolBytes") + " " + ask(queue, "uploads");
            Files.createDirectories(control);
            Path next = Files.writeString(control.resolve("status.next"), text);
            Files.move(next, control.resolve("status"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | ReflectiveOperationException later) {
            System.err.println(later);
        }
    }

    /** By reflection, since these tests know what users see and not what the bundles of the server share. */
    private static Object ask(Object service, String question) throws ReflectiveOperationException {
        return service.getClass().getMethod(question).invoke(service);
    }

    @Override
    public void stop(BundleContext context) {
        timer.shutdownNow();
    }
}
