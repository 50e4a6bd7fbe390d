/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.config.InvalidConfigurationException;

/**
 * The rules for clients that are known.
 *
 * @param rules those that apply by themselves, in their order
 * @param profiles those that apply only where a configured rule names them
 */
record Catalogue(List<ConditionalRule> rules, Map<String, ConditionalRule> profiles) {

    private static final String RESOURCE = "catalogue.ini";
    private static final String PROFILE = "profile ";

    static Catalogue builtIn() {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            return read(in);
        } catch (IOException | InvalidConfigurationException damaged) {
            throw new IllegalStateException("the built-in catalogue cannot be read", damaged);
        }
    }

    /**
     * Reads sections, one for each family of clients: a name in brackets, then lines {@code key = value}; a line that begins with a blank continues the
     * value, {@code #} begins a comment.
     */
    static Catalogue read(InputStream in) throws IOException, InvalidConfigurationException {
        RuleReader reader = new RuleReader(Map.of());
        List<ConditionalRule> rules = new ArrayList<>();
        Map<String, ConditionalRule> profiles = new LinkedHashMap<>();
        for (Map.Entry<String, Map<String, String>> section : sections(in).entrySet()) {
            String name = section.getKey();
            boolean profile = name.startsWith(PROFILE);
            String shortName = profile ? name.substring(PROFILE.length()) : name;
            section.getValue().put("service.pid", "catalogue~" + shortName);
            ConditionalRule rule = reader.builtIn(section.getValue());
            if (profile) {
                profiles.put(shortName, rule);
            } else {
                rules.add(rule);
            }
        }
        for (int i = 1; i < rules.size(); i++) {
            Contradiction.refuse(rules.get(i), rules.subList(0, i), "catalogue~");
        }
        return new Catalogue(List.copyOf(rules), Collections.unmodifiableMap(profiles));
    }

    private static Map<String, Map<String, String>> sections(InputStream in) throws IOException {
        Map<String, Map<String, String>> result = new LinkedHashMap<>();
        Map<String, String> section = Map.of();
        String key = "";
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                int equals = line.indexOf('=');
                if (line.startsWith("[") && line.endsWith("]")) {
                    section = new LinkedHashMap<>();
                    key = "";
                    requireNone(result.put(line.substring(1, line.length() - 1), section), line);
                } else if (result.isEmpty() || Character.isWhitespace(line.charAt(0)) && key.isEmpty()) {
                    throw new IOException("stands in no section, or belongs to no key: " + line);
                } else if (Character.isWhitespace(line.charAt(0))) {
                    section.merge(key, line.trim(), (before, more) -> before + " " + more);
                } else if (equals > 0) {
                    key = line.substring(0, equals).trim();
                    requireNone(section.put(key, line.substring(equals + 1).trim()), line);
                } else {
                    throw new IOException("neither a section nor a key: " + line);
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return result;
    }

    private static void requireNone(Object before, String line) throws IOException {
        if (before != null) {
            throw new IOException("stands there twice: " + line);
        }
    }
}
