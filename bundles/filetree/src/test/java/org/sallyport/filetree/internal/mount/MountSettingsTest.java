/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;

class MountSettingsTest {

    private static MountSettings read(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, String> configuration = new HashMap<>(values);
        configuration.put("service.pid", "org.sallyport.mount~main");
        return MountSettings.read(configuration);
    }

    @Test
    void theUsersNameBecomesOneNameOfTheUri() throws InvalidConfigurationException {
        MountSettings settings = read(Map.of("uri", "file:///srv/{user}/in"));
        assertThat(settings.uriFor("ann")).isEqualTo("file:///srv/ann/in");
        assertThat(settings.uriFor("a b%\u00e9@x")).isEqualTo("file:///srv/a%20b%25%C3%A9%40x/in");
        assertThat(settings.uriFor("a\\b")).isEqualTo("file:///srv/a%5Cb/in");
        for (String hostile : new String[] {"..", ".", "", "../root", "a/b", "/etc"}) {
            assertThatThrownBy(() -> settings.uriFor(hostile)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatAllUsersShareOfAUriEndsAtTheFolderInWhichTheyDiffer() throws InvalidConfigurationException {
        assertThat(read(Map.of("uri", "file:///srv/a%20b/u-{user}/{user}")).sharedFolder())
                .isEqualTo(Path.of("/srv/a b"));
        assertThat(read(Map.of("uri", "file:///{user}")).sharedFolder()).isEqualTo(Path.of("/"));
        assertThat(read(Map.of("uri", "file:///srv/\u00fc/{user}")).sharedFolder())
                .isEqualTo(Path.of("/srv/\u00fc"));
        assertThat(read(Map.of("uri", "foo://bob:secret@host/{user}")).sharedUri())
                .isEqualTo("foo://bob:***@host/");
        assertThat(read(Map.of("uri", "foo://bob:{user}@host/x")).sharedUri()).isEqualTo("foo://bob:***@host/x");
    }

    @Test
    void everyBadValueIsNamedWithWhatWouldBeValid() {
        assertThatThrownBy(() ->
                        read(Map.of("umask", "999", "file-mode", "rw", "quota-bytes", "lots", "readonly", "true")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.mount~main: uri = (missing): the URI of a store")
                .hasMessageContaining("umask = 999: an octal number from 000 to 777")
                .hasMessageContaining("file-mode = rw: an octal number from 000 to 777")
                .hasMessageContaining("quota-bytes = lots: a size such as")
                .hasMessageContaining("readonly = true: no such key; valid are");
        assertThatThrownBy(() -> read(Map.of("uri", "/srv/data")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("uri = /srv/data: a URI with a scheme");
        for (String uri : new String[] {
            "file:relative",
            "file://srv/data",
            "file:///a b",
            "file:///a%zz",
            "file:///a?b",
            "file:///a#b",
            "file:{user}"
        }) {
            assertThatThrownBy(() -> read(Map.of("uri", uri)))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("uri = " + uri + ": file:// and the absolute path of a folder");
        }
        assertThatThrownBy(() -> read(Map.of("uri", "file:///srv", "owner", "{role}", "group", "{role}s")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.mount~main: owner = {role}: a name or a number, in which {user}")
                .hasMessageContaining("org.sallyport.mount~main: group = {role}s: a name or a number, or {role}");
    }

    @Test
    void theMetatypeTheReaderAndTheDocumentKnowTheSameKeys() throws Exception {
        TreeSet<String> metatype = new TreeSet<>();
        for (Method method : MountConfiguration.class.getDeclaredMethods()) {
            metatype.add(method.getName().replace("$_$", "-"));
        }
        String refusal = "";
        try {
            read(Map.of("uri", "ram:///", "no-such-key", "x"));
        } catch (InvalidConfigurationException refused) {
            refusal = refused.getMessage();
        }
        String valid = refusal.substring(refusal.indexOf("valid are ") + "valid are ".length());
        assertThat(new TreeSet<>(Arrays.asList(valid.split(", ")))).isEqualTo(metatype);
        String document = Files.readString(Path.of("../../docs/configuration.md"));
        String section = document.substring(document.indexOf("## Mounts"), document.indexOf("## Users"));
        for (String key : metatype) {
            assertThat(section).contains("| `" + key + "` |");
        }
    }
}
