/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

/**
 * What Unix keeps of every file, in numbers. Times are seconds since 1970 and nanoseconds after them.
 *
 * @param mode with the type
 */
record FileNumbers(
        int mode,
        long size,
        int uid,
        int gid,
        int links,
        long modified,
        int modifiedNanos,
        long accessed,
        int accessedNanos) {}
