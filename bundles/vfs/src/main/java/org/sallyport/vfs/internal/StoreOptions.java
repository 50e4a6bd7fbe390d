/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.vfs2.FileSystemConfigBuilder;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemManager;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.ram.RamFileSystemConfigBuilder;
import org.apache.commons.vfs2.provider.zip.ZipFileSystemConfigBuilder;
import org.apache.commons.vfs2.util.DelegatingFileSystemOptionsBuilder;
import org.sallyport.api.config.ConfigurationReader;

/**
 * Turns a mount's {@code option.*} into what providers understand.
 *
 * <p>A plain name is for the outermost layer; {@code SCHEME.NAME} is for the layer of that scheme. Providers that are not in
 * the table here are asked for their {@code FileSystemConfigBuilder}, whose setters are the options
 * ({@link DelegatingFileSystemOptionsBuilder}).
 */
final class StoreOptions {

    /** How a known provider takes an option; throws {@link IllegalArgumentException} for a bad value. */
    private interface Setter {
        void set(FileSystemOptions target, String value);
    }

    private record Option(String valid, Setter setter) {}

    private static final Option ARCHIVE_CHARSET = new Option(
            "the name of a charset such as UTF-8 or IBM437",
            (target, value) -> ZipFileSystemConfigBuilder.getInstance().setCharset(target, Charset.forName(value)));

    private static final Map<String, Map<String, Option>> KNOWN = Map.of(
            "file", Map.of(),
            "tmp", Map.of(),
            "tar", Map.of(),
            "tgz", Map.of(),
            "gz", Map.of(),
            "zip", Map.of("charset", ARCHIVE_CHARSET),
            "jar", Map.of("charset", ARCHIVE_CHARSET),
            "ram",
                    Map.of(
                            "maxsize",
                            new Option(
                                    "a size such as 65536, 256K, 16M or 1G",
                                    (target, value) -> RamFileSystemConfigBuilder.getInstance()
                                            .setMaxSize(target, ConfigurationReader.parseSize(value)))));

    private StoreOptions() {}

    /**
     * @param schemes of the store's layers, the outermost first
     * @throws IOException if an option is unknown or its value bad; the value is not in the message, it may be secret
     */
    static FileSystemOptions of(FileSystemManager manager, List<String> schemes, Map<String, String> options)
            throws IOException {
        FileSystemOptions result = new FileSystemOptions();
        for (Map.Entry<String, String> entry : new TreeMap<>(options).entrySet()) {
            String key = entry.getKey();
            int dot = key.indexOf('.');
            boolean addressed = dot > 0 && schemes.contains(key.substring(0, dot));
            apply(
                    manager,
                    result,
                    addressed ? key.substring(0, dot) : schemes.get(0),
                    addressed ? key.substring(dot + 1) : key,
                    entry.getValue());
        }
        return result;
    }

    private static void apply(
            FileSystemManager manager, FileSystemOptions target, String scheme, String name, String value)
            throws IOException {
        Map<String, Option> known = KNOWN.get(scheme);
        if (known == null) {
            applyForeign(manager, target, scheme, name, value);
            return;
        }
        Option option = known.get(name);
        if (option == null) {
            throw new IOException("the provider '" + scheme + "' has no option '" + name + "'; "
                    + (known.isEmpty() ? "it has none" : "it has " + String.join(", ", known.keySet())));
        }
        try {
            option.setter().set(target, value);
        } catch (IllegalArgumentException refused) {
            throw new IOException(
                    "the option '" + name + "' of the provider '" + scheme + "' has to be " + option.valid(), refused);
        }
    }

    private static void applyForeign(
            FileSystemManager manager, FileSystemOptions target, String scheme, String name, String value)
            throws IOException {
        FileSystemConfigBuilder builder = manager.getFileSystemConfigBuilder(scheme);
        if (builder == null) {
            throw new IOException("the provider '" + scheme + "' has no options, so not '" + name + "'");
        }
        try {
            new DelegatingFileSystemOptionsBuilder(manager).setConfigString(target, scheme, name, value);
        } catch (FileSystemException refused) {
            throw new IOException("the provider '" + scheme + "' does not take the option '" + name
                    + "' with this value; its options are the setters of "
                    + builder.getClass().getName());
        }
    }
}
