/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionDisconnectHandler;
import org.apache.sshd.common.session.helpers.TimeoutIndicator;
import org.apache.sshd.common.session.helpers.TimeoutIndicator.TimeoutStatus;

/** Ends connections whose time is over, and says so; MINA alone tells the client of a protocol error. */
final class Timeouts implements SessionDisconnectHandler {

    @Override
    public boolean handleTimeoutDisconnectReason(Session session, TimeoutIndicator timeout) throws IOException {
        session.disconnect(
                SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
                timeout.getStatus() == TimeoutStatus.AuthTimeout ? "Not logged in in time" : "Idle for too long");
        // MINA has nothing more to do.
        return true;
    }
}
