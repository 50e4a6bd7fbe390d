/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

/** The subsystem {@code sftp} on a real SSH channel, without a client library between: bytes out, packets back. */
final class RawSftp implements AutoCloseable {

    /** How it introduces itself, for rules that are meant for it. */
    static final String BANNER = "HostileTester_1";

    private final SSHClient ssh;
    private Session session;
    private Session.Subsystem channel;
    private DataInputStream in;

    /** A packet that came back. */
    record Reply(int type, int id, ByteBuffer fields) {

        int status() {
            if (type != SftpPacket.STATUS) {
                throw new AssertionError("no STATUS but type " + type);
            }
            return fields.duplicate().getInt();
        }

        String message() {
            ByteBuffer rest = fields.duplicate();
            rest.getInt();
            return new String(string(rest), StandardCharsets.UTF_8);
        }

        byte[] handle() {
            if (type != SftpPacket.HANDLE) {
                throw new AssertionError("no HANDLE but " + (type == SftpPacket.STATUS ? message() : "type " + type));
            }
            return string(fields.duplicate());
        }

        byte[] data() {
            if (type != SftpPacket.DATA) {
                throw new AssertionError("no DATA but " + (type == SftpPacket.STATUS ? message() : "type " + type));
            }
            return string(fields.duplicate());
        }

        private static byte[] string(ByteBuffer from) {
            byte[] bytes = new byte[from.getInt()];
            from.get(bytes);
            return bytes;
        }
    }

    private RawSftp(SSHClient ssh) {
        this.ssh = ssh;
    }

    /** Logs in, and opens no channel yet. */
    static RawSftp login(Server server) throws IOException {
        return login(server, BANNER);
    }

    /** As a client that introduces itself so. */
    static RawSftp login(Server server, String banner) throws IOException {
        DefaultConfig config = new DefaultConfig();
        config.setVersion(banner);
        SSHClient ssh = new SSHClient(config);
        ssh.addHostKeyVerifier(new PromiscuousVerifier());
        ssh.connect("127.0.0.1", server.port());
        ssh.authPublickey(Server.USER, server.key().toString());
        return new RawSftp(ssh);
    }

    /** Logs in and negotiates version 3. */
    static RawSftp start(Server server) throws IOException {
        return start(server, BANNER);
    }

    /** Logs in as a client that introduces itself so, and negotiates version 3. */
    static RawSftp start(Server server, String banner) throws IOException {
        return start(server, banner, 3);
    }

    static RawSftp start(Server server, String banner, int version) throws IOException {
        RawSftp sftp = login(server, banner).openChannel();
        sftp.send(SftpPacket.init(version));
        sftp.next();
        return sftp;
    }

    SSHClient ssh() {
        return ssh;
    }

    /** The server may send so much in so large packets before we read; for channels that are opened later. */
    RawSftp window(long bytes, int packet) {
        ssh.getConnection().setWindowSize(bytes);
        ssh.getConnection().setMaxPacketSize(packet);
        return this;
    }

    RawSftp openChannel() throws IOException {
        session = ssh.startSession();
        channel = session.startSubsystem("sftp");
        in = new DataInputStream(channel.getInputStream());
        return this;
    }

    void send(SftpPacket... packets) throws IOException {
        send(List.of(packets));
    }

    void send(List<SftpPacket> packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.forEach(packet -> all.writeBytes(packet.bytes()));
        sendBytes(all.toByteArray());
    }

    void sendBytes(byte[] bytes) throws IOException {
        channel.getOutputStream().write(bytes);
        channel.getOutputStream().flush();
    }

    /** Sends EOF. */
    void endOfInput() throws IOException {
        channel.getOutputStream().close();
    }

    /** Sends bytes of the channel whatever the server's window says. */
    void sendBeyondTheWindow(byte[] bytes) throws IOException {
        SSHPacket packet = new SSHPacket(Message.CHANNEL_DATA);
        packet.putUInt32(session.getRecipient());
        packet.putString(bytes);
        ssh.getTransport().write(packet);
    }

    /** Gives the server more window, whatever was read. */
    void adjustWindow(long bytes) throws IOException {
        SSHPacket packet = new SSHPacket(Message.CHANNEL_WINDOW_ADJUST);
        packet.putUInt32(session.getRecipient());
        packet.putUInt32(bytes);
        ssh.getTransport().write(packet);
    }

    /** The next packet, for which it waits; empty if the channel or the connection has ended. */
    Optional<Reply> poll() {
        try {
            int length = in.readInt();
            byte[] body = new byte[length];
            in.readFully(body);
            ByteBuffer fields = ByteBuffer.wrap(body);
            return Optional.of(new Reply(fields.get() & 0xff, fields.getInt(), fields));
        } catch (EOFException ended) {
            return Optional.empty();
        } catch (SSHException disconnected) {
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Reply next() {
        return poll().orElseThrow(() -> new AssertionError("the session has ended"));
    }

    /** Sends a request and waits for the reply, which has to be its own. */
    Reply ask(SftpPacket packet) throws IOException {
        send(packet);
        return next();
    }

    /** Whether everything that is left ends with the end of the channel. */
    boolean endsHere() {
        return poll().isEmpty();
    }

    /** Breaks the connection off, without a word. */
    void breakOff() throws IOException {
        ssh.getSocket().close();
    }

    @Override
    public void close() throws IOException {
        ssh.close();
    }
}
