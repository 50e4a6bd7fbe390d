/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;

class IdentitiesTest {

    private static Identities read(String key, String value) throws InvalidConfigurationException {
        ConfigurationReader reader =
                new ConfigurationReader(Map.of("service.pid", "org.sallyport.metadata", key, value));
        Identities identities = Identities.read(reader);
        reader.finish();
        return identities;
    }

    @Test
    void ofSeveralRolesTheOneThatIsNamedFirstCountsAndOthersByName() throws Exception {
        Identities identities = read("roles", "editors = www-data, staff");

        assertThat(identities.group(Set.of("staff", "editors", "admins"))).contains("www-data");
        assertThat(identities.group(Set.of("staff", "admins"))).contains("staff");
        assertThat(identities.group(Set.of("writers", "admins"))).contains("admins");
        assertThat(identities.group(Set.of())).isEmpty();
        assertThat(Identities.NONE.group(Set.of("staff", "editors"))).contains("editors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "ann=",
                "=5",
                "ann=x",
                "ann=-1",
                "ann=1=2",
                "ann=4294967295",
                "ann=99999999999",
                "ann=200000",
                "ann=209999",
                "ann=1,ann=2",
                "ann=1,bob=1",
                "ann=1,",
                "4711=1",
                "ann@home=1",
                "a:b=1"
            })
    void numbersThatWouldNotBeThoseOfOneNameAreRefused(String value) {
        for (String key : new String[] {"users", "groups"}) {
            assertThatThrownBy(() -> read(key, value))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining(
                            "org.sallyport.metadata: " + key + " = " + value + ": NAME=NUMBER, with a number from 0")
                    .hasMessageContaining("such as ann=1500");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=staff", "staff=", "staff,staff", "staff=a=b", "staff=50", "staff=a:b", ","})
    void rolesThatWouldBeNoGroupAreRefused(String value) {
        assertThatThrownBy(() -> read("roles", value))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "org.sallyport.metadata: roles = " + value + ": ROLE or ROLE=GROUP, each role once");
    }

    @Test
    void theNumbersNextToThoseThatAreAllottedAreFree() throws Exception {
        assertThat(read("users", "ann=199999,bob=210000,root=0,last=4294967294")
                        .users()
                        .byName())
                .containsExactlyInAnyOrderEntriesOf(Map.of("ann", 199_999, "bob", 210_000, "root", 0, "last", -2));
    }

    @Test
    void aNameIsNoLongerThanClientsAreTold() {
        assertThatThrownBy(() -> read("users", "a".repeat(257) + "=1"))
                .isInstanceOf(InvalidConfigurationException.class);
    }
}
