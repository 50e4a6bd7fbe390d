/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tahoe-LAFS grids for Apache Commons VFS. */
@org.osgi.annotation.versioning.Version("0.2.0")
package org.sallyport.vfs.tahoe;
