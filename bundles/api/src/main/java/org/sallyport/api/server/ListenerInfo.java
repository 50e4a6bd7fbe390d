/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.server;

import java.util.List;
import java.util.Map;

/**
 * A listener as the console shows it.
 *
 * @param name of its configuration
 * @param host the address it is bound to
 * @param port the port it is bound to, also where 0 was configured; -1 while it is not bound
 * @param sessions how many connections it has now
 * @param hostKeys fingerprints by type, such as {@code ssh-ed25519 SHA256:...}
 * @param problem why it is not bound, or empty
 * @param settings all other settings, by key
 */
public record ListenerInfo(
        String name,
        String host,
        int port,
        int sessions,
        List<String> hostKeys,
        String problem,
        Map<String, String> settings) {}
