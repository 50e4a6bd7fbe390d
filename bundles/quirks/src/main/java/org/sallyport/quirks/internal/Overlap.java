/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out whether two conditions can hold for one client, by making one up. What cannot be decided with certainty, such as two
 * patterns of addresses or very many patterns, counts as possible.
 */
final class Overlap {

    private static final int HIGHEST_VERSION = 255;

    /** A test that has to be passed, or not to be. */
    private record Literal(Condition.Test test, boolean wanted) {}

    private Overlap() {}

    /** A client for which both hold, as {@code key=value} texts; empty if there is none. */
    static Optional<String> example(Condition one, Condition other) {
        for (List<Literal> left : alternatives(one, true)) {
            for (List<Literal> right : alternatives(other, true)) {
                Optional<String> client =
                        client(Stream.of(left, right).flatMap(List::stream).toList());
                if (client.isPresent()) {
                    return client;
                }
            }
        }
        return Optional.empty();
    }

    /** In how many ways a condition can hold or, if that is more, not hold; at most {@link Integer#MAX_VALUE}. */
    static long countAlternatives(Condition condition) {
        return Math.max(count(condition, true), count(condition, false));
    }

    private static long count(Condition condition, boolean wanted) {
        if (condition instanceof Condition.Test) {
            return 1;
        }
        if (condition instanceof Condition.Not not) {
            return count(not.part(), !wanted);
        }
        boolean all = condition instanceof Condition.All == wanted;
        long result = all ? 1 : 0;
        for (Condition part : parts(condition)) {
            long more = count(part, wanted);
            result = Math.min(Integer.MAX_VALUE, all ? result * more : result + more);
        }
        return result;
    }

    private static List<Condition> parts(Condition condition) {
        return condition instanceof Condition.All conjunction
                ? conjunction.parts()
                : ((Condition.Any) condition).parts();
    }

    private static List<List<Literal>> alternatives(Condition condition, boolean wanted) {
        if (condition instanceof Condition.Test test) {
            return List.of(List.of(new Literal(test, wanted)));
        }
        if (condition instanceof Condition.Not not) {
            return alternatives(not.part(), !wanted);
        }
        boolean all = condition instanceof Condition.All == wanted;
        return all ? product(parts(condition), wanted) : sum(parts(condition), wanted);
    }

    private static List<List<Literal>> sum(List<Condition> parts, boolean wanted) {
        return parts.stream()
                .flatMap(part -> alternatives(part, wanted).stream())
                .toList();
    }

    private static List<List<Literal>> product(List<Condition> parts, boolean wanted) {
        List<List<Literal>> result = List.of(List.of());
        for (Condition part : parts) {
            List<List<Literal>> more = alternatives(part, wanted);
            result = result.stream()
                    .flatMap(before -> more.stream().map(next -> Stream.concat(before.stream(), next.stream())
                            .toList()))
                    .toList();
        }
        return result;
    }

    private static Optional<String> client(List<Literal> literals) {
        Map<Fact, List<Literal>> byFact = new EnumMap<>(Fact.class);
        literals.forEach(literal -> byFact.computeIfAbsent(literal.test().fact(), first -> new ArrayList<>())
                .add(literal));
        List<String> facts = new ArrayList<>();
        for (Map.Entry<Fact, List<Literal>> entry : byFact.entrySet()) {
            List<ValueTest> wanted = tests(entry.getValue(), true);
            List<ValueTest> unwanted = tests(entry.getValue(), false);
            Fact fact = entry.getKey();
            for (List<ValueTest> oneValue :
                    fact.isMany() ? wanted.stream().map(List::of).toList() : List.of(wanted)) {
                if (oneValue.isEmpty()) {
                    continue; // what is not known passes no test
                }
                Optional<String> value = value(fact, oneValue, unwanted);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                facts.add(fact.key() + "=" + value.get());
            }
        }
        return Optional.of(facts.isEmpty() ? "any client" : String.join(", ", facts));
    }

    private static List<ValueTest> tests(Collection<Literal> literals, boolean wanted) {
        return literals.stream()
                .filter(literal -> literal.wanted() == wanted)
                .map(literal -> literal.test().test())
                .toList();
    }

    private static Optional<String> value(Fact fact, List<ValueTest> wanted, List<ValueTest> unwanted) {
        if (fact.isVersion()) {
            return first(IntStream.rangeClosed(0, HIGHEST_VERSION).mapToObj(String::valueOf), wanted, unwanted);
        }
        List<Network> networks = only(Network.class, wanted);
        if (!networks.isEmpty()) {
            Set<String> edges = new LinkedHashSet<>();
            Stream.concat(networks.stream(), only(Network.class, unwanted).stream())
                    .forEach(network -> edges.addAll(network.edges()));
            only(Glob.class, wanted).forEach(glob -> glob.only().ifPresent(edges::add));
            Optional<String> address = first(edges.stream(), wanted, unwanted);
            boolean undecided = only(Glob.class, wanted).stream()
                    .anyMatch(glob -> glob.only().isEmpty());
            return undecided ? address.or(() -> Optional.of(edges.iterator().next())) : address;
        }
        return GlobExample.find(only(Glob.class, wanted), only(Glob.class, unwanted))
                .filter(text ->
                        text.equals(GlobExample.UNDECIDED) || unwanted.stream().noneMatch(test -> test.test(text)));
    }

    private static Optional<String> first(Stream<String> candidates, List<ValueTest> wanted, List<ValueTest> unwanted) {
        return candidates
                .filter(value -> wanted.stream().allMatch(test -> test.test(value)))
                .filter(value -> unwanted.stream().noneMatch(test -> test.test(value)))
                .findFirst();
    }

    private static <T extends ValueTest> List<T> only(Class<T> type, List<ValueTest> tests) {
        return tests.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
