/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConfigurationReaderTest {

    @Test
    void readsEachForm() throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(Map.of(
                "service.pid", "org.sallyport.listener~main",
                "host", " 127.0.0.1 ",
                "port", 2222,
                "limits", "a, b,,c",
                "idle", "10m",
                "window", "16M",
                "nodelay", "yes",
                "unit", "milliseconds",
                "extra.one", "1"));
        assertThat(reader.instanceName()).isEqualTo("main");
        assertThat(reader.text("host", "")).isEqualTo("127.0.0.1");
        assertThat(reader.integer("port", 0, 0, 65535)).isEqualTo(2222);
        assertThat(reader.list("limits", List.of())).containsExactly("a", "b", "c");
        assertThat(reader.duration("idle", Duration.ZERO)).isEqualTo(Duration.ofMinutes(10));
        assertThat(reader.size("window", 0)).isEqualTo(16L << 20);
        assertThat(reader.bool("nodelay", false)).isTrue();
        assertThat(reader.choice("unit", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat(reader.group("extra.")).containsExactly(Map.entry("one", "1"));
        reader.finish();
    }

    @Test
    void refusesEverythingAtOnceAndNamesIt() {
        ConfigurationReader reader = new ConfigurationReader(Map.of(
                "service.pid", "org.sallyport.listener~main",
                "port", "70000",
                "idle", "soon",
                "hots", "typo"));
        assertThat(reader.integer("port", 22, 0, 65535)).isEqualTo(22);
        reader.duration("idle", Duration.ZERO);
        reader.text("host", "");
        assertThatThrownBy(reader::finish)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.listener~main: port = 70000: a whole number from 0 to 65535")
                .hasMessageContaining("idle = soon: a time such as")
                .hasMessageContaining("hots = typo: no such key; valid are host, idle, port");
    }

    @Test
    void aSecretUnderAMisspeltKeyIsNotShown() {
        ConfigurationReader reader = new ConfigurationReader(
                Map.of("service.pid", "org.sallyport.listener~main", "host-key-Passphrse", "open sesame"));
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("host-key-Passphrse = (not shown): no such key")
                .hasMessageNotContaining("sesame");
    }

    /** Somebody wrote a URI where it does not belong, or misspelt its key. */
    @Test
    void aSecretInAValueIsNotShown() {
        ConfigurationReader reader = new ConfigurationReader(Map.of(
                "service.pid", "org.sallyport.mount~inbox",
                "url", "sftp://ann:open-sesame@192.0.2.7/srv",
                "rot", "URI:DIR2:opensesame:abcd",
                "port", "ftp://ann:open-sesame@192.0.2.7/"));
        reader.integer("port", 22, 0, 65535);
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("url = sftp://ann:***@192.0.2.7/srv: no such key")
                .hasMessageContaining("rot = (not shown): no such key")
                .hasMessageContaining("port = ftp://ann:***@192.0.2.7/: a whole number")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void aTimeThatNoClockCanCountIsRefused() {
        ConfigurationReader reader = new ConfigurationReader(
                Map.of("service.pid", "org.sallyport.listener~main", "drain", "106752d", "idle", "36500d"));
        assertThat(reader.duration("idle", Duration.ZERO)).isEqualTo(Duration.ofDays(36_500));
        reader.duration("drain", Duration.ZERO);
        assertThatThrownBy(reader::finish)
                .hasMessageEndingWith("drain = 106752d: a time such as 500ms, 10s, 5m, 1h or 2d, up to 36500d");
    }

    @Test
    void sizesAndTimesOverflowIsRefused() {
        assertThatThrownBy(() -> ConfigurationReader.parseSize("99999999999T"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConfigurationReader.parseDuration("9999999999999999d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ConfigurationReader.parseSize("1 GiB")).isEqualTo(1L << 30);
        assertThat(ConfigurationReader.parseDuration("250ms")).isEqualTo(Duration.ofMillis(250));
    }
}
