/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Leases on Commons VFS stores: the contract between the file tree and the providers' manager. */
@Export
@Version("1.2.0")
package org.sallyport.api.storage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
