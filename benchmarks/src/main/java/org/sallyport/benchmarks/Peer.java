/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.Optional;

/** A server under measurement, running. Closing it stops what was started for it. */
interface Peer extends AutoCloseable {

    String name();

    int port();

    String user();

    /** The virtual path at which the server shows {@link Lab#data()}; may be empty. */
    String prefix();

    ProcessTree processes();

    /** From the start of the process to the first answer on the port, where this peer was started by us. */
    Optional<java.time.Duration> startToListening();

    @Override
    void close() throws IOException;
}
