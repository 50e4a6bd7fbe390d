/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(banner=WinSCP*); (banner=*6.3*)",
                "(banner=a*b*c); (banner=*bb*)",
                "(user=ann); (role=staff)",
                "(role=a); (role=b)",
                "(address=10.0.0.0/8); (address=10.1.0.0/16)",
                "(address=10.0.0.0/8); (&(address=10.0.0.0/8)(!(address=10.0.0.0/9)))",
                "(address=10.0.0.0/8); (address=10.*)",
                "(version>=4); (version<=5)",
                "(version=6); (negotiated=3)",
                "(!(user=ann)); (!(user=bob))",
                "(|(user=ann)(user=bob)); (user=b*)",
                "(banner=OpenSSH_9.2p1); (banner=*Debian*)",
                "(banner=WinSCP*); (banner=winscp*)",
                "(address=::1); (address=0:0:0:0:0:0:0:1)",
                "(address=fd00::/8); (address=fd00::7)",
                "(version=6); (version= 6)"
            })
    void canHoldForOneClient(String one, String other) {
        assertThat(Overlap.example(ConditionParser.parse(one), ConditionParser.parse(other)))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(banner=WinSCP*); (banner=OpenSSH*)",
                "(banner=WinSCP*); (!(banner=W*))",
                "(user=ann); (user=bob)",
                "(user=ann); (&(user=a*)(!(user=ann)))",
                "(role=a); (&(role=b)(!(role=a)))",
                "(address=10.0.0.0/9); (address=10.128.0.0/9)",
                "(address=10.0.0.0/8); (address=fd00::/8)",
                "(address=10.0.0.0/8); (&(address=10.0.0.0/8)(!(address=10.0.0.0/9))(!(address=10.128.0.0/9)))",
                "(version>=4); (version=3)",
                "(negotiated>=4); (negotiated=3)",
                "(fingerprint=sshfs); (fingerprint=gvfs)",
                "(address=::1); (address=::2)",
                "(address=10.0.0.0/8); (address=11.0.0.1)"
            })
    void cannotHoldForOneClient(String one, String other) {
        assertThat(Overlap.example(ConditionParser.parse(one), ConditionParser.parse(other)))
                .isEmpty();
        assertThat(Overlap.example(ConditionParser.parse(other), ConditionParser.parse(one)))
                .isEmpty();
    }

    /** Such a client would have to be looked for among more texts than there is time for. */
    @Test
    void whatCannotBeDecidedCountsAsPossible() {
        StringBuilder many = new StringBuilder("(&");
        for (char letter = 'a'; letter <= 'z'; letter++) {
            many.append("(banner=*").append(letter).append("*)");
        }
        assertThat(Overlap.example(ConditionParser.parse(many + ")"), ConditionParser.parse("(user=ann)")))
                .isPresent();
    }

    @Test
    void makesUpAClient() {
        assertThat(Overlap.example(
                        ConditionParser.parse("(&(banner=WinSCP_*)(version>=5))"),
                        ConditionParser.parse("(address=192.168.7.0/24)")))
                .hasValueSatisfying(client -> assertThat(client)
                        .contains("banner=winscp_")
                        .contains("address=192.168.7.0")
                        .contains("version=5"));
    }

    @Test
    void aConditionThatCouldHoldInTooManyWaysIsRefused() {
        String part = "(|(user=a)(user=b)(role=c))";

        assertThatThrownBy(() -> ConditionParser.parse("(&" + part.repeat(40) + ")"))
                .hasMessageContaining("several rules");
    }
}
