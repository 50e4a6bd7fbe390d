/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Times that a client set for a content. The grid has none, and other programs do not know ours, so they hold for one content only.
 *
 * @param modified time of modification
 * @param accessed time of access, if it was set too
 * @param identity of the content that they were set for
 * @param size of that content, where the identity stays when the content is changed, as with a mutable file
 */
public record ContentTimes(Instant modified, Optional<Instant> accessed, String identity, OptionalLong size) {}
