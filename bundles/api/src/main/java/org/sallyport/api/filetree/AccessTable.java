/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.Set;
import org.sallyport.api.config.Configured;
import org.sallyport.api.path.VirtualPath;

/** The access rules there are. An OSGi service, for use by many threads. They are changed by configuration only. */
public interface AccessTable extends Configured {

    /** What a user with these roles may do at a path, and which rule says so; symbolic links are not followed. */
    AccessInfo explain(String user, Set<String> roles, VirtualPath path);
}
