/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who is connected, what they did, and how operators and logs learn of it. */
@Export
@Version("1.3.0")
package org.sallyport.api.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
