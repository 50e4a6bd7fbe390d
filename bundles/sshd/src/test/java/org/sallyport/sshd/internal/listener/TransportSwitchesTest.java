/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkLayer;
import org.sallyport.api.quirk.QuirkRule;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.SessionInfo;

/** Switches of the transport: one client that a rule is for beside one that none is for, at one listener. */
@Timeout(300)
class TransportSwitchesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Map<Quirk<?>, QuirkValue> values = new HashMap<>();
    private final MinaClient special = new MinaClient();
    private final MinaClient other = new MinaClient();

    @AfterEach
    void stop() {
        special.close();
        other.close();
    }

    private void set(Quirk<?> quirk, String value) {
        values.put(quirk, quirk.read(value));
    }

    private TestListener listener(Map<String, String> settings) throws Exception {
        CoreModuleProperties.CLIENT_IDENTIFICATION.set(special.client(), "SPECIAL-1.0");
        QuirkRule rule = new QuirkRule(QuirkLayer.GLOBAL, "special", values, "test");
        return new TestListener(folder, (name, channel, session) -> new Echo(channel), settings, new QuirkRules() {
            @Override
            public List<QuirkRule> matching(ClientProfile client) {
                return client.banner().filter("SPECIAL-1.0"::equals).isPresent() ? List.of(rule) : List.of();
            }

            @Override
            public Object revision() {
                return rule;
            }
        });
    }

    private static String negotiated(ClientSession session, KexProposalOption option) {
        return session.getNegotiatedKexParameter(option);
    }

    @Test
    void algorithmsAreOfferedByClient() throws Exception {
        set(TransportQuirks.CIPHERS, "aes128-ctr");
        set(TransportQuirks.MACS, "hmac-sha2-256");
        set(TransportQuirks.KEX_ALGORITHMS, "diffie-hellman-group14-sha256");
        set(TransportQuirks.HOST_KEY_ALGORITHMS, "rsa-sha2-512");
        try (TestListener listener = listener(Map.of());
                ClientSession old = special.login(listener);
                ClientSession modern = other.login(listener)) {
            assertThat(negotiated(old, KexProposalOption.S2CENC)).isEqualTo("aes128-ctr");
            assertThat(negotiated(old, KexProposalOption.C2SMAC)).isEqualTo("hmac-sha2-256");
            assertThat(negotiated(old, KexProposalOption.ALGORITHMS)).isEqualTo("diffie-hellman-group14-sha256");
            assertThat(negotiated(old, KexProposalOption.SERVERKEYS)).isEqualTo("rsa-sha2-512");
            assertThat(negotiated(modern, KexProposalOption.S2CENC)).isNotEqualTo("aes128-ctr");
            assertThat(negotiated(modern, KexProposalOption.ALGORITHMS)).isNotEqualTo("diffie-hellman-group14-sha256");
            assertThat(negotiated(modern, KexProposalOption.SERVERKEYS)).isNotEqualTo("rsa-sha2-512");
            assertThat(listener.connections().sessions())
                    .filteredOn(session -> !session.quirks().isEmpty())
                    .singleElement()
                    .satisfies(
                            session -> assertThat(session.quirks()).hasSize(4).allSatisfy(setting -> assertThat(
                                            setting.exercised())
                                    .as(setting.quirk())
                                    .isPositive()));
        }
    }

    @Test
    void windowAndPacketsOfAChannelAreByClient() throws Exception {
        set(TransportQuirks.CHANNEL_WINDOW, "128K");
        set(TransportQuirks.CHANNEL_PACKET, "8K");
        try (TestListener listener = listener(Map.of());
                ClientSession small = special.login(listener);
                ClientSession usual = other.login(listener);
                ChannelSubsystem smallChannel = small.createSubsystemChannel("echo");
                ChannelSubsystem usualChannel = usual.createSubsystemChannel("echo")) {
            smallChannel.open().verify(LIMIT);
            usualChannel.open().verify(LIMIT);
            assertThat(smallChannel.getRemoteWindow().getSize()).isEqualTo(128 << 10);
            assertThat(smallChannel.getRemoteWindow().getPacketSize()).isEqualTo(8 << 10);
            assertThat(usualChannel.getRemoteWindow().getSize()).isEqualTo(2 << 20);
            assertThat(usualChannel.getRemoteWindow().getPacketSize()).isEqualTo(32 << 10);
            assertThat(listener.connections().sessions())
                    .flatExtracting(SessionInfo::quirks)
                    .extracting(Quirks.Setting::quirk, Quirks.Setting::exercised)
                    .containsExactlyInAnyOrder(tuple("channel-window", 1L), tuple("channel-packet", 1L));
        }
    }

    @Test
    void aClientThatIsNotServedIsSentAwayAtOnce() throws Exception {
        set(TransportQuirks.REFUSE_CLIENT, "on");
        try (TestListener listener = listener(Map.of())) {
            assertThatThrownBy(() -> special.login(listener)).isInstanceOf(java.io.IOException.class);
            other.login(listener).close();
            assertThat(listener.activities())
                    .anySatisfy(activity -> assertThat(activity.detail()).contains("quirk rule"));
        }
    }

    @Test
    void silenceIsBorneByClient() throws Exception {
        set(TransportQuirks.IDLE_TIMEOUT, "1h");
        try (TestListener listener = listener(Map.of("idle-timeout", "1s"));
                ClientSession patient = special.login(listener);
                ClientSession usual = other.login(listener)) {
            listener.await("the end of the silent one", usual::isClosed);
            assertThat(other.disconnected()).isEqualTo("Idle for too long");
            assertThat(patient.isOpen()).isTrue();
        }
    }

    @Test
    void silenceIsBorneAsTheRulesSayWhenTheNextChannelBegins() throws Exception {
        try (TestListener listener = listener(Map.of());
                ClientSession hasty = special.login(listener);
                ClientSession usual = other.login(listener)) {
            String id = listener.connections().sessions().stream()
                    .filter(session -> session.banner().equals("SPECIAL-1.0"))
                    .findFirst()
                    .orElseThrow()
                    .id();
            listener.connections()
                    .override(id, TransportQuirks.IDLE_TIMEOUT, Optional.of(TransportQuirks.IDLE_TIMEOUT.read("1s")));
            hasty.createSubsystemChannel("echo").open().verify(LIMIT);
            listener.await("the end of the silent one", hasty::isClosed);
            assertThat(special.disconnected()).isEqualTo("Idle for too long");
            assertThat(usual.isOpen()).isTrue();
        }
    }

    @Test
    void newKeysAreByClient() throws Exception {
        set(TransportQuirks.REKEY, "off");
        try (TestListener listener = listener(Map.of("rekey-bytes", "64K"));
                ClientSession never = special.login(listener);
                ClientSession usual = other.login(listener)) {
            exchange(never);
            exchange(usual);
            listener.await("new keys", () -> other.hostKeys().size() > 1);
            assertThat(special.hostKeys()).hasSize(1);
        }
    }

    private static void exchange(ClientSession session) throws Exception {
        byte[] bytes = new byte[300 << 10];
        try (ChannelSubsystem channel = session.createSubsystemChannel("echo")) {
            channel.open().verify(LIMIT);
            Thread sending = new Thread(() -> {
                try {
                    channel.getInvertedIn().write(bytes);
                    channel.getInvertedIn().flush();
                } catch (java.io.IOException ended) {
                    throw new java.io.UncheckedIOException(ended);
                }
            });
            sending.start();
            assertThat(channel.getInvertedOut().readNBytes(bytes.length)).hasSize(bytes.length);
            sending.join();
        }
    }
}
