/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.config.Configured;
import org.sallyport.api.path.VirtualPath;

/** The mounts there are. An OSGi service, for use by many threads. They are changed by configuration only. */
public interface MountTable extends Configured {

    /** All mounts, by name. Their stores are asked whether they can be used, all at once and for a few seconds at most. */
    List<MountInfo> mounts();

    /** One mount; its store is asked likewise. */
    Optional<MountInfo> mount(String name);

    /** The mount that a path is on for a user; its store is asked likewise. */
    Optional<MountInfo> seen(String user, Set<String> roles, VirtualPath path);
}
