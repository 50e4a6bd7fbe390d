/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

/**
 * Bounds of one session. What goes beyond them waits; it is never refused.
 *
 * @param pending requests that are read but not answered; psftp keeps 500 in flight, phpseclib 1024
 * @param claims what those requests claim in all: a path counts with all directories above it
 * @param heldInput bytes of waiting requests for which the client has been given new credit
 * @param heldInputPerFile the same for one file, so that one that hangs does not take all the session's room
 * @param output bytes of replies that are ready or being made
 * @param outputPerFile the same for one file
 */
public record Limits(int pending, int claims, long heldInput, long heldInputPerFile, long output, long outputPerFile) {

    public static final Limits DEFAULT = new Limits(4096, 64 << 10, 8L << 20, 4L << 20, 2L << 20, 1L << 20);
}
