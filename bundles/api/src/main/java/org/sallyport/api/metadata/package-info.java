/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What Sallyport knows about a file, and the mappers between that and what a store can hold. */
@Export
@Version("2.2.0")
package org.sallyport.api.metadata;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
