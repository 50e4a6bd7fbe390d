/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.time.Instant;
import java.util.List;

/**
 * An upload as the console shows it.
 *
 * @param id to name it by
 * @param user who uploaded
 * @param store where it goes, without secrets
 * @param names its place there
 * @param size in bytes
 * @param sealed when it was complete
 * @param attempts how often storing failed in this run
 * @param problem why it failed last, or empty
 */
public record UploadInfo(
        String id,
        String user,
        String store,
        List<String> names,
        long size,
        UploadState state,
        Instant sealed,
        int attempts,
        String problem) {}
