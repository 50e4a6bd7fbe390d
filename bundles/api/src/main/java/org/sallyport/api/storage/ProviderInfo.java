/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

/**
 * A Commons VFS provider in service.
 *
 * @param scheme its VFS scheme
 * @param origin the bundle that registered it, as symbolic name and version
 * @param leases how many leases are open on its file systems, in all generations
 * @param generation the number of the manager generation that shows it, rising by one with each change
 */
public record ProviderInfo(String scheme, String origin, int leases, long generation) {}
