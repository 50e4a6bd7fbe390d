/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Paths as SFTP clients name them: absolute, normalised, independent of any store. */
@Export
@Version("1.1.0")
package org.sallyport.api.path;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
