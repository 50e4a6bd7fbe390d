/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

/** What a frame holds. The order is that of the numbers on disk. */
public enum FrameKind {
    /** The first frame of a segment: what the segment before it was. */
    HEAD,
    /** Records that belong together: all of them count, or none. */
    RECORDS,
    /** A small content, whole. */
    INLINE,
    /** A piece of a large content. */
    DATA,
    /** Where the pieces of a large content are. */
    EXTENTS
}
