/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The accounts that may log in, as the console manages them. */
@Export
@Version("1.0.0")
package org.sallyport.api.user;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
