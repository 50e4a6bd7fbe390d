/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads one configuration key by key, collects everything that is wrong, and refuses the whole at {@link #finish()}.
 *
 * <p>A getter that meets a bad value records the problem and answers the default, so that one pass finds all of them.
 * Keys that nobody asked for are problems too: a misspelt key must not be ignored. Not for use by several threads.
 */
public final class ConfigurationReader {

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)?");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*([KMGT]?)(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> FRAMEWORK_PREFIXES =
            Set.of("service.", "component.", "felix.", "org.apache.karaf.", "objectClass", "osgi.", ".");

    /** Beyond any use, and below what a count of nanoseconds can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What the names of keys that hold secrets contain. */
    private static final List<String> SECRET = List.of("pass", "pwd", "secret", "token", "capability");
    /** Passwords in URIs, and capabilities of grids, whatever the key. */
    private static final Pattern SECRET_PART =
            Pattern.compile("(?<=://)([^/:@\\s]*):[^@/\\s]*@|(?<![A-Za-z0-9])URI:[A-Za-z0-9-]+:[^\\s,]*");

    private final String pid;
    private final Map<String, ?> values;
    private final Set<String> asked = new TreeSet<>();
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    /** @param values as ConfigAdmin or DS delivers them: texts, or typed values from a {@code .config} file */
    public ConfigurationReader(Map<String, ?> values) {
        this.values = values;
        this.pid = values.get("service.pid") instanceof String text ? text : "(no PID)";
    }

    /** The PID that problems are reported under. */
    public String pid() {
        return pid;
    }

    /** The name of a factory instance: what stands behind {@code ~} in the PID, or the whole PID of a singleton. */
    public String instanceName() {
        return pid.substring(pid.indexOf('~') + 1);
    }

    /** A text, trimmed; empty counts as absent. */
    public Optional<String> text(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        String text = value instanceof Object[] array
                ? String.join(",", Arrays.stream(array).map(String::valueOf).toList())
                : value instanceof Collection<?> list
                        ? String.join(",", list.stream().map(String::valueOf).toList())
                        : value.toString();
        return text.isBlank() ? Optional.empty() : Optional.of(text.trim());
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A text that must be there. */
    public String requiredText(String key, String remedy) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            problem(key, "(missing)", remedy);
        }
        return text.orElse("");
    }

    /** Values separated by commas; an absent key is the default. */
    public List<String> list(String key, List<String> otherwise) {
        return text(key)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::trim)
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(otherwise);
    }

    public boolean bool(String key, boolean otherwise) {
        return value(key, otherwise, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    public int integer(String key, int otherwise, int least, int most) {
        return value(key, otherwise, "a whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /**
     * A time such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d}, up to 36500 days; a bare number is seconds; 0 is
     * allowed.
     */
    public Duration duration(String key, Duration otherwise) {
        return value(
                key,
                otherwise,
                "a time such as 500ms, 10s, 5m, 1h or 2d, up to 36500d",
                ConfigurationReader::parseDuration);
    }

    /** A number of bytes such as {@code 65536}, {@code 256K}, {@code 16MiB}, {@code 1G} (powers of 1024). */
    public long size(String key, long otherwise) {
        return value(key, otherwise, "a size such as 65536, 256K, 16M or 1G", ConfigurationReader::parseSize);
    }

    /** One of an enumeration's constants, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        String remedy = "one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(ConfigurationReader::spell)
                                .toList());
        return value(key, otherwise, remedy, text -> parseChoice(type, text));
    }

    /**
     * Any other type.
     *
     * @param remedy what would be valid
     * @param parser throws {@link IllegalArgumentException} for a bad value; a message of its own is not shown
     */
    public <T> T value(String key, T otherwise, String remedy, Function<String, T> parser) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text.get());
        } catch (IllegalArgumentException refused) {
            problem(key, text.get(), remedy);
            return otherwise;
        }
    }

    /** All keys that begin with a prefix, with the prefix cut off; they count as asked for. */
    public Map<String, String> group(String prefix) {
        Map<String, String> result = new java.util.TreeMap<>();
        for (String key : values.keySet()) {
            if (key.startsWith(prefix)) {
                text(key).ifPresent(text -> result.put(key.substring(prefix.length()), text));
            }
        }
        return result;
    }

    /** Records a problem that the caller found, for instance between two keys. */
    public void problem(String key, String value, String remedy) {
        problems.add(new ConfigurationProblem(pid, key, withoutSecrets(value), remedy));
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidConfigurationException if anything was wrong, with all of it
     */
    public void finish() throws InvalidConfigurationException {
        for (String key : values.keySet()) {
            if (!asked.contains(key) && FRAMEWORK_PREFIXES.stream().noneMatch(key::startsWith)) {
                problem(key, shown(key), "no such key; valid are " + String.join(", ", asked));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }

    private static String withoutSecrets(String value) {
        return SECRET_PART
                .matcher(value)
                .replaceAll(found -> found.group(1) == null ? "(not shown)" : found.group(1) + ":***@");
    }

    /** The key of a secret may be misspelt too. */
    private String shown(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRET.stream().anyMatch(lower::contains) ? "(not shown)" : String.valueOf(values.get(key));
    }

    /** Reads {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d} or a bare number of seconds, up to 36500 days. */
    public static Duration parseDuration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a time: " + text);
        }
        try {
            long number = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2) == null ? "s" : matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        case "d" -> Duration.ofDays(number);
                        default -> Duration.ofSeconds(number);
                    };
            if (duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("too long: " + text);
            }
            return duration;
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException("not a time: " + text, tooLong);
        }
    }

    /** Reads {@code 65536}, {@code 256K}, {@code 16MiB}, {@code 1G}: bytes, in powers of 1024. */
    public static long parseSize(String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size: " + text);
        }
        long unit = 1L
                << (10
                        * " KMGT"
                                .indexOf((matcher.group(2) + " ")
                                        .toUpperCase(Locale.ROOT)
                                        .charAt(0)));
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("not a size: " + text, tooLarge);
        }
    }

    /** Reads an enumeration's constant written in lower case with hyphens. */
    public static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** How configuration spells an enumeration's constant: lower case with hyphens. */
    public static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
