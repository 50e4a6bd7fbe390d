/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sshd.internal.session.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of a channel of type {@code session} (RFC 4254, section 6.1) that serves one subsystem, or one of a few commands, and
 * refuses everything else: shell, pty, environment, agent and X11 forwarding.
 */
final class SessionChannel extends AbstractServerChannel implements Connection.ServedChannel {

    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);

    private static final int LONGEST_NAME = 100;

    private final Connection connection;
    private final Subsystems subsystems;
    private final AtomicBoolean admitted = new AtomicBoolean();
    private volatile Subsystem subsystem;
    private ChannelPipe pipe;

    SessionChannel(Connection connection, Subsystems subsystems) {
        super("session", List.of(), null);
        this.connection = connection;
        this.subsystems = subsystems;
    }

    @Override
    protected void configureWindow() {
        Quirks quirks = connection.quirks();
        CoreModuleProperties.WINDOW_SIZE.set(this, (long) quirks.get(TransportQuirks.CHANNEL_WINDOW));
        CoreModuleProperties.MAX_PACKET_SIZE.set(this, (long) quirks.get(TransportQuirks.CHANNEL_PACKET));
        super.configureWindow();
    }

    private void count(Quirk<Integer> quirk) {
        Quirks quirks = connection.quirks();
        if (!quirks.get(quirk).equals(quirk.neutral())) {
            quirks.exercised(quirk);
        }
    }

    /** A channel too many is refused and the connection goes on (RFC 4254, section 5.1); MINA alone would end it. */
    @Override
    protected OpenFuture doInit(Buffer buffer) {
        if (connection.admitChannel(SessionChannelFactory.mostChannels(this))) {
            admitted.set(true);
            count(TransportQuirks.CHANNEL_WINDOW);
            count(TransportQuirks.CHANNEL_PACKET);
            return super.doInit(buffer);
        }
        OpenFuture refused = new DefaultOpenFuture(this, this);
        refused.setException(new SshChannelOpenException(
                getChannelId(), SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "Too many channels"));
        close(true);
        return refused;
    }

    @Override
    protected void handleUnknownChannelRequest(String request, boolean wantReply, Buffer buffer) throws IOException {
        RequestHandler.Result result =
                switch (request) {
                    case "subsystem" -> start(subsystems::open, buffer.getString());
                    case "exec" -> start(subsystems::run, buffer.getString());
                    default -> handleInternalRequest(request, wantReply, buffer);
                };
        boolean refused = result == null || result == RequestHandler.Result.Unsupported;
        if (refused) {
            LOG.debug("session {}: refused channel request {}", connection.id(), request);
        }
        sendResponse(buffer, request, refused ? RequestHandler.Result.ReplyFailure : result, wantReply);
        Subsystem begun = subsystem;
        if (begun != null && result == RequestHandler.Result.ReplySuccess) {
            // What has something to say without being asked may say it now that the client knows it is served.
            begun.writable();
        }
    }

    /** Begins to serve what the client named. */
    @FunctionalInterface
    private interface Beginning {

        Subsystem begin(String name, SubsystemChannel channel, SessionContext session)
                throws SubsystemUnavailableException;
    }

    private RequestHandler.Result start(Beginning beginning, String name) {
        if (subsystem != null) {
            return RequestHandler.Result.ReplyFailure;
        }
        try {
            pipe = new ChannelPipe(this);
            subsystem = beginning.begin(name, pipe, connection);
            pipe.attach(subsystem);
            connection.opened(this);
            return RequestHandler.Result.ReplySuccess;
        } catch (SubsystemUnavailableException unavailable) {
            LOG.info("session {}: {} refused: {}", connection.id(), shown(name), unavailable.getMessage());
            return RequestHandler.Result.ReplyFailure;
        }
    }

    /** What a client sent, fit for a log. */
    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > LONGEST_NAME ? printable.substring(0, LONGEST_NAME) : printable;
    }

    @Override
    public Optional<SessionInfo.ChannelInfo> subsystemInfo() {
        return Optional.ofNullable(subsystem).map(Subsystem::info);
    }

    @Override
    public void tap(Optional<PacketTap> tap) {
        Subsystem served = subsystem;
        if (served != null) {
            served.tap(tap);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        connection.received(length);
        if (subsystem == null) {
            getLocalWindow().release(length);
        } else {
            subsystem.received(ByteBuffer.wrap(data, offset, (int) length));
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        getLocalWindow().release(length);
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        if (pipe != null) {
            pipe.roomMayHaveGrown();
        }
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        if (subsystem != null) {
            subsystem.endOfInput();
        }
    }

    @Override
    protected void preClose() {
        if (admitted.compareAndSet(true, false)) {
            connection.channelEnded();
        }
        Subsystem served = subsystem;
        if (served != null) {
            connection.closed(this);
            served.closed();
        }
        super.preClose();
    }

    void sent(int bytes) {
        connection.sent(bytes);
    }

    void finish(int exitStatus) throws IOException {
        if (!isClosing()) {
            sendEof();
            sendExitStatus(exitStatus);
            close(false);
        }
    }
}
