/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** What is told of how a client uses the protocol, and that it is no more than that. */
class TraitsTest {

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void theOpeningTheExtensionsAndTheWaysToOpenAreTold() {
        harness.start(3);
        harness.ask(requests.realpath(1, "."));
        harness.ask(requests.extended(2, "limits@openssh.com"));
        harness.ask(requests.extended(3, "made-up@example.org"));
        byte[] handle = requests.opened("secret", Requests.WRITE | Requests.CREAT);
        harness.ask(requests.close(4, handle));

        assertThat(harness.subsystem().info().traits())
                .containsExactlyInAnyOrder(
                        "version 3",
                        "opening RealPath Limits UnknownExtension Open",
                        "extension limits@openssh.com",
                        "extension made-up@example.org",
                        "open write+create");
    }

    @Test
    void whatAClientMakesUpIsBounded() {
        harness.start(3);
        for (int i = 0; i < 200; i++) {
            harness.ask(Packet.of(200, i).text("made-up-" + i));
        }
        harness.ask(Packet.of(200, 200).text("x".repeat(1000)));
        harness.ask(Packet.of(200, 201).text("\u001b[31m"));
        assertThat(harness.subsystem().info().traits())
                .hasSizeLessThanOrEqualTo(64)
                .allSatisfy(trait -> assertThat(trait).matches("[ -~]{1,80}"));
    }
}
