/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

import java.util.Optional;

/** The kinds of capabilities that Tahoe-LAFS 1.20 has ({@code uri.py}), by the prefix of their text. */
public enum CapabilityKind {
    CHK("URI:CHK:", false, null),
    LIT("URI:LIT:", false, null),
    SSK("URI:SSK:", true, "URI:SSK-RO:"),
    SSK_RO("URI:SSK-RO:", false, null),
    MDMF("URI:MDMF:", true, "URI:MDMF-RO:"),
    MDMF_RO("URI:MDMF-RO:", false, null),
    DIR2("URI:DIR2:", true, "URI:DIR2-RO:", SSK),
    DIR2_RO("URI:DIR2-RO:", false, null, SSK_RO),
    DIR2_CHK("URI:DIR2-CHK:", false, null, CHK),
    DIR2_LIT("URI:DIR2-LIT:", false, null, LIT),
    DIR2_MDMF("URI:DIR2-MDMF:", true, "URI:DIR2-MDMF-RO:", MDMF),
    DIR2_MDMF_RO("URI:DIR2-MDMF-RO:", false, null, MDMF_RO),
    /** Everything else: verify capabilities, which give nothing to read, those of a later version, and what is malformed. */
    UNKNOWN("", false, null);

    private final String prefix;
    private final boolean writable;
    private final String readOnlyPrefix;
    private final CapabilityKind table;

    CapabilityKind(String prefix, boolean writable, String readOnlyPrefix) {
        this(prefix, writable, readOnlyPrefix, null);
    }

    CapabilityKind(String prefix, boolean writable, String readOnlyPrefix, CapabilityKind table) {
        this.prefix = prefix;
        this.writable = writable;
        this.readOnlyPrefix = readOnlyPrefix;
        this.table = table;
    }

    String prefix() {
        return prefix;
    }

    public boolean isDirectory() {
        return table != null;
    }

    /** The kind of the file that holds a directory's entries; empty if this is no directory's. */
    Optional<CapabilityKind> table() {
        return Optional.ofNullable(table);
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
