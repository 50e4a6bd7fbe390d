/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.ClientProfile;

class ConditionParserTest {

    private static final ClientProfile CLIENT = ClientProfile.UNKNOWN
            .connected("WinSCP_release_6.3.5 (test)", "10.1.2.3", "main")
            .loggedIn("ann", Set.of("partner", "staff"))
            .initialised(6)
            .negotiated(5)
            .recognised("winscp")
            .at("home");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(banner=WinSCP_release_6.3.5 \\(test\\))",
                "(banner=WinSCP_release_6.3.5)",
                "(banner=*6.3.5)",
                "(banner=winscp*)",
                "(banner=*RELEASE_6*)",
                "(banner=W*_*6.3*test*)",
                "(banner=*)",
                "(banner~=winscp*)",
                "(user=ann)",
                "(role=staff)",
                "(role=part*)",
                "(&(user=ann)(role=partner))",
                " ( & (user=ann) (|(user=bob)(listener=main)) ) ",
                "(!(user=bob))",
                "(version=6)",
                "(version>=4)",
                "(version<=6)",
                "(negotiated=5)",
                "(&(negotiated>=4)(negotiated<=5))",
                "(listener=main)",
                "(fingerprint=WinSCP)",
                "(mount=h*e)",
                "(address=10.1.2.3)",
                "(address=10.1.*)",
                "(address=10.0.0.0/8)",
                "(address=10.1.2.2/31)",
                "(address=0.0.0.0/0)"
            })
    void matches(String condition) {
        assertThat(ConditionParser.parse(condition).matches(new KnownFacts(CLIENT)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(banner=WinSCP)",
                "(banner=*WinSCP)",
                "(banner=*6.3)",
                "(banner=W*release*release*)",
                "(user=Ann)",
                "(user=an)",
                "(&(user=ann)(role=admin))",
                "(|(user=bob)(role=admin))",
                "(!(role=staff))",
                "(version>=7)",
                "(version<=5)",
                "(negotiated=6)",
                "(negotiated>=6)",
                "(listener=other)",
                "(fingerprint=sshfs)",
                "(address=10.1.2.4/31)",
                "(address=11.0.0.0/8)",
                "(address=fd00::/8)",
                "(mount=he*ome)"
            })
    void doesNotMatch(String condition) {
        assertThat(ConditionParser.parse(condition).matches(new KnownFacts(CLIENT)))
                .isFalse();
    }

    @Test
    void whatIsNotKnownMatchesNothing() {
        assertThat(ConditionParser.parse("(user=*)").matches(new KnownFacts(ClientProfile.UNKNOWN)))
                .isFalse();
        assertThat(ConditionParser.parse("(version>=0)").matches(new KnownFacts(ClientProfile.UNKNOWN)))
                .isFalse();
    }

    /** However an address is written, it is the same. */
    @ParameterizedTest
    @CsvSource({
        "::1, 0:0:0:0:0:0:0:1",
        "2001:DB8::7, 2001:db8:0:0:0:0:0:7",
        "fe80::1, fe80:0:0:0:0:0:0:1%eth0",
        "::ffff:10.1.2.3, 10.1.2.3",
        "10.1.2.3, 10.1.2.3"
    })
    void findsAnAddress(String written, String client) {
        Condition condition = ConditionParser.parse("(address=" + written + ")");
        assertThat(condition.matches(new KnownFacts(ClientProfile.UNKNOWN.connected("x", client, "main"))))
                .isTrue();
        assertThat(condition.matches(new KnownFacts(ClientProfile.UNKNOWN.connected("x", "10.1.2.4", "main"))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1%eth0, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "192.168.128.0/17, 192.168.200.1, true",
        "192.168.128.0/17, 192.168.100.1, false"
    })
    void readsNetworks(String network, String address, boolean inside) {
        assertThat(Network.parse(network).test(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "banner=x",
                "(banner=x",
                "(banner=x))",
                "(banner)",
                "(banner=)",
                "(&)",
                "(!)",
                "(colour=red)",
                "(version>=four)",
                "(user>=a)",
                "(address=10.0.0.0/33)",
                "(address=example.org/8)",
                "(address=10.0/8)",
                "(banner=a(b)",
                "(address=gateway.example.org)",
                "(address=10.0.0)",
                "(address=10.*/8)",
                "(address=fd00::1/129)",
                "(version=six)"
            })
    void refuses(String condition) {
        assertThatThrownBy(() -> ConditionParser.parse(condition)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesDeepNesting() {
        String bomb = "(!".repeat(5000) + "(user=a)" + ")".repeat(5000);

        assertThatThrownBy(() -> ConditionParser.parse(bomb)).hasMessageContaining("fewer");
    }

    @Test
    void saysWhatCanBeAskedFor() {
        assertThatThrownBy(() -> ConditionParser.parse("(colour=red)"))
                .hasMessageContaining("'colour'")
                .hasMessageContaining("banner, address, listener");
    }
}
