/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.transport.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Games with windows and channels. */
class HostileChannelIT extends HostileIT {

    private static final int READ_WRITE_CREATE = 0x1 | 0x2 | 0x8;

    /** {@code max-channels} of the listener, by default. */
    private static final int MOST_CHANNELS = 10;

    HostileChannelIT(Server server) {
        super(server);
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }

    @Test
    void aTinyWindowGetsEverythingByAndBy() throws IOException {
        byte[] content = pattern(5000);
        try (RawSftp sftp = RawSftp.login(server).window(64, 32).openChannel()) {
            sftp.send(SftpPacket.init(3));
            sftp.next();
            byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/tiny", READ_WRITE_CREATE))
                    .handle();
            assertThat(sftp.ask(SftpPacket.write(2, handle, 0, content)).status())
                    .isZero();
            assertThat(sftp.ask(SftpPacket.read(3, handle, 0, 9999)).data()).isEqualTo(content);
        }
    }

    @Test
    void noWindowForLongLosesNothing() throws IOException {
        try (RawSftp sftp = RawSftp.login(server).window(300, 100).openChannel()) {
            List<SftpPacket> all = new ArrayList<>(List.of(SftpPacket.init(3)));
            IntStream.range(0, 20_000)
                    .forEach(i -> all.add(SftpPacket.of(SftpPacket.STAT, i).text("/")));
            sftp.send(all);
            assertThat(heapGrowth()).isLessThan(16L << 20);
            for (int i = 0; i < 20_001; i++) {
                sftp.next();
            }
        }
    }

    @Test
    void dataBeyondTheWindowEndsTheConnection() throws IOException {
        try (RawSftp sftp = RawSftp.login(server).window(0, 32 << 10).openChannel()) {
            sftp.send(SftpPacket.init(3));
            byte[] requests =
                    repeated(SftpPacket.of(SftpPacket.STAT, 1).text("/").bytes(), 2000);
            try {
                for (int sent = 0; sent < 64 << 20; sent += requests.length) {
                    sftp.sendBeyondTheWindow(requests);
                }
            } catch (IOException disconnected) {
                // as it should be
            }
            assertThat(sftp.endsHere()).isTrue();
            assertThatThrownBy(() -> sftp.ssh().getTransport().join(20, TimeUnit.SECONDS))
                    .isInstanceOf(TransportException.class);
        }
    }

    private static byte[] repeated(byte[] bytes, int times) {
        byte[] all = new byte[bytes.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
        }
        return all;
    }

    @Test
    void aWindowThatOverflowsIsAnsweredOrEndsTheConnection() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            for (int i = 0; i < 4; i++) {
                sftp.adjustWindow(0xffffffffL);
            }
            sftp.send(SftpPacket.of(SftpPacket.STAT, 1).text("/"));
            assertAnsweredOrEnded(sftp);
        }
    }

    private static void assertAnsweredOrEnded(RawSftp sftp) {
        assertThat(sftp.poll().map(RawSftp.Reply::id)).isIn(Optional.of(1), Optional.empty());
    }

    @Test
    void moreChannelsThanAllowedAreRefusedAndTheOthersGoOn() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            List<Session> halfOpen = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                try {
                    halfOpen.add(sftp.ssh().startSession());
                } catch (ConnectionException tooMany) {
                    refused++;
                }
            }
            assertThat(halfOpen).hasSize(MOST_CHANNELS - 1);
            assertThat(refused).isEqualTo(100 - halfOpen.size());
            assertServes(sftp);
            halfOpen.get(0).close();
            halfOpen.get(1).startSubsystem("sftp");
            assertServes(sftp);
        }
    }

    @Test
    void aThousandSessionsOneAfterTheOtherOnOneConnectionLeaveNothing() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            for (int i = 0; i < 1000; i++) {
                try (Session session = sftp.ssh().startSession()) {
                    session.startSubsystem("sftp")
                            .getOutputStream()
                            .write(SftpPacket.init(3).bytes());
                }
            }
            assertServes(sftp);
        }
    }

    @Test
    void channelsThatDoNotExistEndTheConnectionOrAreIgnored() throws IOException {
        for (Message message : List.of(
                Message.CHANNEL_DATA, Message.CHANNEL_EOF, Message.CHANNEL_CLOSE, Message.CHANNEL_WINDOW_ADJUST)) {
            try (RawSftp sftp = RawSftp.start(server)) {
                SSHPacket packet = new SSHPacket(message);
                packet.putUInt32(77);
                packet.putUInt32(4);
                packet.putUInt32(0);
                sftp.ssh().getTransport().write(packet);
                sftp.send(SftpPacket.of(SftpPacket.STAT, 1).text("/"));
                assertAnsweredOrEnded(sftp);
            }
        }
    }

    @Test
    void dataBehindEndOfInputDoesNoHarm() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            sftp.endOfInput();
            sftp.sendBeyondTheWindow(SftpPacket.of(SftpPacket.STAT, 1).text("/").bytes());
            while (!sftp.endsHere()) {
                assertThat(sftp.ssh().isConnected()).isTrue();
            }
        }
    }

    @Test
    void aHundredConnectionsThatAreBrokenOffLeaveNothing() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (RawSftp sftp = RawSftp.start(server)) {
                byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/broken", READ_WRITE_CREATE))
                        .handle();
                SftpPacket[] writes = new SftpPacket[20];
                Arrays.setAll(writes, n -> SftpPacket.write(n, handle, n * 1000L, new byte[1000]));
                sftp.send(writes);
                sftp.breakOff();
            }
        }
    }

    /** Of each family of key exchange: keys that are too short, no point of the curve, or out of range. */
    @ParameterizedTest
    @CsvSource({
        "curve25519-sha256, 32, 0",
        "curve25519-sha256, 2, 1",
        "ecdh-sha2-nistp256, 65, 4",
        "ecdh-sha2-nistp256, 1, 0",
        "diffie-hellman-group14-sha256, 1, 1",
        "diffie-hellman-group14-sha256, 0, 0",
        "mlkem768x25519-sha256, 1216, -1",
        "mlkem768x25519-sha256, 9, -1",
        "sntrup761x25519-sha512, 9, -1"
    })
    void aKeyThatIsNoneEndsTheConnection(String method, int length, int filling) throws IOException {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) filling);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write("SSH-2.0-keys\r\n".getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream lists = new ByteArrayOutputStream();
            for (String list : List.of(
                    method,
                    "ssh-ed25519",
                    "aes128-ctr",
                    "aes128-ctr",
                    "hmac-sha2-256",
                    "hmac-sha2-256",
                    "none",
                    "none",
                    "",
                    "")) {
                lists.write(string(list.getBytes(StandardCharsets.US_ASCII)));
            }
            out.write(packet(ByteBuffer.allocate(17 + lists.size() + 5)
                    .put((byte) 20)
                    .position(17)
                    .put(lists.toByteArray())
                    .array()));
            out.write(packet(ByteBuffer.allocate(5 + length)
                    .put((byte) 30)
                    .put(string(key))
                    .array()));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static byte[] string(byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** As before the first keys: neither encrypted nor authenticated. */
    private static byte[] packet(byte[] payload) {
        int padding = 16 - (payload.length + 5) % 8;
        return ByteBuffer.allocate(5 + payload.length + padding)
                .putInt(1 + payload.length + padding)
                .put((byte) padding)
                .put(payload)
                .array();
    }
}
