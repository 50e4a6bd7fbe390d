/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

/**
 * Room in a store, for contents as clients see them: what the store needs for redundancy is taken off.
 *
 * @param total bytes in all, or -1 where the store does not tell
 * @param free bytes that can still be stored, or -1 where the store does not tell
 */
public record StoreSpace(long total, long free) {}
