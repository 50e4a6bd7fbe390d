/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import org.sallyport.vfs.tahoe.internal.capability.Capability;

/**
 * The content of an immutable file.
 *
 * @param identity of the whole capability: two of one storage index may have different hashes, and so different contents, and who has one of
 *     them must not be able to put its content in place of the other's
 * @param size in bytes
 */
record Content(Capability capability, String identity, long size) {

    static Content of(Capability capability, long size) {
        return new Content(capability, capability.digest(), size);
    }
}
