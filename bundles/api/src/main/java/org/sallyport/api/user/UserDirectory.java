/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.user;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts kept by Sallyport itself. An OSGi service, for use by many threads. Changes are on disk when a method
 * returns, and hold for new logins.
 */
public interface UserDirectory {

    List<UserInfo> users();

    Optional<UserInfo> user(String name);

    /**
     * Makes an account.
     *
     * @param password empty for one without; not kept, only its hash is
     * @throws IllegalArgumentException for a name that cannot be one, or that exists
     */
    void add(String name, Optional<char[]> password, Set<String> roles) throws IOException;

    /** @return false if there is none */
    boolean remove(String name) throws IOException;

    /**
     * @param password empty to take it away
     * @throws IllegalArgumentException if there is no such user
     */
    void setPassword(String name, Optional<char[]> password) throws IOException;

    /** Lines of the user's OpenSSH {@code authorized_keys}, without comments and empty ones. */
    List<String> keys(String name) throws IOException;

    /**
     * Adds a line in the form of OpenSSH's {@code authorized_keys}.
     *
     * @throws IllegalArgumentException if it is not one, or the user is not there
     */
    void addKey(String name, String line) throws IOException;

    /**
     * Removes the keys with this fingerprint ({@code SHA256:...}).
     *
     * @return how many
     */
    int removeKey(String name, String fingerprint) throws IOException;
}
