/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.Command;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What is installed hangs together: bundles, components, packages, commands. */
public class WiringIT extends KarafTestCase {

    private static final String PACKAGE = "osgi.wiring.package";

    @Inject
    private ServiceComponentRuntime components;

    private List<Bundle> own() {
        return Arrays.stream(bundles.getBundles())
                .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith("org.sallyport."))
                .toList();
    }

    @Test
    public void everyBundleRunsAndEveryComponentHasWhatItNeeds() {
        Set<String> names = new HashSet<>();
        for (Bundle bundle : own()) {
            names.add(bundle.getSymbolicName());
            assertEquals(bundle.getSymbolicName(), Bundle.ACTIVE, bundle.getState());
        }
        assertTrue(
                names.toString(),
                names.containsAll(List.of(
                        "org.sallyport.api",
                        "org.sallyport.sshd",
                        "org.sallyport.sftp",
                        "org.sallyport.journal",
                        "org.sallyport.vfs-tahoe",
                        "org.sallyport.filetree",
                        "org.sallyport.vfs",
                        "org.sallyport.metadata",
                        "org.sallyport.quirks",
                        "org.sallyport.shell",
                        "org.sallyport.karaf-jdk24")));
        List<String> waiting = new ArrayList<>();
        int configured = 0;
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(own().toArray(Bundle[]::new))) {
            for (ComponentConfigurationDTO configuration : components.getComponentConfigurationDTOs(component)) {
                configured++;
                if ((configuration.state & (ComponentConfigurationDTO.ACTIVE | ComponentConfigurationDTO.SATISFIED))
                        == 0) {
                    waiting.add(component.name + ": " + Arrays.toString(configuration.unsatisfiedReferences));
                }
            }
        }
        assertEquals(List.of(), waiting);
        assertTrue("components: " + configured, configured >= 10);
    }

    @Test
    public void bundlesUseNoneOfEachOthersPackagesButThoseOfApi() {
        List<String> crossing = new ArrayList<>();
        for (Bundle bundle : own()) {
            for (BundleWire wire : bundle.adapt(BundleWiring.class).getRequiredWires(PACKAGE)) {
                String provider = wire.getProvider().getSymbolicName();
                if (provider.startsWith("org.sallyport.") && !provider.equals("org.sallyport.api")) {
                    crossing.add(bundle.getSymbolicName() + " -> "
                            + wire.getCapability().getAttributes().get(PACKAGE));
                }
            }
        }
        assertEquals(List.of(), crossing);
    }

    @Test
    public void exportedPackagesHaveVersions() {
        int exported = 0;
        for (Bundle bundle : own()) {
            for (var capability : bundle.adapt(BundleWiring.class).getCapabilities(PACKAGE)) {
                exported++;
                assertFalse(
                        capability.toString(),
                        Version.emptyVersion.equals(capability.getAttributes().get("version")));
            }
        }
        assertTrue("packages: " + exported, exported >= 10);
    }

    @Test
    public void theServerIsFoundByTheConsole() throws Exception {
        String status = console("sftp:status");
        assertTrue(status, status.contains("127.0.0.1"));
        List<String> commands = shells.getRegistry().getCommands().stream()
                .filter(command -> command.getScope().equals("sftp"))
                .map(Command::getName)
                .toList();
        assertTrue(
                commands.toString(),
                commands.containsAll(List.of(
                        "status",
                        "listener-list",
                        "session-list",
                        "session-show",
                        "session-kill",
                        "user-list",
                        "user-add",
                        "key-add",
                        "mount-list",
                        "mount-add",
                        "mount-swap",
                        "provider-list",
                        "grid-status",
                        "grid-check",
                        "quirk-list",
                        "quirk-explain",
                        "hostkey-list",
                        "hostkey-generate")));
        for (String command : commands) {
            String help = console("sftp:" + command + " --help");
            assertTrue(command + ": " + help, help.contains("DESCRIPTION"));
        }
    }
}
