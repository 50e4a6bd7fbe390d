/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.io.IOException;
import java.util.Arrays;
import org.apache.karaf.shell.api.console.Session;

/** Asks for passwords, so that none stands in an argument or the history. */
final class Passwords {

    private Passwords() {}

    static char[] ask(Session session) throws IOException {
        char[] first = read(session, "Password: ");
        char[] second = read(session, "Again: ");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same || first.length == 0) {
            Arrays.fill(first, '\0');
            throw new IllegalArgumentException(same ? "an empty password is none" : "the two differ");
        }
        return first;
    }

    private static char[] read(Session session, String prompt) throws IOException {
        try {
            return session.readLine(prompt, '*').toCharArray();
        } catch (UnsupportedOperationException noTerminal) {
            throw new IOException(
                    "a password is typed, and this session cannot ask for it: open the console first, and run the command there",
                    noTerminal);
        }
    }
}
