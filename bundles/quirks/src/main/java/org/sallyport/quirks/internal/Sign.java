/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Map;

/** Signs of known troubles, and what helps. */
enum Sign {
    RENAME_REFUSED(
            Map.of("rename-overwrite", "files"),
            "a rename onto an existing name was refused, then done after the target was removed, or tried again"),
    LINK_REFUSED(
            Map.of("symlink-order", "link-first"),
            "a symbolic link was refused because there was something at its name: its arguments may be the other way round"),
    ATTRIBUTES_REFUSED(
            Map.of("set-permissions", "ignore", "set-owner", "ignore"),
            "attributes were refused, and the same file uploaded again"),
    UPLOAD_REPEATED(
            Map.of("close-reply", "sealed"),
            "the client went away after an upload, came back and uploaded the same file: the answer to CLOSE may have been too late"),
    LOOK_AFTER_OPEN(
            Map.of("upload", "in-place"),
            "a file was looked for and not found while the same user was uploading it: the client opens it in one connection and looks in another"),
    GONE_AFTER_FAILURE(Map.of(), "the client went away within a second of a failure, again and again");

    private final Map<String, String> remedy;
    private final String evidence;

    Sign(Map<String, String> remedy, String evidence) {
        this.remedy = remedy;
        this.evidence = evidence;
    }

    /** Switches and values; none where only a human can tell. */
    Map<String, String> remedy() {
        return remedy;
    }

    String evidence() {
        return evidence;
    }
}
