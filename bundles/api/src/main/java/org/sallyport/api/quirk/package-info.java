/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Switches for what clients need, declared once with type, default, phase and risk, and the policy that sets them. */
@Export
@Version("1.2.0")
package org.sallyport.api.quirk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
