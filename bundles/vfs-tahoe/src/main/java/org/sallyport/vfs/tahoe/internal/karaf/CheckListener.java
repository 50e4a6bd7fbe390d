/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import org.sallyport.api.storage.GridCheck;

/** Hears of checks. */
interface CheckListener {

    void ended(GridCheck check);
}
