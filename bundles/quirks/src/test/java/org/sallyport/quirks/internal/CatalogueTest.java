/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.LinkOrder;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.quirk.VersionRange;

class CatalogueTest {

    private final RulePolicy policy = new RulePolicy();

    private Quirks of(String banner) {
        return policy.resolve(
                ClientProfile.UNKNOWN.connected(banner, "127.0.0.1", "main").initialised(3));
    }

    @ParameterizedTest
    @CsvSource({
        "AsyncSSH_2.10.1, LINK_FIRST",
        "libssh_0.10.6, LINK_FIRST",
        "libssh-0.5, LINK_FIRST",
        "ssh2js1.15.0, LINK_FIRST",
        "phpseclib_3.0 (openssl), LINK_FIRST",
        "SSHJ_0.38.0, LINK_FIRST",
        "russh_0.55.0, LINK_FIRST",
        "WinSCP_release_6.3, LINK_FIRST",
        "libssh2_1.10.0, AUTO",
        "OpenSSH_9.2p1 Debian-2, AUTO",
        "paramiko_2.12.0, AUTO",
        "JSCH_0.2.17, AUTO",
        "Go, AUTO",
        "Cyberduck/8.7, AUTO",
        "APACHE-SSHD-2.17.1, AUTO"
    })
    void knowsWhoSendsTheLinkFirst(String banner, LinkOrder order) {
        assertThat(of(banner).get(SftpQuirks.SYMLINK_ORDER)).isEqualTo(order);
    }

    @Test
    void knowsWhoSendsTheTargetFirstInVersion6() {
        assertThat(of("APACHE-SSHD-2.17.1").get(SftpQuirks.LINK_ORDER)).isEqualTo(LinkOrder.TARGET_FIRST);
        assertThat(of("SSHD-CORE-1.7").get(SftpQuirks.LINK_ORDER)).isEqualTo(LinkOrder.TARGET_FIRST);
        assertThat(of("WinSCP_release_6.3").get(SftpQuirks.LINK_ORDER)).isEqualTo(LinkOrder.AUTO);
    }

    @Test
    void offersVersionsAboveThreeOnlyToThoseKnownToHandleThem() {
        assertThat(of("WinSCP_release_6.3").get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        assertThat(of("AsyncSSH_2.14").get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 6));
        assertThat(of("OpenSSH_9.2p1").get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 3));
        assertThat(of("somebody").get(SftpQuirks.VERSION_RANGE)).isEqualTo(new VersionRange(3, 3));
    }

    @Test
    void hasTheOtherRulesForRealClients() {
        assertThat(of("WinSCP_release_6.3").get(SftpQuirks.SIGNED_TIMES)).isTrue();
        assertThat(of("ssh2js1.3.0").get(SftpQuirks.READDIR_BYTES)).isEqualTo(30 << 10);
        assertThat(of("ssh2js1.15.0").get(SftpQuirks.READDIR_BYTES)).isEqualTo(64 << 10);
        assertThat(of("Twisted").get(TransportQuirks.REKEY)).isFalse();
        assertThat(of("Twisted_22.4.0").get(TransportQuirks.REKEY)).isTrue();
        assertThat(of("J2SSH_Maverick_1.4").get(TransportQuirks.REKEY)).isFalse();
        assertThat(of("WS_FTP-12.9").get(TransportQuirks.CHANNEL_WINDOW)).isEqualTo(2 << 20);
    }

    @Test
    void everyRuleSaysWhy() {
        assertThat(policy.rules())
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.layer()).isEqualTo("built-in");
                    assertThat(rule.evidence()).isNotBlank();
                    assertThat(rule.condition()).isNotBlank();
                })
                .extracting(org.sallyport.api.quirk.QuirkPolicy.Rule::name)
                .doesNotContain("webex-sshfs")
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesARuleWithoutDate() {
        String section = "[x]\nevidence = none\nversion-range = 3\n";

        assertThatThrownBy(() -> Catalogue.read(new ByteArrayInputStream(section.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-read = 32K\n[x]\ndate = 2026-11-26\nevidence = e\nmax-read = 64K\n",
                "[x]\ndate = 2026-11-26\nevidence = e\nmax-read = 64K\nmax-read = 32K\n",
                "[x]\ndate = 2026-11-26\nevidence = e\nmax-read = 64K\n[x]\ndate = 2026-11-26\nevidence = e\nmax-read = 32K\n",
                "[x]\n and more\ndate = 2026-11-26\nevidence = e\nmax-read = 64K\n",
                "[x]\nmax-read\n"
            })
    void refusesWhatWouldBeLost(String text) {
        assertThatThrownBy(() -> Catalogue.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }
}
