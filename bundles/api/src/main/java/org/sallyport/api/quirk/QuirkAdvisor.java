/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What was learnt from watching sessions. An OSGi service, for use by many threads. */
public interface QuirkAdvisor {

    /** What may help clients that were seen in trouble, the latest last. */
    List<Advice> advice();

    /** Clients that no rule knows, and what they did: without names and content. */
    List<UnknownClient> unknownClients();

    /**
     * A rule that may help.
     *
     * @param name for the rule, unique
     * @param condition an OSGi filter
     * @param values switches; none where only a human can tell
     * @param evidence what was seen
     * @param times how often
     * @param last when it was seen for the last time
     */
    record Advice(
            String name, String condition, Map<String, String> values, String evidence, int times, Instant last) {}

    /**
     * A client that no rule knows.
     *
     * @param banner its identification
     * @param sessions how many it has begun
     * @param did kinds of activities, with {@code :result} for those that failed
     * @param traits how it uses the protocol: its first requests, extensions, ways to open files
     */
    record UnknownClient(String banner, int sessions, List<String> did, List<String> traits) {}
}
