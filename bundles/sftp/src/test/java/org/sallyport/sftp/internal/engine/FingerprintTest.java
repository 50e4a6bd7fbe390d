/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.sftp.internal.codec.Request;

/** Openings as the programs of Debian 12 send them. */
class FingerprintTest {

    private static final String SYSTEM = "OpenSSH_9.2p1 Debian-2+deb12u3";

    private static Request limits(int id) {
        return new Request.Limits(id);
    }

    private static Request realPath(int id, String path) {
        return new Request.RealPath(id, path, 0, List.of());
    }

    private static Request stat(int id, String path, boolean follow) {
        return new Request.Stat(id, path, follow, Attribute.BASIC);
    }

    static Stream<Arguments> openings() {
        return Stream.of(
                Arguments.of(SYSTEM, 3, List.of(limits(1), realPath(2, ".")), "sftp"),
                Arguments.of(SYSTEM, 3, List.of(realPath(1, ".")), "sftp"),
                Arguments.of(SYSTEM, 3, List.of(limits(1), stat(2, "f", true)), "scp"),
                Arguments.of(SYSTEM, 3, List.of(limits(1), stat(2, "f", false)), "scp"),
                Arguments.of(SYSTEM, 3, List.of(stat(0, ".", true), realPath(1, ".")), "gvfs"),
                Arguments.of(SYSTEM, 3, List.of(stat(0, ".", true), stat(1, "/", false)), "sshfs"),
                Arguments.of(SYSTEM, 3, List.of(stat(0, "/data", false)), "sshfs"),
                Arguments.of(SYSTEM, 3, List.of(new Request.Remove(0, "f")), null),
                Arguments.of(SYSTEM, 6, List.of(), "lftp"),
                Arguments.of("WinSCP_release_6.1", 6, List.of(realPath(1, ".")), null),
                Arguments.of("paramiko_2.12.0", 3, List.of(stat(1, "f", true)), null));
    }

    @ParameterizedTest
    @MethodSource("openings")
    void programsAreToldApart(String banner, int version, List<Request> requests, String program) {
        Fingerprint fingerprint = new Fingerprint(banner);
        Optional<String> found = fingerprint.init(version);
        for (Request request : requests) {
            Optional<String> next = fingerprint.request(request);
            assertThat(found.isPresent() && next.isPresent()).as("decided once").isFalse();
            found = found.or(() -> next);
        }
        assertThat(found).isEqualTo(Optional.ofNullable(program));
    }
}
