/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.config.ConfigurationReader;

/**
 * What the configuration says of identities: numbers of names, which then hold before those of the host, and the groups as which roles appear.
 *
 * @param users of users by name
 * @param groups of groups by name
 * @param roles groups by role, those first that count before others
 */
record Identities(Numbers users, Numbers groups, Map<String, String> roles) {

    static final Identities NONE = new Identities(Numbers.NONE, Numbers.NONE, Map.of());

    private static final String NUMBER = "NAME=NUMBER, with a number from 0 to 4294967294 that is none of "
            + AllottedNumbers.FIRST + " to " + AllottedNumbers.LAST
            + ", which are allotted, and with each name and each number once, such as ann=1500";
    private static final String ROLE = "ROLE or ROLE=GROUP, each role once, such as staff=users";
    private static final long LARGEST = (1L << 32) - 2; // one more means "leave it" to chown(2)

    /** Numbers by name and names by number. */
    record Numbers(Map<String, Integer> byName, Map<Integer, String> byNumber) {

        static final Numbers NONE = of(Map.of());

        static Numbers of(Map<String, Integer> byName) {
            Map<Integer, String> byNumber = new HashMap<>();
            byName.forEach((name, number) -> byNumber.put(number, name));
            return new Numbers(Map.copyOf(byName), Map.copyOf(byNumber));
        }

        Optional<Integer> number(String name) {
            return Optional.ofNullable(byName.get(name));
        }

        Optional<String> name(int number) {
            return Optional.ofNullable(byNumber.get(number));
        }
    }

    static Identities read(ConfigurationReader reader) {
        return new Identities(
                numbers(reader, "users"),
                numbers(reader, "groups"),
                reader.value("roles", Map.of(), ROLE, Identities::roles));
    }

    private static Numbers numbers(ConfigurationReader reader, String key) {
        return reader.value(key, Numbers.NONE, NUMBER, Identities::numbers);
    }

    private static Numbers numbers(String text) {
        Map<String, Integer> byName = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            String[] pair = item.split("=", -1);
            require(pair.length == 2 && pair[1].trim().matches("[0-9]{1,10}"), item);
            long number = Long.parseLong(pair[1].trim());
            require(number <= LARGEST && !AllottedNumbers.isAllotted(number), item);
            require(byName.put(name(pair[0]), (int) number) == null, item);
        }
        Numbers numbers = Numbers.of(byName);
        require(numbers.byNumber().size() == byName.size(), text);
        return numbers;
    }

    private static Map<String, String> roles(String text) {
        Map<String, String> groups = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            String[] pair = item.split("=", -1);
            require(pair.length <= 2, item);
            String role = name(pair[0]);
            require(groups.put(role, pair.length == 2 ? name(pair[1]) : role) == null, item);
        }
        return groups;
    }

    /** What clients can be told as a name, and can send back: digits would be a number, and what is behind an at sign a domain. */
    private static String name(String text) {
        String name = text.trim();
        require(!name.isEmpty() && name.length() <= AllottedNumbers.LONGEST_NAME, text);
        require(!name.matches("[0-9]+") && name.chars().noneMatch(c -> c == '@' || c == ':' || c < ' '), text);
        return name;
    }

    private static void require(boolean valid, String text) {
        if (!valid) {
            throw new IllegalArgumentException(text);
        }
    }

    /** The group as which a user with these roles appears: that of the role which counts first, roles that are not named being last and in the order of their names. */
    Optional<String> group(Set<String> ofUser) {
        return roles.keySet().stream()
                .filter(ofUser::contains)
                .map(roles::get)
                .findFirst()
                .or(() -> ofUser.stream().min(Comparator.naturalOrder()));
    }
}
