/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.StringJoiner;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.StatusCode;
import org.sallyport.sftp.internal.engine.reply.ReplyOrder;
import org.sallyport.sftp.internal.engine.schedule.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A planned request as the scheduler sees it: whatever happens, it is answered once. */
public final class RequestWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(RequestWork.class);
    private static final int FRAMES = 8;
    private static final int CAUSES = 4;

    private final Replies replies;
    private final String sessionId;
    private final ReplyOrder replyOrder;
    private final ReplyOrder.Ticket ticket;
    private final int requestId;
    private final String what;
    private final Action action;
    private final boolean ownsPacket;

    /**
     * @param what the kind of request, for the log
     * @param ownsPacket whether the packet's memory stays valid after the call that brought it
     */
    public RequestWork(
            Replies replies,
            String sessionId,
            ReplyOrder replyOrder,
            ReplyOrder.Ticket ticket,
            int requestId,
            String what,
            Action action,
            boolean ownsPacket) {
        this.replies = replies;
        this.sessionId = sessionId;
        this.replyOrder = replyOrder;
        this.ticket = ticket;
        this.requestId = requestId;
        this.what = what;
        this.action = action;
        this.ownsPacket = ownsPacket;
    }

    @Override
    public void run() {
        replyOrder.answer(ticket, reply());
    }

    private ReplyBuffer reply() {
        try {
            return action.run();
        } catch (FileTreeException failure) {
            return replies.failure(requestId, failure);
        } catch (RuntimeException | Error bug) {
            // A request that is never answered, or a scheduler left waiting for it, would be worse than any error.
            LOG.warn("{} of session {} failed: {}", what, sessionId, trace(bug));
            return replies.status(requestId, StatusCode.FAILURE, "Internal error");
        }
    }

    /** Where it happened, without messages: those of stores may hold addresses with passwords or capabilities. */
    public static String trace(Throwable bug) {
        StringJoiner trace = new StringJoiner(" < ");
        Throwable cause = bug;
        for (int depth = 0; cause != null && depth < CAUSES; depth++) {
            trace.add(cause.getClass().getName());
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                trace.add(frames[i].toString());
            }
            cause = cause.getCause();
        }
        return trace.toString();
    }

    @Override
    public void retain() {
        if (!ownsPacket) {
            action.retain();
        }
    }

    @Override
    public void drop() {
        replyOrder.answer(ticket, replies.status(requestId, StatusCode.CONNECTION_LOST));
    }

    @Override
    public boolean isNextToAnswer() {
        return replyOrder.isNext(ticket);
    }
}
