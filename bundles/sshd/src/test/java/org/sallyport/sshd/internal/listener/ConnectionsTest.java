/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** Connections that behave badly, at the level of TCP. */
@Timeout(180)
class ConnectionsTest {

    private static final String IDENTIFICATION = "SSH-2.0-test\r\n";

    @TempDir
    private Path folder;

    private TestListener listener(Map<String, String> settings) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("there is none");
                },
                settings);
    }

    private static Socket connect(TestListener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static String identification(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0 && next != '\n';
                next = socket.getInputStream().read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static int live(TestListener listener) {
        return listener.connections().count(connection -> true);
    }

    @Test
    void aResetEndsTheConnectionAndNoOther() throws Exception {
        try (TestListener listener = listener(Map.of());
                Socket stays = connect(listener)) {
            identification(stays);
            for (int i = 0; i < 20; i++) {
                Socket resets = connect(listener);
                resets.getOutputStream().write(IDENTIFICATION.getBytes(StandardCharsets.US_ASCII));
                resets.setSoLinger(true, 0);
                resets.close();
            }
            await(() -> live(listener) == 1);
            stays.getOutputStream().write(IDENTIFICATION.getBytes(StandardCharsets.US_ASCII));
            assertThat(stays.getInputStream().read()).as("the server's KEXINIT").isNotNegative();
        }
    }

    @Test
    void aClientThatSendsNothingMoreIsLetGo() throws Exception {
        try (TestListener listener = listener(Map.of());
                Socket half = connect(listener)) {
            half.getOutputStream().write(IDENTIFICATION.getBytes(StandardCharsets.US_ASCII));
            half.shutdownOutput();
            while (half.getInputStream().read() >= 0) {
                // the identification and KEXINIT, then the end
            }
            await(() -> live(listener) == 0);
        }
    }

    @Test
    void garbageAndPartsOfPacketsEndTheConnectionOrWait() throws Exception {
        try (TestListener listener = listener(Map.of());
                Socket slow = connect(listener);
                Socket garbage = connect(listener)) {
            for (byte next : IDENTIFICATION.getBytes(StandardCharsets.US_ASCII)) {
                slow.getOutputStream().write(next);
                slow.getOutputStream().flush();
            }
            try {
                garbage.getOutputStream()
                        .write((IDENTIFICATION + "x".repeat(400_000)).getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException endedBeforeItWasAllWritten) {
                assertThat(endedBeforeItWasAllWritten).hasMessageMatching("Broken pipe|Connection reset.*");
            }
            await(() -> live(listener) == 1);
            identification(slow);
            assertThat(slow.getInputStream().read()).as("KEXINIT").isNotNegative();
        }
    }

    @Test
    void aThousandIdleConnectionsTakeNoThreads() throws Exception {
        try (TestListener listener = listener(Map.of(
                "max-connections", "5000", "max-pending-logins", "5000", "max-pending-logins-per-address", "0"))) {
            int threads = Thread.activeCount();
            List<SocketChannel> idle = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    idle.add(SocketChannel.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port())));
                }
                await(() -> live(listener) == 1000);
                assertThat(Thread.activeCount()).isLessThan(threads + 20);
                try (Socket another = connect(listener)) {
                    assertThat(identification(another)).startsWith("SSH-2.0-");
                }
            } finally {
                for (SocketChannel socket : idle) {
                    socket.close();
                }
            }
            await(() -> live(listener) == 0);
        }
    }

    @Test
    void anInterruptDoesNotHarmALoop() throws Exception {
        try (TestListener listener = listener(Map.of());
                Socket before = connect(listener)) {
            identification(before);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("sallyport-io-")) {
                    thread.interrupt();
                }
            }
            before.getOutputStream().write(IDENTIFICATION.getBytes(StandardCharsets.US_ASCII));
            assertThat(before.getInputStream().read()).isNotNegative();
            try (Socket after = connect(listener)) {
                assertThat(identification(after)).startsWith("SSH-2.0-");
            }
        }
    }

    @Test
    void aClosedListenerLeavesNoThreadsAndNoPort() throws Exception {
        int port;
        try (TestListener listener = listener(Map.of());
                Socket open = connect(listener)) {
            identification(open);
            port = listener.port();
        }
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
        }
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("sallyport-io-")));
    }
}
