/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;

/** A gateway that fails in mid-download as real ones do: a proxy of these tests, a fake, before a real node. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class FaultyGatewayIT {

    private static final byte[] NOTICE = "problem during download\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SEGMENT = 1 << 20;
    private static final int SHORT = 20;
    private static final int SIZE = 2 * SEGMENT + SHORT;

    private final Gateway gateway;
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();
    private final byte[] content = new byte[SIZE];
    private GatewayProxy proxy;
    private String directory;

    FaultyGatewayIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void start() throws IOException {
        proxy = new GatewayProxy(gateway.uri());
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        directory = gateway.createDirectory();
        new Random(7).nextBytes(content);
        try (OutputStream out =
                root("whole", gateway.uri()).resolveFile("f").getContent().getOutputStream()) {
            out.write(content);
        }
    }

    @AfterEach
    void stop() {
        manager.close();
        proxy.close();
    }

    private static void cut(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(206, whole.length);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().write(NOTICE);
        exchange.getResponseBody().flush();
    }

    /** What is read in parts of several segments ends in one, and the notice lies across the end of that one. */
    private static void cutBeforeTheEndOfASegment(HttpExchange exchange, byte[] whole) throws IOException {
        if (whole.length <= SEGMENT) {
            GatewayProxy.whole(exchange, whole);
            return;
        }
        exchange.sendResponseHeaders(206, whole.length);
        exchange.getResponseBody().write(whole, 0, SEGMENT - 10);
        exchange.getResponseBody().write(NOTICE);
        exchange.getResponseBody().flush();
    }

    /** What a node says of its failure takes the place of a last segment that is no longer than that: the length is right. */
    private static void endWithANotice(HttpExchange exchange, byte[] whole) throws IOException {
        byte[] told = whole.clone();
        if (told.length == SIZE) {
            System.arraycopy(NOTICE, 0, told, told.length - SHORT, SHORT);
        }
        GatewayProxy.whole(exchange, told);
    }

    private static void tellALesserLength(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(206, whole.length / 2);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
    }

    private static void ignoreTheRange(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(200, whole.length);
        exchange.getResponseBody().write(whole);
    }

    private FileObject root(String name, URI... gateways) throws IOException {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, directory);
        TahoeOptions.getInstance().setGateways(options, gateways);
        return manager.resolveFile("tahoe:" + name + "/", options);
    }

    private void assertNothingWrongIsRead(GatewayProxy.Fault next) throws IOException {
        proxy.fails(next);
        FileObject alone = root("alone", proxy.uri()).resolveFile("f");
        assertThatThrownBy(() -> alone.getContent().getByteArray()).isInstanceOf(IOException.class);
        FileObject byBoth = root("both", proxy.uri(), gateway.uri()).resolveFile("f");
        assertThat(Arrays.mismatch(byBoth.getContent().getByteArray(), content)).isNegative();
    }

    @Test
    void aBodyThatEndsWithANoticeOfFailureIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::cut);
    }

    @Test
    void aShorterPartThanAskedForIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::tellALesserLength);
    }

    @Test
    void anAnswerThatIgnoresTheRangeIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::ignoreTheRange);
    }

    @Test
    void aNoticeThatLiesAcrossTwoSegmentsIsInNeither() throws IOException {
        assertRightIsRead(FaultyGatewayIT::cutBeforeTheEndOfASegment);
    }

    @Test
    void aNoticeInPlaceOfAShortLastSegmentIsNoContent() throws IOException {
        assertRightIsRead(FaultyGatewayIT::endWithANotice);
    }

    private void assertRightIsRead(GatewayProxy.Fault next) throws IOException {
        proxy.fails(next);
        byte[] read = root("alone", proxy.uri()).resolveFile("f").getContent().getByteArray();
        assertThat(Arrays.mismatch(read, content)).isNegative();
    }
}
