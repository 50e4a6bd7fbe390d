/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Packets in, packets out, window credit: what keeps the SSH library out of the SFTP engine. */
@Export
@Version("1.0.0")
package org.sallyport.api.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
