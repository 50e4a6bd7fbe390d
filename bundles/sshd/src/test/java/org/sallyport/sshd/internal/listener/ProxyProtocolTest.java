/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.SubsystemUnavailableException;

class ProxyProtocolTest {

    private static final String IDENT = "SSH-2.0-test\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

    @TempDir
    private Path folder;

    private TestListener listener(String versions, String trusted) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("none");
                },
                Map.of("proxy-protocol", versions, "trusted-proxies", trusted));
    }

    /** Sends bytes, in two pieces, and tells whom the server takes the client for; empty if it ended the connection. */
    private static List<String> addressSeen(TestListener listener, byte[] bytes) throws Exception {
        return addressSeen(listener, bytes, bytes.length / 2);
    }

    private static List<String> addressSeen(TestListener listener, byte[] bytes, int split) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            InputStream in = socket.getInputStream();
            // The server speaks first; what follows is read in pieces of its own.
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            byte[] block = new byte[4096];
            received.write(block, 0, Math.max(0, in.read(block)));
            socket.getOutputStream().write(bytes, 0, split);
            socket.getOutputStream().flush();
            TimeUnit.MILLISECONDS.sleep(20);
            socket.getOutputStream().write(bytes, split, bytes.length - split);
            socket.getOutputStream().flush();
            // The server's KEXINIT follows the client's identification; the end of the stream is the refusal.
            while (received.size() < 200) {
                int count = in.read(block);
                if (count < 0) {
                    return List.of();
                }
                received.write(block, 0, count);
            }
            return listener.connections().sessions().stream()
                    .map(SessionInfo::remoteAddress)
                    .toList();
        } catch (SocketException reset) {
            return List.of();
        }
    }

    private static byte[] v1(String header) {
        return (header + IDENT).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] v2(int command, int family, byte... addresses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        out.write(0x20 | command);
        out.write(family);
        out.write(addresses.length >> 8);
        out.write(addresses.length);
        out.writeBytes(addresses);
        out.writeBytes(IDENT.getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    @Test
    void bothVersionsTellTheClientsAddress() throws Exception {
        try (TestListener listener = listener("both", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711 22\r\n")))
                    .containsExactly("192.0.2.7:4711");
        }
        try (TestListener listener = listener("both", "127.0.0.0/8")) {
            byte[] addresses = {(byte) 198, 51, 100, 9, 10, 0, 0, 1, 0x12, 0x34, 0, 22, 4, 0, 1, 0};
            assertThat(addressSeen(listener, v2(1, 0x11, addresses))).containsExactly("198.51.100.9:4660");
        }
        try (TestListener listener = listener("v1", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY TCP6 2001:db8::5 2001:db8::1 99 22\r\n")))
                    .containsExactly("[2001:db8::5]:99");
        }
    }

    @Test
    void aBalancersOwnConnectionsKeepItsAddress() throws Exception {
        try (TestListener listener = listener("both", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY UNKNOWN\r\n")))
                    .hasSize(1)
                    .allMatch(seen -> seen.startsWith("127.0.0.1:"));
        }
        try (TestListener listener = listener("v2", "127.0.0.1")) {
            assertThat(addressSeen(listener, v2(0, 0))).hasSize(1).allMatch(seen -> seen.startsWith("127.0.0.1:"));
        }
    }

    @Test
    void whatIsMalformedMissingOrNotTrustedEndsTheConnection() throws Exception {
        try (TestListener listener = listener("both", "127.0.0.1")) {
            byte[] long107 = new byte[300];
            Arrays.fill(long107, (byte) ' ');
            for (byte[] bad : List.of(
                    v1(""),
                    v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711\r\n"),
                    v1("PROXY TCP4 example.org 192.0.2.1 4711 22\r\n"),
                    v1("PROXY TCP4 192.0.2.7 192.0.2.1 99999 22\r\n"),
                    v1("PROXY TCP4 2001:db8::5 192.0.2.1 1 22\r\n"),
                    v1("PROXY " + new String(long107, StandardCharsets.US_ASCII) + "\r\n"),
                    v2(2, 0x11, new byte[12]),
                    v2(1, 0x31, new byte[216]),
                    v2(1, 0x11, new byte[4]),
                    v2(1, 0x11, new byte[4000]))) {
                assertThat(addressSeen(listener, bad)).isEmpty();
            }
        }
        try (TestListener listener = listener("both", "10.0.0.0/8")) {
            assertThat(addressSeen(listener, v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711 22\r\n")))
                    .isEmpty();
        }
        try (TestListener listener = listener("v2", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711 22\r\n")))
                    .isEmpty();
        }
    }

    @Test
    void deniedAddressesAreThoseBehindTheProxy() throws Exception {
        try (TestListener listener = new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("none");
                },
                Map.of("proxy-protocol", "v1", "trusted-proxies", "127.0.0.1", "deny-addresses", "192.0.2.0/24"))) {
            assertThat(addressSeen(listener, v1("PROXY TCP4 192.0.2.7 10.0.0.1 1 22\r\n")))
                    .isEmpty();
            assertThat(addressSeen(listener, v1("PROXY TCP4 198.51.100.7 10.0.0.1 1 22\r\n")))
                    .hasSize(1);
        }
    }

    /** A balancer sends its header before the client has said anything. */
    @Test
    void theHeaderMayEndAnywhere() throws Exception {
        byte[] one = v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711 22\r\n");
        byte[] two = v2(1, 0x11, new byte[] {(byte) 192, 0, 2, 7, 10, 0, 0, 1, 0x12, 0x67, 0, 22});
        for (byte[] header : List.of(one, two)) {
            for (int split : new int[] {
                1, 12, 15, 16, header.length - IDENT.length() - 1, header.length - IDENT.length(), header.length - 5
            }) {
                try (TestListener listener = listener("both", "127.0.0.1")) {
                    assertThat(addressSeen(listener, header, split))
                            .as("split at %s", split)
                            .containsExactly("192.0.2.7:4711");
                }
            }
        }
    }

    @Test
    void anIpv4ClientOfAListenerForBothIsOne() throws Exception {
        try (TestListener listener = listener("v1", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:192.0.2.1 99 22\r\n")))
                    .containsExactly("192.0.2.7:99");
            assertThat(addressSeen(listener, v1("PROXY TCP4 ::ffff:192.0.2.7 192.0.2.1 99 22\r\n")))
                    .isEmpty();
        }
    }

    @Test
    void whoeverIsNotTrustedIsRefusedBeforeSendingAnything() throws Exception {
        try (TestListener listener = listener("both", "10.0.0.0/8");
                Socket socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout(20_000);
            assertThat(ended(socket)).isTrue();
            listener.await("the refusal", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("not one of trusted-proxies")));
        }
    }

    @Test
    void whatIsRefusedIsTold() throws Exception {
        try (TestListener listener = listener("v2", "127.0.0.1")) {
            assertThat(addressSeen(listener, v1("PROXY TCP4 192.0.2.7 192.0.2.1 4711 22\r\n")))
                    .isEmpty();
            listener.await("the refusal", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().contains("PROXY header")));
        }
    }

    @Test
    void connectionsWithoutAHeaderAreBounded() throws Exception {
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, session) -> {
                            throw new SubsystemUnavailableException("none");
                        },
                        Map.of("proxy-protocol", "v1", "trusted-proxies", "127.0.0.1", "max-pending-logins", "2"));
                Socket one = new Socket("127.0.0.1", listener.port());
                Socket two = new Socket("127.0.0.1", listener.port())) {
            listener.await(
                    "two connections", () -> listener.connections().sessions().size() == 2);
            try (Socket three = new Socket("127.0.0.1", listener.port())) {
                three.setSoTimeout(20_000);
                assertThat(ended(three)).isTrue();
            }
            assertThat(one.isClosed() || two.isClosed()).isFalse();
            assertThat(listener.connections().sessions()).hasSize(2);
        }
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() throws Exception {
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, session) -> {
                            throw new SubsystemUnavailableException("none");
                        },
                        Map.of(
                                "proxy-protocol", "v1",
                                "trusted-proxies", "127.0.0.1",
                                "max-connections-per-address", "1"));
                Socket first = new Socket("127.0.0.1", listener.port())) {
            first.getOutputStream().write(v1("PROXY TCP6 2001:db8::1 2001:db8:: 1 22\r\n"));
            listener.await("the first", () -> listener.connections().sessions().stream()
                    .anyMatch(session -> session.remoteAddress().startsWith("[2001:db8::1]")));
            assertThat(addressSeen(listener, v1("PROXY TCP6 2001:db8::ffff:2 2001:db8:: 1 22\r\n")))
                    .isEmpty();
            assertThat(addressSeen(listener, v1("PROXY TCP6 2001:db8:0:1::2 2001:db8:: 1 22\r\n")))
                    .contains("[2001:db8:0:1::2]:1");
        }
    }

    /** Whether the server ends a connection without more than its identification. */
    private static boolean ended(Socket socket) throws Exception {
        try {
            return socket.getInputStream().readAllBytes().length < 200;
        } catch (SocketException reset) {
            return true;
        }
    }
}
