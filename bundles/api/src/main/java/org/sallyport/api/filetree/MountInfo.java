/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.List;
import java.util.Map;

/**
 * A mount as the console shows it.
 *
 * @param name of its configuration
 * @param path where it is in the sessions' trees
 * @param uri of the store, without secrets; {@code {user}} is not filled in
 * @param users who sees it by name; empty with {@code roles} empty means everybody
 * @param roles who sees it by role
 * @param readOnly whether nothing can be changed
 * @param available whether the store can be used now, by anybody
 * @param problem why not, or who does not see it though {@code users} and {@code roles} say so, or empty
 * @param openFiles files that are open through it
 * @param settings all other settings, by key
 */
public record MountInfo(
        String name,
        String path,
        String uri,
        List<String> users,
        List<String> roles,
        boolean readOnly,
        boolean available,
        String problem,
        int openFiles,
        Map<String, String> settings) {}
