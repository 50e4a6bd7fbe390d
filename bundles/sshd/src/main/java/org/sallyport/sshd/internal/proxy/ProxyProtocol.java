/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerProxyAcceptor;
import org.apache.sshd.server.session.ServerSession;
import org.sallyport.api.session.Activity;
import org.sallyport.sshd.internal.address.AddressRange;
import org.sallyport.sshd.internal.session.Connection;

/**
 * The PROXY protocol of HAProxy, versions 1 and 2: a balancer tells who the client is, ahead of the first byte of SSH. It is believed
 * only from trusted addresses, which the listener checks, and demanded there: a connection without it would be taken for one from the
 * balancer itself.
 */
public final class ProxyProtocol implements ServerProxyAcceptor {

    /** Which versions are spoken. */
    public enum Versions {
        OFF,
        V1,
        V2,
        BOTH
    }

    private static final byte[] V2_SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final byte[] V1_SIGNATURE = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /** The longest header of version 1, line end included. */
    private static final int V1_MOST = 107;

    /** More than addresses and a few TLVs is not for an SSH server. */
    private static final int V2_MOST = 2048;

    /** Length of a header that was understood: MINA begins at it anew until the client's identification is there as well. */
    private static final AttributeKey<Integer> LENGTH = new AttributeKey<>();

    private final Versions versions;

    public ProxyProtocol(Versions versions) {
        this.versions = versions;
    }

    @Override
    public boolean acceptServerProxyMetadata(ServerSession session, Buffer buffer) throws ProxyProtocolException {
        Integer length = session.getAttribute(LENGTH);
        int start = buffer.rpos();
        if (length != null) {
            buffer.rpos(start + length);
            return true;
        }
        Connection connection = Connection.of(session);
        byte[] head = Arrays.copyOfRange(buffer.array(), start, buffer.wpos());
        try {
            boolean complete = startsLike(head, V2_SIGNATURE)
                    ? version2(connection, buffer, head)
                    : version1(connection, buffer, head);
            if (complete) {
                session.setAttribute(LENGTH, buffer.rpos() - start);
            }
            return complete;
        } catch (ProxyProtocolException refused) {
            connection.report(Activity.ofSession(Activity.Kind.LOGIN_REFUSED, "refused", refused.getMessage()));
            throw refused;
        }
    }

    private static boolean startsLike(byte[] head, byte[] signature) {
        int common = Math.min(head.length, signature.length);
        return Arrays.equals(head, 0, common, signature, 0, common);
    }

    private boolean version1(Connection connection, Buffer buffer, byte[] head) throws ProxyProtocolException {
        if (versions == Versions.V2 || !startsLike(head, V1_SIGNATURE)) {
            throw new ProxyProtocolException("no PROXY header of a version that is spoken here");
        }
        int end = -1;
        for (int i = 0; i + 1 < Math.min(head.length, V1_MOST) && end < 0; i++) {
            if (head[i] == '\r' && head[i + 1] == '\n') {
                end = i;
            }
        }
        if (end < 0) {
            if (head.length >= V1_MOST) {
                throw new ProxyProtocolException("a PROXY header of more than 107 bytes");
            }
            return false;
        }
        String[] fields = new String(head, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        if (fields.length >= 2 && fields[1].equals("UNKNOWN")) {
            buffer.rpos(buffer.rpos() + end + 2);
            return true;
        }
        if (fields.length != 6 || !(fields[1].equals("TCP4") || fields[1].equals("TCP6"))) {
            throw new ProxyProtocolException("a malformed PROXY header");
        }
        try {
            InetAddress source = AddressRange.literal(fields[2]);
            AddressRange.literal(fields[3]);
            // A proxy that listens on both families may write an IPv4 address as ::ffff:192.0.2.1.
            if ((fields[2].indexOf(':') < 0) != fields[1].equals("TCP4")) {
                throw new ProxyProtocolException("a PROXY header whose addresses are of another family");
            }
            connection.proxied(new InetSocketAddress(source, port(fields[4])));
            port(fields[5]);
        } catch (IllegalArgumentException malformed) {
            throw new ProxyProtocolException("a malformed PROXY header");
        }
        buffer.rpos(buffer.rpos() + end + 2);
        return true;
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 65535 || !Integer.toString(port).equals(text)) {
            throw new IllegalArgumentException(text);
        }
        return port;
    }

    private boolean version2(Connection connection, Buffer buffer, byte[] head) throws ProxyProtocolException {
        if (versions == Versions.V1) {
            throw new ProxyProtocolException("no PROXY header of a version that is spoken here");
        }
        if (head.length < 16) {
            return false;
        }
        int command = head[12] & 0xff;
        int family = head[13] & 0xff;
        int length = (head[14] & 0xff) << 8 | head[15] & 0xff;
        if (command >> 4 != 2 || (command & 0xf) > 1 || length > V2_MOST) {
            throw new ProxyProtocolException("a malformed PROXY header of version 2");
        }
        if (head.length < 16 + length) {
            return false;
        }
        if ((command & 0xf) == 1) {
            switch (family) {
                case 0x11 -> proxied(connection, head, length, 4);
                case 0x21 -> proxied(connection, head, length, 16);
                default -> throw new ProxyProtocolException("a PROXY header that names no TCP address");
            }
        }
        buffer.rpos(buffer.rpos() + 16 + length);
        return true;
    }

    private static void proxied(Connection connection, byte[] head, int length, int addressLength)
            throws ProxyProtocolException {
        if (length < 2 * addressLength + 4) {
            throw new ProxyProtocolException("a PROXY header too short for its addresses");
        }
        int portAt = 16 + 2 * addressLength;
        try {
            connection.proxied(new InetSocketAddress(
                    InetAddress.getByAddress(Arrays.copyOfRange(head, 16, 16 + addressLength)),
                    (head[portAt] & 0xff) << 8 | head[portAt + 1] & 0xff));
        } catch (UnknownHostException impossible) {
            throw new ProxyProtocolException("a PROXY header with an address of no known length");
        }
    }

    /** A header that is missing, malformed or not to be believed; the connection ends. */
    public static final class ProxyProtocolException extends Exception {

        private static final long serialVersionUID = 1L;

        ProxyProtocolException(String message) {
            super(message);
        }
    }
}
