/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The server's own host keys. An OSGi service, for use by many threads. */
public interface HostKeyDirectory {

    List<HostKeyInfo> hostKeys();

    /**
     * Makes a key in the default folder; listeners that use the folder offer it to their next clients.
     *
     * @param type {@code ed25519}, {@code ecdsa} or {@code rsa}
     * @param replace whether an existing one of the type is replaced
     * @return where it stands
     * @throws IllegalArgumentException for another type, or if it exists and is not to be replaced
     */
    Path generate(String type, boolean replace) throws IOException;

    /**
     * One key.
     *
     * @param type the algorithm's name, such as {@code ssh-ed25519}
     * @param fingerprint {@code SHA256:...}
     * @param file where it is kept
     */
    record HostKeyInfo(String type, String fingerprint, Path file) {}
}
