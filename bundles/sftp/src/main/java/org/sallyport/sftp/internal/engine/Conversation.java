/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.ResponseOrder;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;
import org.sallyport.sftp.internal.codec.MessageType;
import org.sallyport.sftp.internal.codec.ProtocolException;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.codec.StatusCode;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.handle.HandleTable;
import org.sallyport.sftp.internal.engine.reply.ReplyOrder;
import org.sallyport.sftp.internal.engine.reply.ReplyOrder.Ticket;
import org.sallyport.sftp.internal.engine.request.Order;
import org.sallyport.sftp.internal.engine.request.Plan;
import org.sallyport.sftp.internal.engine.request.Protocol;
import org.sallyport.sftp.internal.engine.request.Replies;
import org.sallyport.sftp.internal.engine.request.Reports;
import org.sallyport.sftp.internal.engine.request.RequestContext;
import org.sallyport.sftp.internal.engine.request.RequestWork;
import org.sallyport.sftp.internal.engine.request.Session;
import org.sallyport.sftp.internal.engine.schedule.Operation;
import org.sallyport.sftp.internal.engine.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session makes of its packets, in the order of arrival: the handshake is answered here, everything else planned and
 * given to the scheduler. Used by one thread at a time, but for what says otherwise.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** Announced by {@code limits@openssh.com}; more than any client needs that gives handles back. */
    private static final int MOST_HANDLES = 1024;

    private static final int INIT_LENGTH = 5;

    private final SessionContext session;
    private final Generation generation;
    private final Scheduler scheduler;
    private final ReplyOrder replyOrder;
    private final SessionTree tree = new SessionTree();
    private final HandleTable handles;
    private final Negotiation negotiation;
    private final Traits traits = new Traits();
    private final Reports reports;
    private final Object allReplies = new Object();

    private Session shared;
    private Protocol protocol;
    private Replies replies;
    private RequestContext requestContext;
    private boolean versionMayBeSelected;
    private boolean recognised;
    private volatile int version;

    Conversation(SessionContext session, Generation generation, Scheduler scheduler, ReplyOrder replyOrder) {
        this.session = session;
        this.generation = generation;
        this.scheduler = scheduler;
        this.replyOrder = replyOrder;
        this.handles = new HandleTable(MOST_HANDLES, generation.random());
        this.negotiation = new Negotiation(session);
        this.reports = new Reports(session);
    }

    Reports reports() {
        return reports;
    }

    SessionTree tree() {
        return tree;
    }

    /** Whether the next packet has to wait for something that is being done. */
    boolean mustWait() {
        return protocol != null && !tree.isSettled()
                || shared != null && shared.order().hasManyMoves();
    }

    /** For any thread. */
    int version() {
        return version;
    }

    /** How the client uses the protocol; for any thread. */
    Set<String> traits() {
        return traits.seen();
    }

    /** For any thread. */
    List<Handle> openHandles() {
        return handles.open();
    }

    /**
     * Takes the next packet.
     *
     * @return false if no more are to be taken and the channel is to be closed
     * @throws ProtocolException if the connection has to end
     */
    boolean take(ByteBuffer packet, boolean owned) throws ProtocolException {
        int bytes = packet.remaining();
        if (packet.get(packet.position()) == MessageType.INIT) {
            return init(packet, bytes);
        }
        if (protocol == null) {
            throw ProtocolException.fatal("a request before SSH_FXP_INIT");
        }
        int start = packet.position();
        Request request;
        try {
            request = protocol.decoder().decode(packet);
        } catch (ProtocolException bad) {
            if (!bad.isAnswerable()) {
                throw bad;
            }
            versionMayBeSelected = false;
            schedule(
                    Plan.answer(replies.status(bad.requestId(), bad.status(), bad.getMessage())),
                    bad.requestId(),
                    ticket(Request.FOREIGN_HANDLE),
                    "bad message",
                    bytes,
                    owned);
            return true;
        }
        negotiation.observe(request);
        traits.observe(packet, start, request);
        adopt();
        if (!recognised && negotiation.isRecognised()) {
            recognised = true;
            LOG.info("session {} of {}: {}", session.id(), session.user(), negotiation.recognition());
        }
        boolean goOn = true;
        Plan plan;
        if (request instanceof Request.VersionSelect select) {
            goOn = versionMayBeSelected && negotiation.select(select.version());
            adopt();
            plan = Plan.answer(goOn ? replies.ok(request.id()) : replies.status(request.id(), StatusCode.FAILURE));
        } else if (request instanceof Request.FilenameTranslation translation) {
            StatusCode status =
                    negotiation.translateNames(translation.translate()) ? StatusCode.OK : StatusCode.OP_UNSUPPORTED;
            adopt();
            plan = Plan.answer(replies.status(request.id(), status));
        } else {
            plan = plan(request);
        }
        versionMayBeSelected = false;
        schedule(
                plan, request.id(), ticket(request.handle()), request.getClass().getSimpleName(), bytes, owned);
        return goOn;
    }

    private Plan plan(Request request) {
        if (tree.failure().isPresent()) {
            return Plan.answer(replies.failure(request.id(), tree.failure().get()));
        }
        return generation.handlers().plan(requestContext, request);
    }

    private void schedule(Plan plan, int requestId, Ticket ticket, String what, int bytes, boolean owned) {
        RequestWork work =
                new RequestWork(replies, session.id(), replyOrder, ticket, requestId, what, plan.action(), owned);
        scheduler.submit(Operation.request(work, plan.claims(), plan.prompt(), bytes, plan.replyBytes()));
    }

    private Ticket ticket(int handle) {
        ResponseOrder order = protocol.quirks().get(SftpQuirks.RESPONSE_ORDER);
        if (order == ResponseOrder.FREE || order == ResponseOrder.PER_HANDLE && handle == Request.FOREIGN_HANDLE) {
            return Ticket.FREE;
        }
        protocol.quirks().exercised(SftpQuirks.RESPONSE_ORDER);
        return replyOrder.enter(order == ResponseOrder.STRICT ? allReplies : (Object) handle);
    }

    /** A second INIT is answered like the first; what is open stays open. */
    private boolean init(ByteBuffer packet, int bytes) throws ProtocolException {
        if (bytes < INIT_LENGTH) {
            throw ProtocolException.fatal("SSH_FXP_INIT without a version");
        }
        int requested = packet.getInt(packet.position() + 1);
        if (!negotiation.init(requested)) {
            session.report(new Activity(
                    Activity.Kind.REFUSED,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    Duration.ZERO,
                    "protocol-version",
                    "SFTP version " + requested));
            return false;
        }
        boolean first = protocol == null;
        traits.begins(requested);
        adopt();
        versionMayBeSelected = first;
        ReplyBuffer reply = new Announcement(protocol, negotiation.versions())
                .write(generation.pool().take(Plan.SMALL_REPLY));
        schedule(Plan.answer(reply), 0, ticket(Request.FOREIGN_HANDLE), "init", bytes, true);
        return true;
    }

    /** Talks from now on as was negotiated. */
    private void adopt() {
        if (protocol != negotiation.protocol()) {
            protocol = negotiation.protocol();
            replies = new Replies(protocol, generation.pool());
            requestContext = null;
            version = protocol.version();
        }
        if (requestContext == null && tree.tree() != null) {
            if (shared == null) {
                shared = new Session(
                        session,
                        tree.tree(),
                        new Order(tree.tree()),
                        handles,
                        generation.pool(),
                        generation.uploads(),
                        reports);
            }
            requestContext = new RequestContext(shared, protocol);
        }
    }

    /** Gives up all that is open, each handle after what still runs on it. */
    void abandonAll() {
        for (Handle handle : handles.close()) {
            Abandoning work = new Abandoning(session, handles, handle);
            scheduler.submit(Operation.cleanup(work, claims -> claims.exclusive(handle)));
        }
    }
}
