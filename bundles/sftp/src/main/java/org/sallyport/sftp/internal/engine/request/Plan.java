/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;

/**
 * How a request is to be done.
 *
 * @param claims what it needs in order
 * @param prompt whether it is quick enough for an I/O thread
 * @param replyBytes the most that its reply is likely to take
 * @param action what it does
 */
public record Plan(Declaration claims, boolean prompt, int replyBytes, Action action) {

    /** Enough for a status, a handle, attributes. */
    public static final int SMALL_REPLY = 256;

    /** Something that needs no store and no order. */
    public static Plan atOnce(Action action) {
        return new Plan(Declaration.NONE, true, SMALL_REPLY, action);
    }

    public static Plan answer(ReplyBuffer reply) {
        return atOnce(() -> reply);
    }

    /** Something with a small reply. */
    public static Plan of(Declaration claims, boolean prompt, Action action) {
        return new Plan(claims, prompt, SMALL_REPLY, action);
    }
}
