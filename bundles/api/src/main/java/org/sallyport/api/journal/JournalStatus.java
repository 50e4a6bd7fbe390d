/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

/**
 * The journal in numbers.
 *
 * @param problem why no uploads can be taken, or empty
 * @param pending uploads that wait for their store
 * @param parked uploads that wait for the operator
 * @param writing uploads that clients write
 * @param spoolBytes what the spool holds
 * @param mostBytes what it may hold
 * @param sealed uploads acknowledged since the start
 * @param stored uploads stored since the start
 * @param failures attempts to store that failed since the start
 * @param sentEarly uploads since the start whose content was sent while clients still wrote them
 * @param givenUpEarly contents of which that was begun and given up, so that they were sent from the spool
 */
public record JournalStatus(
        String problem,
        long pending,
        long parked,
        long writing,
        long spoolBytes,
        long mostBytes,
        long sealed,
        long stored,
        long failures,
        long sentEarly,
        long givenUpEarly) {}
