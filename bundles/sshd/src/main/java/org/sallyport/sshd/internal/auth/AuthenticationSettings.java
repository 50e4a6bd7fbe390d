/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.util.List;

/**
 * What a listener demands.
 *
 * @param combinations methods of which one combination is required, each in order: {@code [[publickey], [password]]} accepts either
 * @param mostTries failed attempts before the connection is ended, at least 1
 * @param mostSessionsPerUser logged-in connections of one user at once; 0 means any number
 */
public record AuthenticationSettings(List<List<String>> combinations, int mostTries, int mostSessionsPerUser) {

    public AuthenticationSettings {
        combinations = combinations.stream().map(List::copyOf).toList();
    }
}
