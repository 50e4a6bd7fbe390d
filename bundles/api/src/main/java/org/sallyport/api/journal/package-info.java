/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Durable uploads: the contract between the file tree, the journal, and whoever watches over it. */
@Export
@Version("1.3.0")
package org.sallyport.api.journal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
