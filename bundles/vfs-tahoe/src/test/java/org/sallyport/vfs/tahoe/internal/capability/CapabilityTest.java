/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {

    private static final String KEY = "a".repeat(26);
    private static final String HASH = "b".repeat(51) + "a";

    @Test
    void immutableFilesTellTheirSize() {
        Capability file = Capability.parse("URI:CHK:" + KEY + ":" + HASH + ":3:10:12345");

        assertThat(file.kind()).isEqualTo(CapabilityKind.CHK);
        assertThat(file.size()).hasValue(12345);
        assertThat(file.readOnly()).isSameAs(file);
        assertThat(file.identity()).matches("[a-z2-7]{26}");
    }

    @Test
    void literalFilesHaveTheirContent() {
        assertThat(Capability.parse("URI:LIT:").literalContent())
                .hasValueSatisfying(content -> assertThat(content).isEmpty());
        assertThat(Capability.parse("URI:LIT:nbswy3dp").literalContent())
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("hello"));
        assertThat(Capability.parse("URI:LIT:nbswy3dp").size()).hasValue(5);
    }

    @Test
    void allFormsOfOneObjectHaveOneIdentity() {
        for (String kind : new String[] {"SSK", "MDMF", "DIR2", "DIR2-MDMF"}) {
            Capability write = Capability.parse("URI:" + kind + ":" + KEY + ":" + HASH);
            Capability read = write.readOnly();

            assertThat(write.kind().isWritable()).isTrue();
            assertThat(read.text()).startsWith("URI:" + kind + "-RO:").endsWith(HASH);
            assertThat(read.kind().isWritable()).isFalse();
            assertThat(read.identity()).isEqualTo(write.identity());
            assertThat(read.readOnly()).isSameAs(read);
        }
    }

    @Test
    void prefixesThatFitAreDropped() {
        String file = "URI:CHK:" + KEY + ":" + HASH + ":1:1:5";

        assertThat(Capability.parse("imm." + file).text()).isEqualTo(file);
        assertThat(Capability.parse("ro." + file).text()).isEqualTo(file);
        assertThat(Capability.parse("ro.URI:DIR2:" + KEY + ":" + HASH).kind()).isEqualTo(CapabilityKind.UNKNOWN);
        assertThat(Capability.parse("imm.URI:SSK-RO:" + KEY + ":" + HASH).kind())
                .isEqualTo(CapabilityKind.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "URI:",
                "URI:FUTURE:x",
                "URI:CHK-Verifier:x",
                "URI:LIT:a",
                "URI:LIT:NBSWY3DP",
                "URI:CHK:short:x:1:1:1",
                " URI:LIT:nbswy3dp"
            })
    void whatIsNotUnderstoodIsCarriedAsItIs(String text) {
        Capability unknown = Capability.parse(text);

        assertThat(unknown.kind()).isEqualTo(CapabilityKind.UNKNOWN);
        assertThat(unknown.text()).isEqualTo(text);
    }

    @Test
    void theTextIsNotPrinted() {
        assertThat(Capability.parse("URI:DIR2:" + KEY + ":" + HASH).toString())
                .doesNotContain(KEY)
                .doesNotContain("URI");
    }
}
