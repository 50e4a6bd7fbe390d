/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.junit.jupiter.api.Test;
import org.sallyport.api.quirk.AlgorithmNames;

/** The names that rules may use are those that MINA SSHD has. */
class AlgorithmNamesTest {

    private static Set<String> names(Collection<? extends NamedResource> builtIn, String... but) {
        Set<String> names = builtIn.stream().map(NamedResource::getName).collect(Collectors.toSet());
        names.removeAll(List.of(but));
        return names;
    }

    @Test
    void areThoseOfTheLibrary() {
        assertThat(AlgorithmNames.KEX.names()).isEqualTo(names(BuiltinDHFactories.VALUES));
        assertThat(AlgorithmNames.HOST_KEY.names())
                .isEqualTo(names(BuiltinSignatures.VALUES, "ssh-dss-cert-v01@openssh.com"));
        assertThat(AlgorithmNames.CIPHER.names()).isEqualTo(names(BuiltinCiphers.VALUES, "none"));
        assertThat(AlgorithmNames.MAC.names()).isEqualTo(names(BuiltinMacs.VALUES));
    }
}
