/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

/**
 * One entry of an access control list in NFSv4 terms (draft-ietf-secsh-filexfer-13, section 7.8).
 *
 * @param type ACE4_ACCESS_ALLOWED 0, DENIED 1, AUDIT 2, ALARM 3
 * @param flags ACE4 flags
 * @param mask ACE4 access mask
 * @param who a name, or one of the special ones that end in {@code @}
 */
public record AclEntry(int type, int flags, int mask, String who) {}
