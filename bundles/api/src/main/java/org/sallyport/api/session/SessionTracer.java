/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Records what goes on in sessions, without content of files. An OSGi service, for use by many threads. */
public interface SessionTracer {

    /**
     * Begins to record a session, until it ends, {@link #stop} is called, or the file is full.
     *
     * @return the file
     * @throws IllegalArgumentException if there is no such session, or it is being recorded
     */
    Path start(String id) throws IOException;

    /** @return false if the session is not being recorded */
    boolean stop(String id);

    /** What is being recorded, by session. */
    Map<String, Path> running();
}
