/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.QuirkCatalogue;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.api.user.UserDirectory;

/** For each PID: a bad configuration is refused with PID, key, value and remedy, and the last good one is in force. */
public class ConfigurationIT extends KarafTestCase {

    private static final String USER = "conny";
    private static final String PASSWORD = "only for these tests";

    @Inject
    private ConfigurationAdmin configurations;

    @Inject
    private QuirkPolicy policy;

    @Inject
    private UserDirectory users;

    @Before
    public void addUser() throws Exception {
        users.add(USER, Optional.of(PASSWORD.toCharArray()), Set.of());
        awaitListener();
    }

    @After
    public void remove() throws Exception {
        users.remove(USER);
        for (String pid : List.of("org.sallyport.server", "org.sallyport.users", "org.sallyport.quirks")) {
            delete(configurations.getConfiguration(pid, "?"));
        }
        delete(configurations.getFactoryConfiguration("org.sallyport.quirk", "pax", "?"));
    }

    private void configure(String pid, Map<String, Object> values) throws IOException {
        configurations.getConfiguration(pid, "?").update(new Hashtable<>(values));
    }

    private void rule(Map<String, Object> values) throws IOException {
        configurations
                .getFactoryConfiguration("org.sallyport.quirk", "pax", "?")
                .update(new Hashtable<>(values));
    }

    private void awaitRefusal(String what) throws Exception {
        await(what, () -> log().contains(what));
    }

    private VersionRange versions() {
        return policy.resolve(ClientProfile.UNKNOWN.connected("pax", "127.0.0.1", "default"))
                .get(SftpQuirks.VERSION_RANGE);
    }

    @Test
    public void rules() throws Exception {
        rule(Map.of("version-range", "4-5"));
        await("the rule", () -> versions().equals(new VersionRange(4, 5)));
        rule(Map.of("version-range", "2-9"));
        awaitRefusal("org.sallyport.quirk~pax: version-range = 2-9: one or two of 3 to 6");
        rule(Map.of("version-range", "3", "colour", "red"));
        awaitRefusal("colour = red: no such key");
        assertEquals(new VersionRange(4, 5), versions());
        assertTrue(policy.verdicts().get("pax").isRefused());
        rule(Map.of("version-range", "3-4"));
        await("the next good one", () -> versions().equals(new VersionRange(3, 4)));
    }

    @Test
    public void aMisspeltFileNameIsTold() throws Exception {
        Configuration stray = configurations.getFactoryConfiguration("org.sallyport.listner", "pax", "?");
        stray.update(new Hashtable<>(Map.of("port", "0")));
        awaitRefusal("org.sallyport.listner~pax: no such configuration; valid are org.sallyport.access-NAME.cfg");
        delete(stray);
    }

    /** ConfigAdmin does not tell of the end of what it saw refused by an exception. */
    @Test
    public void aRuleThatWasNeverGoodIsForgottenWithItsConfiguration() throws Exception {
        rule(Map.of("version-range", "7"));
        await("the refusal", () -> policy.verdicts().containsKey("pax"));
        delete(configurations.getFactoryConfiguration("org.sallyport.quirk", "pax", "?"));
        await("its end", () -> !policy.verdicts().containsKey("pax"));
        assertFalse(log().contains("ConfigurationException"));
    }

    private boolean isRule(String name) {
        return policy.rules().stream().anyMatch(rule -> rule.name().equals(name));
    }

    @Test
    public void catalogue() throws Exception {
        Path file = Files.createTempFile("catalogue", ".ini");
        try {
            String rule =
                    "[mine]\ncondition = (banner=Mine*)\nversion-range = 3-6\nevidence = test\ndate = 2026-11-26\n";
            Files.writeString(file, rule);
            configure("org.sallyport.quirks", Map.of("catalogue", file.toString()));
            await("the file's rules", () -> isRule("mine") && !isRule("winscp"));
            Files.writeString(file, rule.replace("3-6", "9"));
            awaitRefusal("version-range = 9: one or two of 3 to 6");
            assertTrue(isRule("mine"));
            Files.writeString(file, rule.replace("[mine]", "[yours]"));
            await("the file as it is now", () -> isRule("yours") && !isRule("mine"));
            configure("org.sallyport.quirks", Map.of("catalogue", file.toString(), "color", "red"));
            awaitRefusal("org.sallyport.quirks: color = red: no such key");
            assertTrue(isRule("yours"));
            delete(configurations.getConfiguration("org.sallyport.quirks", "?"));
            await("the built-in rules", () -> isRule("winscp") && !isRule("yours"));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void aCatalogueOfABundle() throws Exception {
        String rule = "[mine]\ncondition = (banner=Mine*)\nversion-range = 3-6\nevidence = test\ndate = 2026-11-26\n";
        ServiceRegistration<QuirkCatalogue> catalogue =
                bundles.registerService(QuirkCatalogue.class, new Catalogue("mine 1", rule), null);
        await("the bundle's rules", () -> isRule("mine") && !isRule("winscp"));
        ServiceRegistration<QuirkCatalogue> wrong = bundles.registerService(
                QuirkCatalogue.class,
                new Catalogue("mine 2", rule.replace("3-6", "9")),
                new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 1)));
        awaitRefusal("mine 2 is refused: ");
        assertTrue(isRule("mine"));
        wrong.unregister();
        catalogue.unregister();
        await("the built-in rules", () -> isRule("winscp") && !isRule("mine"));
    }

    private record Catalogue(String name, String text) implements QuirkCatalogue {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    public void users() throws Exception {
        configure("org.sallyport.users", Map.of("failure-delay", "10ms"));
        SftpUser.logIn(port(), USER, PASSWORD).close();
        configure("org.sallyport.users", Map.of("min-rsa-bits", "12", "failure-delay", "soon"));
        awaitRefusal("org.sallyport.users: failure-delay = soon: a time such as");
        awaitRefusal("org.sallyport.users: min-rsa-bits = 12: a whole number from 1024 to 16384");
        SftpUser.logIn(port(), USER, PASSWORD).close();
        assertThrows(IOException.class, () -> SftpUser.logIn(port(), USER, "wrong"));
    }

    @Test
    public void server() throws Exception {
        configure("org.sallyport.server", Map.of("transfer-log", "json"));
        await("the other form", () -> {
            SftpUser.logIn(port(), USER, PASSWORD).close();
            return lastTransfer().contains("\"action\":");
        });
        configure("org.sallyport.server", Map.of("transfer-log", "xml"));
        awaitRefusal("org.sallyport.server: transfer-log = xml: one of text, json, off");
        SftpUser.logIn(port(), USER, PASSWORD).close();
        assertContains(lastTransfer(), "\"action\":");
    }

    private static String lastTransfer() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("karaf.data"), "log", "transfer.log"));
        return lines.get(lines.size() - 1);
    }
}
