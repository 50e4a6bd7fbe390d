/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.ConfigurationVerdicts;
import org.sallyport.api.config.Configured;
import org.sallyport.shell.config.ConfigurationFiles.RefusedException;

class ConfigurationFilesTest {

    @TempDir
    private Path etc;

    private final Reader owner = new Reader();

    private ConfigurationFiles files() {
        return new ConfigurationFiles(etc, "org.sallyport.mount", owner, Duration.ofMinutes(1));
    }

    /** Stands in for fileinstall and a component: reads the file whenever somebody asks, and refuses a quota that is no number. */
    private final class Reader implements Configured {

        private final ConfigurationVerdicts verdicts = new ConfigurationVerdicts();
        private Properties seen = new Properties();
        private String uri = "";

        @Override
        public Map<String, ConfigurationVerdict> verdicts() {
            Properties now = new Properties();
            Path file = etc.resolve("org.sallyport.mount-work.cfg");
            if (Files.exists(file)) {
                try (var in = Files.newInputStream(file)) {
                    now.load(in);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
                if (!now.equals(seen)) {
                    judge(now);
                }
            } else {
                verdicts.gone("work");
            }
            seen = now;
            return verdicts.all();
        }

        private void judge(Properties configuration) {
            String quota = configuration.getProperty("quota", "0");
            if (quota.chars().allMatch(Character::isDigit)) {
                uri = configuration.getProperty("uri", "");
                verdicts.accepted("work");
            } else {
                verdicts.refused("work", "org.sallyport.mount~work: quota = " + quota + ": a number");
            }
        }
    }

    private String text() throws IOException {
        return Files.readString(etc.resolve("org.sallyport.mount-work.cfg"));
    }

    @Test
    void writesWhatIsReadBackLiterally() throws Exception {
        Map<String, String> hostile = Map.of(
                "uri", "file:///srv/\u00e9 \\ ${karaf.data} #!=: $[env:X]", "path", "/with blanks ", "empty", "");
        assertThat(files().change("work", hostile, List.of(), () -> "")).isTrue();

        assertThat(files().read("work")).isEqualTo(hostile);
        assertThat(owner.uri).isEqualTo(hostile.get("uri"));
        assertThat(Files.getPosixFilePermissions(files().file("work")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(etc.toFile().list()).containsExactly("org.sallyport.mount-work.cfg");
    }

    @Test
    void keepsCommentsAndOtherKeys() throws Exception {
        Files.writeString(
                etc.resolve("org.sallyport.mount-work.cfg"), "# by ann\nuri = ram:///\n# for bob\nusers = bob\n");
        files().change("work", Map.of("uri", "ram:///x"), List.of("users"), () -> "");

        assertThat(text()).contains("# by ann", "ram:///x").doesNotContain("bob\n");
    }

    @Test
    void whatIsRefusedLeavesTheFileAsItWas() throws Exception {
        files().change("work", Map.of("uri", "ram:///", "quota", "5"), List.of(), () -> "");
        String before = text();

        assertThatThrownBy(() -> files().change("work", Map.of("quota", "plenty"), List.of(), () -> ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("as it was")
                .hasMessageContaining("org.sallyport.mount~work: quota = plenty: a number");
        assertThat(text()).isEqualTo(before);
        assertThat(owner.verdicts().get("work").isRefused()).isFalse();
    }

    @Test
    void whatIsRefusedFromTheStartLeavesNoFile() {
        assertThatThrownBy(() -> files().change("work", Map.of("quota", "plenty"), List.of(), () -> ""))
                .isInstanceOf(RefusedException.class);
        assertThat(etc).isEmptyDirectory();
        assertThat(owner.verdicts()).isEmpty();
    }

    @Test
    void whatIsTakenButCannotWorkIsPutBackToo() throws Exception {
        files().change("work", Map.of("uri", "ram:///"), List.of(), () -> "");

        assertThatThrownBy(() -> files().change(
                                "work",
                                Map.of("uri", "gone:///"),
                                List.of(),
                                () -> owner.uri.equals("gone:///") ? "no provider" : ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no provider");
        assertThat(owner.uri).isEqualTo("ram:///");
    }

    @Test
    void sameValuesAreNoChange() throws Exception {
        files().change("work", Map.of("uri", "ram:///"), List.of(), () -> "");
        assertThat(files().change("work", Map.of("uri", "ram:///"), List.of("users"), () -> "must not be asked"))
                .isFalse();
    }

    @Test
    void saysWhenNobodyReadsTheFile() {
        ConfigurationFiles unread =
                new ConfigurationFiles(etc, "org.sallyport.mount", () -> Map.of(), Duration.ofMillis(100));
        assertThatThrownBy(() -> unread.change("work", Map.of("uri", "ram:///"), List.of(), () -> ""))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("took no effect");
        assertThat(etc).isEmptyDirectory();
    }

    @Test
    void removesAndSaysWhatIsNotThere() throws Exception {
        files().change("work", Map.of("uri", "ram:///"), List.of(), () -> "");
        files().remove("work");
        assertThat(etc).isEmptyDirectory();
        assertThatThrownBy(() -> files().remove("work"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("org.sallyport.mount-work.cfg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "../up", "a/b", "a-b", "a~b", "a b", "\u00e9", "a\nb"})
    void refusesNamesThatCannotBePartOfAFileName(String name) {
        assertThatThrownBy(() -> files().file(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name is");
    }

    @Test
    void readsAssignments() {
        assertThat(ConfigurationFiles.assignments(List.of("a=b=c", "d=", " e = f ")))
                .isEqualTo(Map.of("a", "b=c", "d", "", "e", "f"));
        assertThatThrownBy(() -> ConfigurationFiles.assignments(List.of("nonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key=value");
    }
}
