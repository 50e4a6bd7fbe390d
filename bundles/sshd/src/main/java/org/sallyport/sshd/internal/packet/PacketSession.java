/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.packet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.PendingWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.sallyport.sshd.internal.cipher.PacketCipher;
import org.sallyport.sshd.internal.nio.InputBuffer;
import org.sallyport.sshd.internal.nio.NioSession;
import org.sallyport.sshd.internal.nio.WriteFuture;

/**
 * MINA's session, which decrypts packets straight from where they were received. MINA itself collects all bytes in a buffer of
 * the session, decrypts there and moves up what is left after each packet. It still does so wherever no {@link PacketCipher} is
 * in use, and for what a packet is before and while keys are exchanged: all of that is its own.
 */
public class PacketSession extends ServerSessionImpl {

    /** What MINA gets at once: it moves the rest after each packet. */
    private static final int PORTION = 32 << 10;

    /** As MINA has it, and OpenSSH. */
    private static final int LARGEST = 256 << 10;

    private final PacketPool pool;

    public PacketSession(ServerFactoryManager server, IoSession connection, PacketPool pool) throws Exception {
        super(server, connection);
        this.pool = pool;
    }

    /** The session behind MINA's interface. */
    public static PacketSession of(Session session) {
        return (PacketSession) session;
    }

    /** Memory for packets. */
    public PacketPool pool() {
        return pool;
    }

    /** The connection below. */
    public NioSession connection() {
        return (NioSession) getIoSession();
    }

    @Override
    public void messageReceived(Readable received) throws Exception {
        InputBuffer input = (InputBuffer) received;
        decodeLock.lock();
        try {
            boolean whole = true;
            while (whole && input.bytes().hasRemaining() && !isClosing()) {
                if (!(inCipher instanceof PacketCipher)) {
                    leaveToMina(input, PORTION);
                } else if (decoderBuffer.available() > 0 || decoderState != 0) {
                    leaveToMina(input, missing());
                } else {
                    whole = packet((PacketCipher) inCipher, input);
                }
            }
        } finally {
            decodeLock.unlock();
        }
    }

    private void leaveToMina(InputBuffer input, int most) throws Exception {
        ByteBuffer bytes = input.bytes();
        int count = Math.min(most, bytes.remaining());
        int limit = bytes.limit();
        bytes.limit(bytes.position() + count);
        try {
            super.messageReceived(input);
        } finally {
            bytes.limit(limit);
        }
    }

    /** How much the packet lacks that MINA has begun to collect, so that the next one is ours. */
    private int missing() {
        int wanted = decoderState == 0
                ? Integer.BYTES + 1
                : decoderLength + (inMac == null ? 0 : inMacSize) + inCipher.getAuthenticationTagSize();
        return Math.max(1, wanted - decoderBuffer.available());
    }

    /** @return false if it is not there as a whole */
    private boolean packet(PacketCipher cipher, InputBuffer input) throws Exception {
        ByteBuffer bytes = input.bytes();
        if (bytes.remaining() < Integer.BYTES) {
            return false;
        }
        int at = bytes.position();
        int length = cipher.length(bytes.array(), at);
        if (length < SshConstants.SSH_PACKET_HEADER_LEN || length > LARGEST || length % inCipherSize != 0) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "a packet of " + length + " bytes");
        }
        int whole = Integer.BYTES + length + cipher.getAuthenticationTagSize();
        if (bytes.remaining() < whole) {
            return false;
        }
        byte[] plain = input.plain();
        cipher.open(bytes.array(), at, length, plain);
        bytes.position(at + whole);
        int payload = length - 1 - (plain[0] & 0xff);
        if (payload < 1) {
            throw new SshException(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "a packet of padding");
        }
        seqi = seqi + 1L & 0xffffffffL;
        inPacketsCount.incrementAndGet();
        inBytesCount.addAndGet(payload);
        inBlocksCount.addAndGet(Math.max(1, length / inCipherSize));
        handleMessage(new ByteArrayBuffer(plain, 1, payload));
        return true;
    }

    /** A thread that gathers packets waits, with its next one, for the answer to this. */
    @Override
    protected byte[] sendKexInit(Map<KexProposalOption, String> proposal) throws Exception {
        byte[] sent = super.sendKexInit(proposal);
        connection().flush();
        return sent;
    }

    /** As MINA's own, which takes only futures of its own class: when the time is over the future fails, not the packet. */
    @Override
    public IoWriteFuture writePacket(Buffer buffer, long timeout, TimeUnit unit) throws IOException {
        IoWriteFuture written = writePacket(buffer);
        if (!written.isDone()) {
            ScheduledFuture<?> limit = getFactoryManager()
                    .getScheduledExecutorService()
                    .schedule(() -> expire(written, timeout, unit), timeout, unit);
            written.addListener(done -> limit.cancel(false));
        }
        return written;
    }

    private static void expire(IoWriteFuture written, long timeout, TimeUnit unit) {
        TimeoutException expired = new TimeoutException("not written within " + timeout + " " + unit);
        if (written instanceof WriteFuture packet) {
            packet.complete(expired);
        } else {
            // waits for the end of a key exchange
            ((PendingWriteFuture) written).setException(expired);
        }
    }
}
