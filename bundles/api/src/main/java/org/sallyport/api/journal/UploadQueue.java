/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The uploads that wait, for those who watch over them. An OSGi service, for use by many threads. */
public interface UploadQueue {

    /** All that wait or are parked, the oldest first. */
    List<UploadInfo> uploads();

    Optional<UploadInfo> upload(String id);

    /**
     * Tries an upload again at once, a parked one too: whatever is at its name now may be replaced then.
     *
     * @return false if there is no such upload
     */
    boolean retry(String id);

    /** Throws an upload away for good. @return false if there is no such upload */
    boolean discard(String id);

    /**
     * Tries everything that is not parked again, and waits until it is stored.
     *
     * @return whether nothing is left but what is parked
     */
    boolean drain(Duration most);

    JournalStatus status();
}
