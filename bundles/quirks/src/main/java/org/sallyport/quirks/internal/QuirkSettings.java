/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;

/**
 * What holds for all rules together.
 *
 * @param catalogue a file instead of the built-in catalogue
 * @param advice what is done with it
 */
record QuirkSettings(Optional<Path> catalogue, Advising advice) {

    static final String PID = "org.sallyport.quirks";

    /** What becomes of advice. */
    enum Advising {
        /** It is shown to whoever asks. */
        SHOW,
        /** It is applied to the user and client that it is for. */
        APPLY
    }

    /** Metatype of {@value QuirkSettings#PID}. */
    @ObjectClassDefinition(
            name = "Sallyport quirk rules",
            description = "Where the rules for known clients come from, and what becomes of advice")
    @interface Configuration {

        @AttributeDefinition(
                name = "catalogue",
                description = "File with rules for known clients that replaces those Sallyport comes with",
                required = false)
        String catalogue() default "";

        @AttributeDefinition(
                name = "advice",
                description = "What becomes of advice for clients in trouble: show, or apply to that user and client",
                required = false)
        String advice() default "show";
    }

    /** Relative to where the server's {@code etc} is. */
    private static Path file(String text) {
        return Path.of(System.getProperty("karaf.base", "")).resolve(text);
    }

    static QuirkSettings read(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        QuirkSettings settings = new QuirkSettings(
                reader.text("catalogue").map(QuirkSettings::file),
                reader.choice("advice", Advising.class, Advising.SHOW));
        reader.finish();
        return settings;
    }
}
