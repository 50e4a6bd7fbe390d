/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkLayer;
import org.sallyport.api.quirk.QuirkRule;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.TransportQuirks;

/** Switches of what comes before login: a client that a rule is for, beside one that none is for, at one server. */
@Timeout(120)
class LoginSwitchesTest {

    private static final String SECRET = "correct horse";
    private static final String SPECIAL = "SPECIAL-1.0";

    @TempDir
    Path folder;

    /** What a client was told on its way to being logged in. */
    private record Told(List<String> banners, List<String> extensions) {}

    private LoginServer server(Quirk<?> quirk, String value) throws IOException {
        QuirkRule rule = new QuirkRule(QuirkLayer.GLOBAL, "special", Map.of(quirk, quirk.read(value)), "test");
        LoginServer server = LoginServer.in(folder)
                .banner("Authorised users only")
                .rules(new QuirkRules() {
                    @Override
                    public List<QuirkRule> matching(ClientProfile client) {
                        return client.banner().filter(SPECIAL::equals).isPresent() ? List.of(rule) : List.of();
                    }

                    @Override
                    public Object revision() {
                        return rule;
                    }
                })
                .start();
        server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of());
        return server;
    }

    private static Told login(LoginServer server, String identification) throws IOException {
        Told told = new Told(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        try (SshClient client = SshClient.setUpDefaultClient()) {
            CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, identification);
            client.setServerKeyVerifier((session, address, key) -> true);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setUserAuthFactoriesNames("password");
            client.setUserInteraction(new Banners(told.banners()));
            client.setKexExtensionHandler(new DefaultClientKexExtensionHandler() {
                @Override
                public boolean handleKexExtensionRequest(
                        Session session, int index, int count, String name, byte[] data) throws IOException {
                    told.extensions().add(name);
                    return super.handleKexExtensionRequest(session, index, count, name, data);
                }
            });
            client.start();
            try (ClientSession session = client.connect("alice", "127.0.0.1", server.port())
                    .verify(Duration.ofSeconds(20))
                    .getSession()) {
                session.addPasswordIdentity(SECRET);
                session.auth().verify(Duration.ofSeconds(20));
            }
        }
        return told;
    }

    /** Notes what is shown before login. */
    private record Banners(List<String> shown) implements UserInteraction {

        @Override
        public void welcome(ClientSession session, String banner, String language) {
            shown.add(banner.strip());
        }

        @Override
        public String[] interactive(
                ClientSession session, String name, String instruction, String lang, String[] prompt, boolean[] echo) {
            return new String[0];
        }

        @Override
        public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
            return null;
        }
    }

    @Test
    void theBannerIsKeptFromThoseWhoStumbleOverIt() throws IOException {
        try (LoginServer server = server(TransportQuirks.LOGIN_BANNER, "off")) {
            assertThat(login(server, SPECIAL).banners()).isEmpty();
            assertThat(login(server, "OTHER-1.0").banners()).containsExactly("Authorised users only");
        }
    }

    @Test
    void extensionsAreKeptFromThoseWhoStumbleOverThem() throws IOException {
        try (LoginServer server = server(TransportQuirks.EXT_INFO, "off")) {
            assertThat(login(server, SPECIAL).extensions()).isEmpty();
            assertThat(login(server, "OTHER-1.0").extensions()).contains("server-sig-algs");
        }
    }
}
