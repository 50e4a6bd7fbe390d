/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

/**
 * A time of modification that a client set. The grid has none, and other programs do not know ours, so it holds for one content only.
 *
 * @param millis since 1970
 * @param identity of the content that it was set for
 */
public record ModifyTime(long millis, String identity) {}
