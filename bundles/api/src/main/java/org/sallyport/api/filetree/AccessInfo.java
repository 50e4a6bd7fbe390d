/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.List;

/**
 * What a user may do at a path.
 *
 * @param path as asked for
 * @param mount that shows it, or empty
 * @param allowed rights that the user has there
 * @param refused those that he has not
 * @param hidden whether it is not there for him
 * @param steps for each path under which the user can see the place: every rule for him in order, with what it says of that path
 */
public record AccessInfo(
        String path, String mount, List<String> allowed, List<String> refused, boolean hidden, List<String> steps) {}
