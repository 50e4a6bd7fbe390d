/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.List;

/** The rules in force. For use by many threads; does no I/O. */
public interface QuirkRules {

    /** What applies to a client by what is known of it, earlier layers first. */
    List<QuirkRule> matching(ClientProfile client);

    /** The same object as long as the rules are the same, another one once they changed. */
    Object revision();

    /** No rules, for when no policy is in service. */
    QuirkRules NONE = new QuirkRules() {
        @Override
        public List<QuirkRule> matching(ClientProfile client) {
            return List.of();
        }

        @Override
        public Object revision() {
            return this;
        }
    };
}
