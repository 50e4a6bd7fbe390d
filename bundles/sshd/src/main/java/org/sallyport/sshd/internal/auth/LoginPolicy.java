/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.sshd.internal.session.Connection;

/** What a login has to satisfy; answers for unknown users as for known ones, so that nobody learns who exists. */
interface LoginPolicy {

    /** The combinations of methods that a user has to pass. */
    List<List<String>> combinations(String user);

    /** Roles of a user who has passed. */
    Set<String> roles(String user);

    int mostTries();

    /** Why a user who has passed may not come in now, such as too many sessions. */
    Optional<String> refusal(String user, Connection connection);

    /** An attempt has failed. */
    void failed(Connection connection);

    /** A login is complete. */
    void succeeded(Connection connection);
}
