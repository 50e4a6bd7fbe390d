/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.server;

import java.util.List;
import org.sallyport.api.config.Configured;

/** The listeners there are. An OSGi service, for use by many threads. They are changed by configuration only. */
public interface ListenerDirectory extends Configured {

    /** All listeners, by name. */
    List<ListenerInfo> listeners();
}
