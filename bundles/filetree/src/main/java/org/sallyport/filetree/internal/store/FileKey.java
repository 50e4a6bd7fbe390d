/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.List;

/**
 * A place in a store, equal for all sessions and mounts.
 *
 * @param store identifies the store
 * @param names from its root down
 */
public record FileKey(Object store, List<String> names) {}
