/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;

class ListenerSettingsTest {

    private static ListenerSettings read(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, String> configuration = new java.util.HashMap<>(values);
        configuration.put("service.pid", "org.sallyport.listener~main");
        return ListenerSettings.read(configuration);
    }

    @Test
    void defaultsAreSafe() throws InvalidConfigurationException {
        ListenerSettings settings = read(Map.of());
        assertThat(settings.name()).isEqualTo("main");
        assertThat(settings.bind().host()).isEqualTo("127.0.0.1");
        assertThat(settings.noDelay()).isTrue();
        assertThat(settings.login()).isEqualTo(Duration.ofMinutes(2));
        for (var offered : java.util.List.of(
                settings.algorithms().kex(),
                settings.algorithms().ciphers(),
                settings.algorithms().macs(),
                settings.algorithms().signatures())) {
            assertThat(offered).isNotEmpty();
            assertThat(offered)
                    .extracting(algorithm -> algorithm.getName().toLowerCase(java.util.Locale.ROOT))
                    .noneMatch(name -> name.contains("sha1")
                            || name.contains("cbc")
                            || name.contains("md5")
                            || name.equals("ssh-rsa")
                            || name.contains("dss"));
        }
        assertThat(settings.algorithms().kex())
                .extracting(kex -> kex.getName())
                .anyMatch(name -> name.startsWith("sntrup761x25519"));
    }

    @Test
    void everyBadValueIsNamedWithWhatWouldBeValid() {
        assertThatThrownBy(() -> read(Map.of(
                        "port", "70000",
                        "host", "localhost",
                        "ident", "Open SSH-9",
                        "ciphers", "aes128-ctr,rot13",
                        "auth-methods", "publickey,telepathy",
                        "proxy-protocol", "both",
                        "allow-addresses", "10.0.0.0/33",
                        "rekey-bytes", "1K",
                        "prot", "1")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.listener~main: port = 70000: a whole number from 0 to 65535")
                .hasMessageContaining("host = localhost: an IP address")
                .hasMessageContaining("ident = Open SSH-9: printable ASCII")
                .hasMessageContaining("ciphers = rot13: out of ")
                .hasMessageContaining("auth-methods = publickey,telepathy")
                .hasMessageContaining("trusted-proxies = (missing)")
                .hasMessageContaining("allow-addresses = 10.0.0.0/33")
                .hasMessageContaining("rekey-bytes = 1024: at least 64K")
                .hasMessageContaining("prot = 1: no such key");
    }

    /** Its defaults would be another port and no restrictions at all, until the rest of the file is there. */
    @Test
    void aFileThatIsStillEmptyIsRefused() throws InvalidConfigurationException {
        String file = "felix.fileinstall.filename";
        assertThatThrownBy(() -> read(Map.of(file, "file:/etc/x.cfg")))
                .hasMessageContaining("port = (missing): at least one key");
        assertThat(read(Map.of(file, "file:/etc/x.cfg", "host", "127.0.0.2"))
                        .bind()
                        .port())
                .isEqualTo(2222);
    }

    @Test
    void noEncryptionIsNotOffered() {
        assertThatThrownBy(() -> read(Map.of("ciphers", "aes128-ctr,none")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageMatching(".*ciphers = none: out of (?!none).*");
    }

    @Test
    void theMetatypeTheReaderAndTheDocumentKnowTheSameKeys() throws Exception {
        TreeSet<String> metatype = new TreeSet<>();
        for (Method method : ListenerConfiguration.class.getDeclaredMethods()) {
            metatype.add(method.getName().replace("$_$", "-"));
        }
        String refusal = "";
        try {
            read(Map.of("no-such-key", "x"));
        } catch (InvalidConfigurationException refused) {
            refusal = refused.getMessage();
        }
        String valid = refusal.substring(refusal.indexOf("valid are ") + "valid are ".length());
        assertThat(new TreeSet<>(Arrays.asList(valid.split(", ")))).isEqualTo(metatype);
        String document = Files.readString(Path.of("../../docs/configuration.md"));
        String section = document.substring(document.indexOf("## Listeners"), document.indexOf("## Mounts"));
        for (String key : metatype) {
            assertThat(section).contains("| `" + key + "` |");
        }
    }
}
