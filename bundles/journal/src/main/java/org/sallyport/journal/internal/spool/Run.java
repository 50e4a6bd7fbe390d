/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

/**
 * Consecutive frames of equal length that hold consecutive bytes of a content.
 *
 * @param start position in the content
 * @param length bytes in all
 * @param frame offset of the first frame
 * @param frameLength bytes of content in each frame; the last may have fewer
 * @param skip bytes of the first frame that are not meant
 */
record Run(long start, long length, long frame, int frameLength, int skip) {

    long end() {
        return start + length;
    }

    /** The frame that holds a position. */
    long frameAt(long position) {
        return frame + (position - start + skip) / frameLength * FrameHeader.stride(frameLength);
    }

    int offsetInFrame(long position) {
        return (int) ((position - start + skip) % frameLength);
    }

    /** Whether a frame continues this run. */
    boolean continuesWith(long position, long nextFrame, int nextLength) {
        return position == end()
                && (skip + length) % frameLength == 0
                && nextLength <= frameLength
                && nextFrame == frameAt(end());
    }

    Run extended(int bytes) {
        return new Run(start, length + bytes, frame, frameLength, skip);
    }

    /** The part before a position. */
    Run before(long position) {
        return new Run(start, position - start, frame, frameLength, skip);
    }

    /** The part from a position on. */
    Run from(long position) {
        return new Run(position, end() - position, frameAt(position), frameLength, offsetInFrame(position));
    }
}
