/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.sshd.internal.address.AddressRange;
import org.sallyport.sshd.internal.address.AddressRules;
import org.sallyport.sshd.internal.auth.AuthenticationSettings;
import org.sallyport.sshd.internal.auth.MethodCombinations;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;

/**
 * The whole configuration of a listener, checked.
 *
 * @param bind host and port; a change of these rebinds
 * @param hostKeys files and folders; empty means the server's own folder
 * @param passphrase of the host keys; never shown
 * @param ident what follows {@code SSH-2.0-}
 * @param banner shown before login; empty for none
 * @param algorithms what is offered
 * @param idle how long a connection may be silent; zero for ever
 * @param login how long authentication may take
 * @param mostConnections at once
 * @param mostPerAddress at once from one address; 0 means any number
 * @param mostPending connections that have not logged in yet
 * @param mostPendingPerAddress of those from one address; 0 means any number
 * @param mostChannels channels of one connection
 * @param noDelay whether TCP_NODELAY is set: without it uploads stall on Nagle's algorithm
 * @param keepAlive how often a silent client is asked whether it is there; zero for never
 * @param keepAliveCount unanswered questions before the connection ends
 * @param rekeyBytes bytes under one key
 * @param rekeyTime time under one key
 * @param proxy PROXY protocol
 * @param trustedProxies where it is believed
 * @param addresses who may connect
 * @param authentication what is demanded
 * @param drain how long connections may go on after the server's bundle is stopped
 */
record ListenerSettings(
        String name,
        Bind bind,
        List<Path> hostKeys,
        String passphrase,
        String ident,
        String banner,
        Algorithms algorithms,
        Duration idle,
        Duration login,
        int mostConnections,
        int mostPerAddress,
        int mostPending,
        int mostPendingPerAddress,
        int mostChannels,
        boolean noDelay,
        Duration keepAlive,
        int keepAliveCount,
        long rekeyBytes,
        Duration rekeyTime,
        ProxyProtocol.Versions proxy,
        List<AddressRange> trustedProxies,
        AddressRules addresses,
        AuthenticationSettings authentication,
        Duration drain) {

    /** What names the file that a configuration was read from. */
    private static final String FILE = "felix.fileinstall.filename";

    /** Where to listen. */
    record Bind(String host, int port, int backlog) {}

    static ListenerSettings read(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        if (configuration.containsKey(FILE)
                && configuration.keySet().stream().allMatch(ListenerSettings::isOfTheFramework)) {
            reader.problem(
                    "port",
                    "(missing)",
                    "at least one key: a file that is being written may be read while it is empty");
        }
        ListenerSettings settings = new ListenerSettings(
                reader.instanceName(),
                new Bind(
                        reader.value("host", "127.0.0.1", "an IP address, or 0.0.0.0 or :: for all", host -> {
                            AddressRange.literal(host);
                            return host;
                        }),
                        reader.integer("port", 2222, 0, 65535),
                        reader.integer("backlog", 128, 1, 65535)),
                reader.value(
                        "host-keys",
                        List.of(),
                        "paths of files or folders, separated by commas",
                        ListenerSettings::paths),
                reader.text("host-key-passphrase", ""),
                reader.value(
                        "ident",
                        "Sallyport",
                        "printable ASCII without spaces and '-' (RFC 4253, section 4.2)",
                        ListenerSettings::ident),
                reader.text("banner", ""),
                Algorithms.read(reader),
                reader.duration("idle-timeout", Duration.ofMinutes(15)),
                atLeastASecond(reader, "login-timeout", Duration.ofMinutes(2)),
                reader.integer("max-connections", 10_000, 1, 1_000_000),
                reader.integer("max-connections-per-address", 0, 0, 1_000_000),
                reader.integer("max-pending-logins", 200, 1, 1_000_000),
                reader.integer("max-pending-logins-per-address", 100, 0, 1_000_000),
                reader.integer("max-channels", 10, 1, 1000),
                reader.bool("tcp-nodelay", true),
                zeroOrAtLeastASecond(reader, "keepalive-interval", Duration.ZERO),
                reader.integer("keepalive-count", 3, 1, 100),
                rekeyBytes(reader),
                reader.duration("rekey-time", Duration.ofHours(1)),
                reader.choice("proxy-protocol", ProxyProtocol.Versions.class, ProxyProtocol.Versions.OFF),
                ranges(reader, "trusted-proxies"),
                new AddressRules(ranges(reader, "allow-addresses"), ranges(reader, "deny-addresses")),
                new AuthenticationSettings(
                        reader.value(
                                "auth-methods",
                                List.of(List.of("publickey"), List.of("password"), List.of("keyboard-interactive")),
                                MethodCombinations.REMEDY,
                                MethodCombinations::parse),
                        reader.integer("max-auth-tries", 10, 1, 100),
                        reader.integer("max-sessions-per-user", 0, 0, 1_000_000)),
                reader.duration("drain", Duration.ofMinutes(30)));
        if (settings.proxy() != ProxyProtocol.Versions.OFF
                && settings.trustedProxies().isEmpty()) {
            reader.problem(
                    "trusted-proxies",
                    "(missing)",
                    "with proxy-protocol on, the addresses of the proxies, such as 10.0.0.0/24");
        }
        reader.finish();
        return settings;
    }

    /** Our keys have no dots. */
    private static boolean isOfTheFramework(String key) {
        return key.indexOf('.') >= 0;
    }

    private static List<Path> paths(String text) {
        Path etc = Path.of(System.getProperty("karaf.etc", "etc"));
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .map(etc::resolve)
                .toList();
    }

    private static String ident(String text) {
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '-') || text.length() > 200) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Duration atLeastASecond(ConfigurationReader reader, String key, Duration otherwise) {
        Duration duration = reader.duration(key, otherwise);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            reader.problem(key, duration.toMillis() + "ms", "at least 1s");
        }
        return duration;
    }

    private static Duration zeroOrAtLeastASecond(ConfigurationReader reader, String key, Duration otherwise) {
        return reader.duration(key, otherwise).isZero() ? Duration.ZERO : atLeastASecond(reader, key, otherwise);
    }

    private static long rekeyBytes(ConfigurationReader reader) {
        long bytes = reader.size("rekey-bytes", 1L << 30);
        if (bytes < 64 << 10) {
            reader.problem("rekey-bytes", Long.toString(bytes), "at least 64K");
        }
        return bytes;
    }

    private static List<AddressRange> ranges(ConfigurationReader reader, String key) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String item : reader.list(key, List.of())) {
            try {
                ranges.add(AddressRange.parse(item));
            } catch (IllegalArgumentException malformed) {
                reader.problem(key, item, "addresses or ranges such as 192.0.2.7 or 10.0.0.0/8, separated by commas");
            }
        }
        return ranges;
    }

    /** For the console: what is not shown elsewhere, without secrets. */
    Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        shown.put("ident", ident);
        shown.put("idle-timeout", idle.toString());
        shown.put("login-timeout", login.toString());
        shown.put("max-connections", Integer.toString(mostConnections));
        shown.put("max-connections-per-address", Integer.toString(mostPerAddress));
        shown.put("max-pending-logins", Integer.toString(mostPending));
        shown.put("max-pending-logins-per-address", Integer.toString(mostPendingPerAddress));
        shown.put("max-sessions-per-user", Integer.toString(authentication.mostSessionsPerUser()));
        shown.put("auth-methods", authentication.combinations().toString());
        shown.put("rekey-bytes", Long.toString(rekeyBytes));
        shown.put("rekey-time", rekeyTime.toString());
        shown.put("proxy-protocol", ConfigurationReader.spell(proxy));
        return shown;
    }
}
