/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.ReservedSessionMessagesHandler;
import org.apache.sshd.common.session.helpers.PendingWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerFactoryManager;
import org.sallyport.sshd.internal.packet.PacketPool;
import org.sallyport.sshd.internal.packet.PacketSession;

/**
 * A session whose client cannot make the server hold, or compute, more than it should: bounded messages before login, no second key
 * exchange before it, bounded answers during one. It asks a silent client whether it is still there, and neither question nor
 * answer counts as activity.
 */
public final class GuardedSession extends PacketSession implements ReservedSessionMessagesHandler {

    /** Clients need some twenty; some pad passwords with SSH_MSG_IGNORE. */
    private static final int MOST_MESSAGES_BEFORE_LOGIN = 1000;

    /** Packets of some 100 bytes each; channel data is bounded by {@link ChannelPipe}. */
    private static final int MOST_WAITING = 4096;

    private static final String KEEP_ALIVE = "keepalive@openssh.com";

    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean heard;
    private volatile boolean rekeying = true;

    /** Belongs to the thread that reads. */
    private int messagesBeforeLogin;

    /** Belongs to the timer. */
    private int unanswered;

    public GuardedSession(ServerFactoryManager server, IoSession connection, PacketPool pool) throws Exception {
        super(server, connection, pool);
    }

    /** The server asks for no new keys; the client may. */
    public void neverRekey() {
        rekeying = false;
    }

    @Override
    protected boolean isRekeyRequired() {
        return rekeying && isAuthenticated() && super.isRekeyRequired();
    }

    /** One key exchange costs a client little and the server much, so that it has to log in before it gets another. */
    @Override
    protected void handleKexInit(Buffer buffer) throws Exception {
        if (initialKexDone && !isAuthenticated()) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "New keys before login");
        }
        super.handleKexInit(buffer);
    }

    @Override
    protected void doHandleMessage(Buffer buffer) throws Exception {
        heard = true;
        if (!isAuthenticated() && ++messagesBeforeLogin > MOST_MESSAGES_BEFORE_LOGIN) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "Too many messages before login");
        }
        int command = buffer.rawByte(buffer.rpos()) & 0xff;
        Instant idleSince = idleStart;
        super.doHandleMessage(buffer);
        if (isAnswer(command)) {
            idleStart = idleSince;
        }
    }

    /** RFC 4254, section 4; some clients answer a global request that they do not know by SSH_MSG_UNIMPLEMENTED. */
    private static boolean isAnswer(int command) {
        return command == SshConstants.SSH_MSG_REQUEST_SUCCESS
                || command == SshConstants.SSH_MSG_REQUEST_FAILURE
                || command == SshConstants.SSH_MSG_UNIMPLEMENTED;
    }

    /**
     * Answers are written as the client reads, and nothing is read of one that reads nothing; but those that wait for the end of a key
     * exchange, which a client need not bring about, wait here.
     */
    @Override
    public IoWriteFuture writePacket(Buffer buffer) throws IOException {
        int command = buffer.rawByte(buffer.rpos()) & 0xff;
        IoWriteFuture written = super.writePacket(buffer);
        if (written instanceof PendingWriteFuture && command != SshConstants.SSH_MSG_CHANNEL_DATA) {
            if (waiting.incrementAndGet() > MOST_WAITING) {
                throw new SshException(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "A key exchange without end");
            }
            written.addListener(done -> waiting.decrementAndGet());
        }
        return written;
    }

    @Override
    public ReservedSessionMessagesHandler getReservedSessionMessagesHandler() {
        return this;
    }

    /** Called by MINA's timer at each keepalive interval, but not during a key exchange. */
    @Override
    public boolean sendReservedHeartbeat(ConnectionService service) throws IOException {
        if (heard) {
            heard = false;
            unanswered = 0;
            return false;
        }
        if (unanswered >= CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.getRequired(this)) {
            disconnect(SshConstants.SSH2_DISCONNECT_CONNECTION_LOST, "No answer to keepalives");
            return false;
        }
        unanswered++;
        Instant idleSince = idleStart;
        Buffer request = createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, KEEP_ALIVE.length() + Long.BYTES);
        request.putString(KEEP_ALIVE);
        request.putBoolean(true);
        request(request, KEEP_ALIVE, (command, answer) -> {
            // that there is one is noted for every message
        });
        idleStart = idleSince;
        return true;
    }
}
