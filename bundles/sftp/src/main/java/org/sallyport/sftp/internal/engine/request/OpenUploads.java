/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sallyport.api.path.VirtualPath;

/**
 * What users are uploading, all their sessions together, for a moment after OPEN: a client that looks for the file in another connection, and
 * does not find it, takes the upload for failed. For use by many threads.
 */
public final class OpenUploads {

    private static final int MOST = 1_000;
    private static final long MOMENT = Duration.ofSeconds(5).toNanos();

    private final Map<Upload, Long> opened = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Upload, Long> eldest) {
            return size() > MOST;
        }
    };

    private record Upload(String user, VirtualPath path) {}

    synchronized void opened(String user, VirtualPath path) {
        opened.put(new Upload(user, path), System.nanoTime());
    }

    /** It is closed. */
    synchronized void ended(String user, VirtualPath path) {
        opened.remove(new Upload(user, path));
    }

    /** Whoever looks for it, or for something below it, finds nothing there because the user has asked for that. */
    synchronized void takenAway(String user, VirtualPath path) {
        opened.keySet()
                .removeIf(upload -> upload.user().equals(user) && upload.path().startsWith(path));
    }

    /** Whether it was opened a moment ago and is open still. */
    synchronized boolean isOpen(String user, VirtualPath path) {
        Long when = opened.get(new Upload(user, path));
        return when != null && System.nanoTime() - when < MOMENT;
    }
}
