/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Optional;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.session.SessionDirectory;

/** Sets a switch for one session, or takes that back. */
final class SessionSwitch {

    private SessionSwitch() {}

    static void change(SessionDirectory sessions, String id, Quirk<?> quirk, Optional<QuirkValue> value) {
        String effect =
                switch (quirk.phase()) {
                    case KEY_EXCHANGE ->
                        throw new IllegalArgumentException(
                                quirk + " is decided at key exchange, which session " + id + " has behind it");
                    case LOGIN -> "from its next channel on";
                    case SFTP_INIT -> "from its next SFTP channel on";
                    case PATH -> "from now on";
                };
        if (!sessions.override(id, quirk, value)) {
            throw new IllegalArgumentException("there is no session " + id);
        }
        System.out.println("session " + id + ", " + effect + ": " + quirk
                + value.map(set -> " = " + set.text()).orElse(" by the rules again"));
    }
}
