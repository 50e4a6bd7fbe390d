/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.sshd.internal.address.AddressRange;
import org.sallyport.sshd.internal.auth.key.KeySettings;
import org.sallyport.sshd.internal.auth.lockout.LockoutSettings;

/**
 * The configuration {@code org.sallyport.users}, checked.
 *
 * @param folder holds {@code users} and {@code keys}
 * @param realm name of the JAAS realm that checks passwords
 * @param hashesAtOnce how many password hashes are computed at once
 */
public record UsersSettings(Path folder, String realm, int hashesAtOnce, KeySettings keys, LockoutSettings lockout) {

    /** @throws InvalidConfigurationException if anything is wrong with it */
    public static UsersSettings read(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        Path etc = Path.of(System.getProperty("karaf.etc", "etc"));
        UsersSettings settings = new UsersSettings(
                etc.resolve(reader.text("folder", "sallyport")),
                reader.text("realm", "sallyport"),
                reader.integer("password-hashes-at-once", 2, 1, 64),
                new KeySettings(
                        reader.text("trusted-user-ca-keys").map(etc::resolve),
                        reader.text("revoked-keys").map(etc::resolve),
                        algorithms(reader),
                        reader.integer("min-rsa-bits", KeySettings.LEAST_RSA_BITS, 1024, 16384)),
                new LockoutSettings(
                        reader.integer("lockout-attempts", 10, 0, 1000),
                        reader.duration("lockout-window", Duration.ofMinutes(10)),
                        reader.duration("lockout-time", Duration.ofMinutes(10)),
                        ranges(reader, "lockout-exempt", List.of("127.0.0.0/8", "::1")),
                        reader.duration("failure-delay", Duration.ofMillis(100)),
                        reader.duration("failure-delay-max", Duration.ofSeconds(3))));
        reader.finish();
        return settings;
    }

    private static Set<String> algorithms(ConfigurationReader reader) {
        List<String> algorithms = reader.list("ca-signature-algorithms", KeySettings.AUTHORITY_ALGORITHMS);
        if (!KeySettings.AUTHORITY_ALGORITHMS.containsAll(algorithms)) {
            reader.problem(
                    "ca-signature-algorithms",
                    String.join(",", algorithms),
                    "some of " + String.join(",", KeySettings.AUTHORITY_ALGORITHMS));
        }
        return new LinkedHashSet<>(algorithms);
    }

    private static List<AddressRange> ranges(ConfigurationReader reader, String key, List<String> otherwise) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String item : reader.list(key, otherwise)) {
            try {
                ranges.add(AddressRange.parse(item));
            } catch (IllegalArgumentException malformed) {
                reader.problem(key, item, "addresses or ranges such as 192.0.2.7 or 10.0.0.0/8, separated by commas");
            }
        }
        return ranges;
    }
}
