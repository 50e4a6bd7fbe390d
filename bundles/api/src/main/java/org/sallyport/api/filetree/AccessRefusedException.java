/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

/** Something that an access rule does not allow. What the client is told names no rule; the log does. */
public final class AccessRefusedException extends FileTreeException {

    private static final long serialVersionUID = 1L;

    private final String right;
    private final String rule;

    /**
     * @param reason PERMISSION_DENIED, or NO_SUCH_FILE where the rule hides what is there
     * @param message for the client
     * @param right that is missing, as configuration spells it
     * @param rule by whose configuration, by name
     */
    public AccessRefusedException(Reason reason, String message, String right, String rule) {
        super(reason, message);
        this.right = right;
        this.rule = rule;
    }

    public String right() {
        return right;
    }

    public String rule() {
        return rule;
    }
}
