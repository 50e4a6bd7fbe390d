/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.user;

import java.util.List;
import java.util.Set;

/**
 * An account as the console shows it.
 *
 * @param name what the client sends as user name
 * @param hasPassword whether a password is set
 * @param keys fingerprints of the authorised keys, {@code SHA256:...}
 * @param roles the user's roles
 * @param methods required combinations such as {@code publickey,password}; empty means the listener's
 * @param locked whether it may not log in
 */
public record UserInfo(
        String name, boolean hasPassword, List<String> keys, Set<String> roles, List<String> methods, boolean locked) {}
