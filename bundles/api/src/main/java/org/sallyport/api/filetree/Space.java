/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

/**
 * Room in a store, as {@code statvfs(3)} tells it.
 *
 * @param blockSize bytes a block, for all block counts; at least 1
 * @param blocks blocks in all
 * @param freeBlocks free ones
 * @param availableBlocks those that the user may use
 * @param files files that there can be in all
 * @param freeFiles how many more there can be
 * @param availableFiles how many of these the user may make
 * @param fileSystemId identifies the store
 * @param readOnly whether nothing can be written
 * @param maxNameLength longest name in bytes
 */
public record Space(
        long blockSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        long availableFiles,
        long fileSystemId,
        boolean readOnly,
        int maxNameLength) {}
