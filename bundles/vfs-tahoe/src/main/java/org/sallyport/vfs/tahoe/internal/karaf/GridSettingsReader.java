/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;

/** Reads {@code org.sallyport.grid-NAME.cfg}. */
final class GridSettingsReader {

    private static final String DEFAULT_GATEWAY = "http://127.0.0.1:3456/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final long LEAST_CONTENT_CACHE = 8 << 20;

    private GridSettingsReader() {}

    /**
     * @param data folder of what the server keeps
     * @throws InvalidConfigurationException that says all that is wrong, and shows no capability
     */
    static GridSettings read(Map<String, Object> configuration, Path data) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        String name = reader.instanceName();
        if (!NAME.matcher(name).matches()) {
            reader.problem("service.pid", name, "a name of letters, digits, dots, hyphens and underscores");
        }
        GridSettings settings = new GridSettings(
                name,
                root(reader),
                gateways(reader),
                new Deadlines(
                        reader.duration("connect-timeout", Deadlines.DEFAULT.connect()),
                        reader.duration("answer-timeout", Deadlines.DEFAULT.answer()),
                        reader.duration("upload-timeout", Deadlines.DEFAULT.upload())),
                reader.duration("directory-cache-time", GridSettings.DIRECTORY_AGE),
                reader.integer("directory-cache-entries", GridSettings.MOST_ENTRIES, 0, 100_000_000),
                Math.max(LEAST_CONTENT_CACHE, reader.size("content-cache", GridSettings.CONTENT_CACHE)),
                reader.size("disk-cache", GridSettings.DISK_CACHE),
                reader.value(
                        "disk-cache-folder", data.resolve("sallyport/grid-cache"), "the path of a folder", Path::of),
                reader.duration("check-interval", Duration.ZERO),
                reader.bool("check-repair", false));
        reader.finish();
        return settings;
    }

    private static Capability root(ConfigurationReader reader) {
        Capability root = Capability.parse(reader.text("root", ""));
        if (!root.kind().isDirectory()) {
            reader.problem(
                    "root",
                    root.text().isEmpty() ? "(missing)" : "(not shown)",
                    "the capability of a directory, URI:DIR2:..., by reference to a secret such as $[secret:NAME]");
        }
        return root;
    }

    private static List<URI> gateways(ConfigurationReader reader) {
        List<URI> gateways = new ArrayList<>();
        for (String address : reader.list("gateways", List.of(DEFAULT_GATEWAY))) {
            try {
                URI uri = URI.create(address);
                if (!List.of("http", "https").contains(uri.getScheme())
                        || uri.getHost() == null
                        || !List.of("", "/").contains(uri.getPath())
                        || uri.getQuery() != null) {
                    throw new IllegalArgumentException(address);
                }
                gateways.add(uri);
            } catch (IllegalArgumentException malformed) {
                // A whole address of an object could have been put there.
                reader.problem("gateways", "(not shown)", "addresses such as " + DEFAULT_GATEWAY + " without a path");
            }
        }
        return gateways;
    }
}
