/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

/**
 * Which permissions new files and directories get.
 *
 * @param umask bits that they do not get, whatever was asked for
 * @param forced bits that they get, whatever was asked for
 */
public record NewModes(int umask, int forced) {

    /** What is given where something was asked for. */
    public int of(int asked) {
        return asked & ~umask | forced;
    }
}
