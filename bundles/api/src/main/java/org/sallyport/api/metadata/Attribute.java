/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a {@link FileAttributes} may hold besides the type, which it always holds. */
public enum Attribute {
    /** Length in bytes. */
    SIZE,
    /** Bytes that the store uses for the file. */
    ALLOCATION_SIZE,
    /** POSIX permission bits, 07777 at most. */
    PERMISSIONS,
    /** Owner and group by number. */
    OWNER_IDS,
    /** Owner and group by name. */
    OWNER_NAMES,
    ACCESS_TIME,
    MODIFY_TIME,
    /** When the attributes changed last (POSIX ctime). */
    CHANGE_TIME,
    CREATE_TIME,
    /** NFSv4 access control list. */
    ACL,
    /** The attribute bits of SFTP version 5 and 6 (hidden, read-only, ...). */
    BITS,
    LINK_COUNT,
    MIME_TYPE,
    TEXT_HINT,
    UNTRANSLATED_NAME,
    /** Pairs of a name and bytes that the store or an extension defines. */
    EXTENDED;

    /** What a version 3 client can be told, cheap on every store: no names, no ACL. */
    public static final Set<Attribute> BASIC =
            Collections.unmodifiableSet(EnumSet.of(SIZE, PERMISSIONS, OWNER_IDS, ACCESS_TIME, MODIFY_TIME, LINK_COUNT));

    public static final Set<Attribute> NONE = Collections.unmodifiableSet(EnumSet.noneOf(Attribute.class));

    public static final Set<Attribute> ALL = Collections.unmodifiableSet(EnumSet.allOf(Attribute.class));
}
