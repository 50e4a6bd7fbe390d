/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

/** Takes the pieces of a part of a file, in order; each is whole and as the grid has it. */
@FunctionalInterface
public interface Pieces {

    /** @param piece of the size that was asked for, or less if it is the last one; it is the receiver's from now on */
    void take(byte[] piece);
}
