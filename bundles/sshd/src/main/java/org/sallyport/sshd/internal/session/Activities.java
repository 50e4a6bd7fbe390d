/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.session;

import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;

/** Where activities go. */
@FunctionalInterface
public interface Activities {

    void report(SessionInfo session, Activity activity);
}
