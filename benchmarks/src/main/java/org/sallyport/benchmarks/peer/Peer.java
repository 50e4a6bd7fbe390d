/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server under measurement, running. Closing it stops what was started for it. */
public interface Peer extends AutoCloseable {

    String name();

    int port();

    String user();

    /** The virtual path at which the server shows the lab's data; may be empty. */
    String prefix();

    ProcessTree processes();

    /** What is to be told of how long it took to listen; empty where it was not started by us. */
    List<Start> starts();

    @Override
    void close() throws IOException;

    /** @param what which start */
    record Start(String what, Duration toListening) {}
}
