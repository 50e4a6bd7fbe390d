/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.journal.internal.spool.SpoolBudget.Limits;

/** The whole configuration of the journal, checked. */
public record JournalSettings(
        Path folder,
        Path keyFile,
        Limits limits,
        long memory,
        int parallel,
        int early,
        Duration earlyPause,
        Duration patience,
        Duration firstRetry,
        Duration lastRetry,
        Duration giveUp,
        Duration drain) {

    /**
     * @param data folder of what the server keeps
     * @param etc folder of its configuration
     */
    public static JournalSettings read(Map<String, ?> configuration, Path data, Path etc)
            throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        JournalSettings settings = new JournalSettings(
                reader.value("folder", data.resolve("sallyport/journal"), "the path of a folder", Path::of),
                reader.value("key-file", etc.resolve("sallyport/journal.key"), "the path of a file", Path::of),
                new Limits(
                        reader.size("spool-bytes", 10L << 30),
                        reader.size("spool-files", 200_000),
                        reader.size("user-bytes", 5L << 30),
                        reader.size("user-files", 150_000),
                        reader.size("reserve", 256 << 20)),
                reader.size("memory", 32 << 20),
                reader.integer("parallel", 4, 1, 64),
                reader.integer("early", 2, 0, 8),
                reader.duration("early-pause", Duration.ofSeconds(5)),
                reader.duration("patience", Duration.ofSeconds(60)),
                reader.duration("first-retry", Duration.ofSeconds(1)),
                reader.duration("last-retry", Duration.ofMinutes(5)),
                reader.duration("give-up", Duration.ofDays(7)),
                reader.duration("drain", Duration.ofSeconds(10)));
        if (settings.firstRetry.isZero()) {
            reader.problem("first-retry", "0", "a time above 0, such as 1s");
        }
        reader.finish();
        return settings;
    }
}
