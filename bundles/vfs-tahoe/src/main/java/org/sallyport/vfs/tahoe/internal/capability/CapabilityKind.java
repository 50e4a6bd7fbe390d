/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

import java.util.Optional;

/** The kinds of capabilities that Tahoe-LAFS 1.20 has ({@code uri.py}), by the prefix of their text. */
public enum CapabilityKind {
    CHK("URI:CHK:", false, false, null),
    LIT("URI:LIT:", false, false, null),
    SSK("URI:SSK:", false, true, "URI:SSK-RO:"),
    SSK_RO("URI:SSK-RO:", false, false, null),
    MDMF("URI:MDMF:", false, true, "URI:MDMF-RO:"),
    MDMF_RO("URI:MDMF-RO:", false, false, null),
    DIR2("URI:DIR2:", true, true, "URI:DIR2-RO:"),
    DIR2_RO("URI:DIR2-RO:", true, false, null),
    DIR2_CHK("URI:DIR2-CHK:", true, false, null),
    DIR2_LIT("URI:DIR2-LIT:", true, false, null),
    DIR2_MDMF("URI:DIR2-MDMF:", true, true, "URI:DIR2-MDMF-RO:"),
    DIR2_MDMF_RO("URI:DIR2-MDMF-RO:", true, false, null),
    /** Everything else: verify capabilities, which give nothing to read, those of a later version, and what is malformed. */
    UNKNOWN("", false, false, null);

    private final String prefix;
    private final boolean directory;
    private final boolean writable;
    private final String readOnlyPrefix;

    CapabilityKind(String prefix, boolean directory, boolean writable, String readOnlyPrefix) {
        this.prefix = prefix;
        this.directory = directory;
        this.writable = writable;
        this.readOnlyPrefix = readOnlyPrefix;
    }

    String prefix() {
        return prefix;
    }

    public boolean isDirectory() {
        return directory;
    }

    public boolean isWritable() {
        return writable;
    }

    /** The prefix of the read-only form; empty if this is none that can be weakened. */
    Optional<String> readOnlyPrefix() {
        return Optional.ofNullable(readOnlyPrefix);
    }

    /** Whether all that it gives is in the text of the capability. */
    public boolean isLiteral() {
        return this == LIT || this == DIR2_LIT;
    }

    /** Whether the content behind it never changes. */
    public boolean isImmutable() {
        return this == CHK || this == DIR2_CHK || isLiteral();
    }
}
