/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading configuration so that a refusal names the PID, the key, the value and what would be valid. */
@Export
@Version("1.0.0")
package org.sallyport.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
