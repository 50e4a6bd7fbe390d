/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.security.auth.Subject;
import org.apache.karaf.features.BootFinished;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Assert;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.ProbeBuilder;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;

/** The assembly, unpacked and started by Pax Exam, with the tests in a bundle of its own inside it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class KarafTestCase {

    private static final String KARAF = "4.4.10";
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the log, by a test that fails. */
    private static final int LINES_SHOWN = 60;

    @Inject
    protected BundleContext bundles;

    @Inject
    protected SessionFactory shells;

    /** Tests begin when Karaf has installed and started everything. */
    @Inject
    private BootFinished booted;

    @ProbeBuilder
    public static TestProbeBuilder probe(TestProbeBuilder builder) {
        builder.setHeader("DynamicImport-Package", "*,org.apache.felix.service.*;status=provisional");
        return builder;
    }

    @Configuration
    public static Option[] assembly() {
        List<Option> options = new ArrayList<>();
        options.add(karafDistributionConfiguration()
                .frameworkUrl(
                        Path.of(System.getProperty("assembly.archive")).toUri().toString())
                .karafVersion(KARAF)
                .name("Sallyport")
                .unpackDirectory(Path.of(System.getProperty("pax.folder")).toFile())
                .useDeployFolder(false));
        options.add(systemTimeout(180_000));
        options.add(editConfigurationFilePut("etc/org.sallyport.listener-default.cfg", "port", "0"));
        options.add(editConfigurationFilePut("etc/org.apache.karaf.shell.cfg", "sshPort", "0"));
        for (String property : List.of("grid.script", "tahoe.venv")) {
            options.add(vmOption("-D" + property + "=" + System.getProperty(property)));
        }
        // Pax Exam starts java itself: what bin/karaf would have passed.
        for (String module : List.of(
                "--add-reads=java.xml=java.logging",
                "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + KARAF + ".jar",
                "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + KARAF + ".jar",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                "-classpath",
                "lib/jdk9plus/*:lib/boot/*:lib/endorsed/*",
                "-Xmx512m",
                "-Dfile.encoding=UTF-8")) {
            options.add(vmOption(module));
        }
        return options.toArray(Option[]::new);
    }

    /** What a console command prints to an administrator. */
    protected String console(String command) throws Exception {
        return console(command, "admin");
    }

    /** What a console command prints to somebody with a role. */
    protected String console(String command, String role) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Session session = shells.create(new ByteArrayInputStream(new byte[0]), out, out);
        Subject subject = new Subject(true, Set.of(new RolePrincipal(role)), Set.of(), Set.of());
        try {
            as(subject, () -> session.execute(command));
        } catch (PrivilegedActionException failed) {
            throw failed.getException();
        } finally {
            session.close();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** As Karaf does it; its own helper is not exported, and on JDK 24 and later is woven. */
    private void as(Subject subject, PrivilegedExceptionAction<Object> action) throws Exception {
        if (Runtime.version().feature() < 24) {
            Subject.doAs(subject, action);
        } else {
            Bundle shim = Stream.of(bundles.getBundles())
                    .filter(bundle -> bundle.getSymbolicName().equals("org.sallyport.karaf-jdk24"))
                    .findFirst()
                    .orElseThrow();
            try {
                shim.loadClass("org.sallyport.karaf.jdk24.Subjects")
                        .getMethod("doAs", Subject.class, PrivilegedExceptionAction.class)
                        .invoke(null, subject, action);
            } catch (InvocationTargetException failed) {
                throw failed.getCause() instanceof Exception cause ? cause : failed;
            }
        }
    }

    /** Why a console command fails for an administrator. */
    protected String failure(String command) {
        Exception failure = Assert.assertThrows(command, Exception.class, () -> console(command));
        return String.valueOf(failure.getMessage());
    }

    /** The port of the listener that the assembly brings, or -1. */
    protected int port() {
        return service(ListenerDirectory.class).listeners().stream()
                .filter(listener -> listener.name().equals("default"))
                .mapToInt(ListenerInfo::port)
                .findFirst()
                .orElse(-1);
    }

    protected void awaitListener() throws Exception {
        await("the listener", () -> port() > 0);
    }

    protected static String log() throws IOException {
        return Files.readString(Path.of(System.getProperty("karaf.data"), "log", "karaf.log"));
    }

    private static String endOfLog() throws IOException {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    protected static void assertContains(String text, String... parts) {
        for (String part : parts) {
            Assert.assertTrue("\"" + part + "\" is not in: " + text, text.contains(part));
        }
    }

    /** Waits for something that other threads bring about. */
    protected static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                Assert.fail("within " + SOON.toSeconds() + " s there was not: " + what + "\n" + endOfLog());
            }
            Thread.sleep(20);
        }
    }

    /**
     * Deletes a configuration after all who listen have met its last update: Karaf's file installer, if it is late with that, makes what
     * is deleted anew, as a configuration of no factory (FELIX-6812).
     */
    protected final void delete(org.osgi.service.cm.Configuration configuration) throws Exception {
        // Listeners are told of one change after the other.
        String mark = "mark-" + UUID.randomUUID();
        CountDownLatch met = new CountDownLatch(1);
        ServiceRegistration<ConfigurationListener> listener = bundles.registerService(
                ConfigurationListener.class,
                event -> {
                    if (event.getPid().equals(mark)) {
                        met.countDown();
                    }
                },
                null);
        service(ConfigurationAdmin.class).getConfiguration(mark, "?").update(new Hashtable<>(Map.of("mark", mark)));
        boolean all = met.await(SOON.toSeconds(), TimeUnit.SECONDS);
        listener.unregister();
        service(ConfigurationAdmin.class).getConfiguration(mark, "?").delete();
        Assert.assertTrue("all who listen have met the last change of a configuration", all);
        configuration.delete();
    }

    protected <T> T service(Class<T> type) {
        return bundles.getService(bundles.getServiceReference(type));
    }
}
