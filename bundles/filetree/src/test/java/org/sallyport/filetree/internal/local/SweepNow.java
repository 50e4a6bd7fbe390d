/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.nio.file.Path;

/** Sweeps a folder in the caller's thread, as the server does in the background. */
public final class SweepNow {

    private SweepNow() {}

    public static void in(Path folder) {
        new UploadSweeper().sweep(folder);
    }
}
