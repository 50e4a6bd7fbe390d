/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What one session sees: the files behind all mounts, with the failures a client may be told. */
@Export
@Version("1.4.0")
package org.sallyport.api.filetree;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
