/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import org.sallyport.journal.internal.spool.FrameHeader;

/**
 * Where the log has the last record of an upload, and its content if that is inline.
 *
 * @param share bytes of the frame that count for this record
 * @param contentSegment null if the content is not inline
 */
record Slot(Segment segment, long offset, long share, Segment contentSegment, long contentOffset, int contentLength) {

    boolean isInline() {
        return contentSegment != null;
    }

    boolean isIn(Segment other) {
        return segment == other || contentSegment == other;
    }

    void count() {
        change(1);
    }

    void uncount() {
        change(-1);
    }

    private void change(int sign) {
        segment.live(sign * share);
        if (contentSegment != null) {
            contentSegment.live(sign * FrameHeader.stride(contentLength));
        }
    }
}
