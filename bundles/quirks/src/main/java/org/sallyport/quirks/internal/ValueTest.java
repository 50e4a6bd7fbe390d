/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.function.Predicate;

/** A test of one value that is known of a client. */
sealed interface ValueTest extends Predicate<String> permits Glob, Network, VersionBound {}
