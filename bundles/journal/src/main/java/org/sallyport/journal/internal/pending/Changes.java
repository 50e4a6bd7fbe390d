/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** Puts attributes over others. */
final class Changes {

    private Changes() {}

    static FileAttributes merge(FileAttributes before, FileAttributes changes) {
        FileAttributes.Builder merged = before.toBuilder();
        if (changes.has(Attribute.PERMISSIONS)) {
            merged.permissions(changes.permissions());
        }
        if (changes.has(Attribute.OWNER_IDS)) {
            merged.ownerIds(changes.uid(), changes.gid());
        }
        if (changes.has(Attribute.OWNER_NAMES)) {
            merged.ownerNames(changes.owner(), changes.group());
        }
        if (changes.has(Attribute.ACCESS_TIME)) {
            merged.accessTime(changes.accessSeconds(), changes.accessNanos());
        }
        if (changes.has(Attribute.MODIFY_TIME)) {
            merged.modifyTime(changes.modifySeconds(), changes.modifyNanos());
        }
        if (changes.has(Attribute.CREATE_TIME)) {
            merged.createTime(changes.createSeconds(), changes.createNanos());
        }
        return merged.build();
    }
}
