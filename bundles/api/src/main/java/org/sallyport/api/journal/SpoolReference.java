/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

/**
 * Where the content of an upload is in the spool.
 *
 * @param file the spool's name of the file: a segment of the log, or a file for this content alone
 * @param offset of the frame in it that holds the content, or the map of its extents
 * @param inline whether the frame holds the content itself
 */
public record SpoolReference(String file, long offset, boolean inline) {}
