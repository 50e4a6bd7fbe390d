/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Listeners and host keys, as the console shows and manages them. */
@Export
@Version("1.0.0")
package org.sallyport.api.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
