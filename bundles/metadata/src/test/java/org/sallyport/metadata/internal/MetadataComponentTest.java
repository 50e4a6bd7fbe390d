/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.metadata.internal.sidecar.MvSidecar;
import org.sallyport.metadata.internal.sidecar.Sidecar;

class MetadataComponentTest {

    @TempDir
    private Path data;

    @Test
    void theSidecarIsBelowTheDataFolderAndCanBeSwitchedOffAndMoved() {
        MetadataComponent component = new MetadataComponent(Map.of(), data);
        try {
            assertThat(data.resolve("sallyport/metadata/attributes.mv")).exists();

            component.modified(Map.of("sidecar", "false"));
            assertThat(component.sidecar()).isSameAs(Sidecar.NONE);

            component.modified(Map.of("folder", data.resolve("elsewhere").toString()));
            assertThat(data.resolve("elsewhere/attributes.mv")).exists();

            Sidecar good = component.sidecar();
            component.modified(Map.of("sidecar", "perhaps"));
            assertThat(component.sidecar()).isSameAs(good);

            component.modified(Map.of("folder", "/dev/null/x"));
            assertThat(component.sidecar())
                    .as("a folder that cannot be had leaves the last good one")
                    .isSameAs(good);
            component.modified(Map.of("sidecar", "false"));
            assertThat(component.sidecar()).isSameAs(Sidecar.NONE);
        } finally {
            component.deactivate();
        }
    }

    @Test
    void whereItCannotBeOpenedNothingIsKept() throws IOException {
        try (MvSidecar taken = MvSidecar.open(data.resolve("sallyport/metadata"))) {
            MetadataComponent component = new MetadataComponent(Map.of(), data);
            assertThat(component.sidecar()).isSameAs(Sidecar.NONE);
            component.deactivate();
            assertThat(taken).isNotNull();
        }
    }

    @Test
    void aFolderThatCannotBeHadAtFirstLeavesTheRestInForceUntilItCan() {
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        MetadataComponent component = new MetadataComponent(Map.of("folder", "/dev/null/x", "users", "ann=1500"), data);
        try {
            assertThat(component.sidecar()).isSameAs(Sidecar.NONE);
            assertThat(component.accounts().userNumber("ann")).isEqualTo(1500);
            assertThat(log.toString(UTF_8))
                    .contains("nothing is kept beside stores, the rest of the configuration is in force: "
                            + "org.sallyport.metadata: folder = /dev/null/x: a folder that the server may write to")
                    .doesNotContain("refused");

            component.modified(Map.of("folder", data.resolve("good").toString(), "users", "ann=1600"));
            assertThat(data.resolve("good/attributes.mv")).exists();
            assertThat(component.accounts().userNumber("ann")).isEqualTo(1600);

            component.modified(Map.of("folder", "/dev/null/x", "users", "ann=1700"));
            assertThat(component.accounts().userNumber("ann")).isEqualTo(1600);
            assertThat(log.toString(UTF_8))
                    .contains(
                            "configuration refused, the last good one stays: org.sallyport.metadata: folder = /dev/null/x");
        } finally {
            component.deactivate();
            System.setErr(err);
        }
    }

    @Test
    void identitiesAreInForceAtOnceAndLeaveTheSidecarOpen() {
        MetadataComponent component = new MetadataComponent(Map.of(), data);
        try {
            Sidecar open = component.sidecar();
            component.modified(Map.of("users", "ann=1500", "roles", "editors=www-data"));
            assertThat(component.accounts().userNumber("ann")).isEqualTo(1500);
            assertThat(component.accounts().configured().group(Set.of("staff", "editors")))
                    .contains("www-data");
            assertThat(component.sidecar()).isSameAs(open);

            component.modified(Map.of("users", "ann=1500, bob=1500"));
            assertThat(component.accounts().userNumber("ann")).isEqualTo(1500);
        } finally {
            component.deactivate();
        }
    }

    @Test
    void refusalsNameKeyValueAndRemedy() {
        assertThatThrownBy(() -> MetadataSettings.read(
                        Map.of("service.pid", "org.sallyport.metadata", "sidecar", "perhaps", "foldre", "x"), data))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.metadata")
                .hasMessageContaining("perhaps")
                .hasMessageContaining("true or false")
                .hasMessageContaining("foldre")
                .hasMessageContaining("valid are folder, groups, roles, sidecar, users");
    }

    @Test
    void theDocumentNamesAllKeysAndDefaults() throws Exception {
        String document = Files.readString(Path.of("../../docs/configuration.md"));
        for (Method method : MetadataConfiguration.class.getDeclaredMethods()) {
            String value = String.valueOf(method.getDefaultValue());
            assertThat(document)
                    .contains("| `" + method.getName() + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " |");
            if (!value.isEmpty()) {
                assertThat(MetadataSettings.read(Map.of(method.getName(), value), data))
                        .isEqualTo(MetadataSettings.read(Map.of(), data));
            }
        }
    }
}
