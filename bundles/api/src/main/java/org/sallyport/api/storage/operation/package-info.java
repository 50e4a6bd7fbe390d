/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a store can do beyond Commons VFS, as interfaces that its {@code FileObject}s implement themselves. A provider that is to be usable
 * alone carries this package in its jar; it depends on Commons VFS and nothing else.
 */
@Export
@Version("2.1.0")
package org.sallyport.api.storage.operation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
