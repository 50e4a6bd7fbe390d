/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import org.sallyport.api.metadata.FileAttributes;

/**
 * One entry of a listing.
 *
 * @param name without slashes; {@code "."} and {@code ".."} may occur
 * @param attributes of the entry itself, not of what a link points to
 */
public record DirectoryEntry(String name, FileAttributes attributes) {}
