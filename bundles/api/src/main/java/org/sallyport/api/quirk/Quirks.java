/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.List;

/** The values in force for one session, or for one path of it. Immutable but for the counts; for use by many threads. */
public interface Quirks {

    /** The value in force; the neutral one where no rule speaks. Cheap enough for every request. */
    <T> T get(Quirk<T> quirk);

    /** Notes that a value made a difference, for {@code sftp:quirk-explain}. */
    void exercised(Quirk<?> quirk);

    /** Every value that differs from the neutral one, with where it comes from. */
    List<Setting> settings();

    /**
     * One value and its provenance.
     *
     * @param quirk the switch's name
     * @param value as configuration spells it
     * @param layer built-in, global, listener, role, user, mount or session
     * @param rule the name of the rule
     * @param reason why the rule says so: the evidence
     * @param exercised how often it made a difference so far
     */
    record Setting(String quirk, String value, String layer, String rule, String reason, long exercised) {}

    /** Neutral values throughout. */
    Quirks NEUTRAL = new ResolvedQuirks(List.of(), new QuirkCounts());
}
