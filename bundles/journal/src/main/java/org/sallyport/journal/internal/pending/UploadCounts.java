/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

/**
 * How many uploads there are at one moment.
 *
 * @param pending wait for their store
 * @param parked wait for the operator
 * @param writing are being written by clients
 */
public record UploadCounts(long pending, long parked, long writing) {

    static final UploadCounts NONE = new UploadCounts(0, 0, 0);

    UploadCounts plus(UploadCounts others) {
        return new UploadCounts(pending + others.pending, parked + others.parked, writing + others.writing);
    }
}
