/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What other bundles can hear of by OSGi's EventAdmin. */
@Export
@Version("1.1.0")
package org.sallyport.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
