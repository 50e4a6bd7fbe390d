/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

/** Hears of every activity. An OSGi whiteboard service; must not block. */
public interface ActivityListener {

    /** @param session who; for LOGIN_REFUSED what is known so far */
    void activity(SessionInfo session, Activity activity);
}
