/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.util.HashMap;
import java.util.Map;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.Notices.Happening;

/** Turns what happens to uploads into events of the framework: {@code org/sallyport/upload/STORED} and so on. */
final class UploadEvents {

    private static final String TOPIC = "org/sallyport/upload/";

    private UploadEvents() {}

    static void post(EventAdmin events, Happening what, UploadRecord upload, String detail) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("id", Long.toHexString(upload.id()));
        properties.put("user", upload.user());
        properties.put("store", upload.store().displayName());
        properties.put("path", "/" + String.join("/", upload.names()));
        properties.put("size", upload.size());
        properties.put("sealed", upload.sealed().toEpochMilli());
        if (!detail.isEmpty()) {
            properties.put("problem", detail);
        }
        events.postEvent(new Event(TOPIC + what.name(), properties));
    }
}
