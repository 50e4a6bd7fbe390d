/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.capability.CapabilityKind;

/**
 * A grid by the web API of its gateway nodes ({@code docs/frontends/webapi.rst} of Tahoe-LAFS 1.20). What only reads goes to the next node
 * when one does not answer. What changes a directory always goes through the first node, since two nodes that write to one directory lose
 * entries; what can be repeated without harm is. For many threads.
 */
public final class GridClient {

    /** A last piece of a part has to be longer: a shorter one cannot be told from what a node says of its failure. */
    public static final int SHORTEST_LAST_PIECE = PieceBody.DISTRUSTED + 1;

    private static final int MOST_REQUESTS = 16;
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";

    private final List<GatewayNode> nodes;
    private final Deadlines deadlines;

    /** @param gateways at least one; the first is the one that writes */
    public GridClient(List<URI> gateways, Deadlines deadlines) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(deadlines.connect())
                .build();
        this.nodes = gateways.stream()
                .map(base -> new GatewayNode(client, withSlash(base), MOST_REQUESTS))
                .toList();
        this.deadlines = deadlines;
    }

    private static URI withSlash(URI base) {
        return base.toString().endsWith("/") ? base : URI.create(base + "/");
    }

    private static String address(Capability capability) {
        return "uri/" + encode(capability.text());
    }

    /** For a part of a path or a query. Dot segments would be resolved by somebody on the way, so dots are encoded too. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace(".", "%2E");
    }

    /** A call that only reads. */
    @FunctionalInterface
    private interface Reading<T> {

        T from(GatewayNode node) throws IOException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        GridUnavailableException first = null;
        for (GatewayNode node : promisingFirst()) {
            try {
                return reading.from(node);
            } catch (GridUnavailableException unavailable) {
                if (first == null) {
                    first = unavailable;
                } else {
                    first.addSuppressed(unavailable);
                }
            }
        }
        throw first;
    }

    private List<GatewayNode> promisingFirst() {
        return nodes.stream()
                .sorted(Comparator.comparing(GatewayNode::isSuspect))
                .toList();
    }

    private GatewayNode writer() {
        return nodes.get(0);
    }

    /** What {@code t=json} tells of an object. */
    public byte[] describe(Capability capability) throws IOException {
        String path = address(capability) + "?t=json";
        return read(node -> node.send(path, deadlines.answer(), HttpRequest.Builder::GET)
                .expectSuccess()
                .body());
    }

    /** The whole content of a file that is not large. */
    public byte[] content(Capability file) throws IOException {
        Optional<byte[]> literal = file.literalContent();
        if (literal.isPresent()) {
            return literal.get();
        }
        byte[] content = read(node -> node.send(address(file), deadlines.answer(), HttpRequest.Builder::GET)
                .expectSuccess()
                .body());
        if (file.size().isPresent() && file.size().getAsLong() != content.length) {
            throw new GridUnavailableException("a gateway node sent another length than the file has");
        }
        return content;
    }

    /**
     * Reads a part of a file, all of it or nothing: a body that ends early is no answer.
     *
     * @param length at least 1; the part has to lie within the file
     */
    public byte[] read(Capability file, long position, int length) throws IOException {
        String range = "bytes=" + position + "-" + (position + length - 1);
        return read(node -> {
            Answer answer = node.send(address(file), deadlines.answer(), builder -> builder.header("Range", range)
                    .GET());
            answer.expectSuccess();
            if (answer.status() != 206 || answer.body().length != length) {
                throw new GridUnavailableException("the gateway node " + node.base() + " sent another part than asked");
            }
            return answer.body();
        });
    }

    /**
     * Reads a long part of a file by one request and hands it on in pieces, while it comes; a node needs the time of some pieces for each
     * request. When a node fails the next one goes on. It returns also when {@code pieces} have ended it.
     *
     * @param length in bytes, so that the last piece has at least {@link #SHORTEST_LAST_PIECE}; the part has to lie within the file
     */
    public void read(Capability file, long position, long length, int pieceSize, Pieces pieces) throws IOException {
        long[] next = {position};
        Pieces counted = new Pieces() {

            @Override
            public void take(byte[] piece) {
                next[0] += piece.length;
                pieces.take(piece);
            }

            @Override
            public boolean wantsMore(Flow flow) {
                return pieces.wantsMore(flow);
            }
        };
        read(node -> {
            String range = "bytes=" + next[0] + "-" + (position + length - 1);
            Answer answer = node.receive(
                    address(file),
                    deadlines.answer(),
                    builder -> builder.header("Range", range).GET(),
                    counted,
                    pieceSize,
                    position + length - next[0]);
            answer.expectSuccess();
            if (answer.status() != 206) {
                throw new GridUnavailableException("the gateway node " + node.base() + " sent another part than asked");
            }
            return answer;
        });
    }

    /**
     * Stores a content that nothing links to; the same content again costs little (it is convergent).
     *
     * @param source makes the content anew for each attempt
     * @param length of the content, or negative if that is not known, which has to be one that can be had once only
     */
    public Capability store(ContentStream source, long length) throws IOException {
        ContentBody content = new ContentBody(source);
        Reading<Capability> put = node -> Capability.parse(
                send(node, "uri?format=CHK", content, length).expectSuccess().text());
        Capability stored = length < 0 ? put.from(writer()) : read(put);
        if (stored.kind() != CapabilityKind.CHK && stored.kind() != CapabilityKind.LIT) {
            throw new IOException("the gateway node stored a file and answered with something else");
        }
        return stored;
    }

    private Answer send(GatewayNode node, String path, ContentBody content, long length) throws IOException {
        GatewayNode.Request put =
                builder -> builder.header("Content-Type", BYTES).PUT(content.publisher(length));
        try {
            return length < 0
                    ? node.send(path, deadlines, content, put)
                    : node.send(path, deadlines.upload(length), put);
        } catch (GridUnavailableException failed) {
            if (content.hasFailed()) {
                node.isNotToBlame();
            }
            content.throwFailure();
            throw failed;
        }
    }

    /** Replaces the content of a mutable file. */
    public void overwrite(Capability file, ContentStream source, long length) throws IOException {
        if (!file.kind().isWritable()) {
            throw new AccessDeniedException("");
        }
        send(writer(), address(file), new ContentBody(source), length).expectSuccess();
    }

    /** Makes an empty, mutable directory that nothing links to. */
    public Capability makeDirectory() throws IOException {
        return Capability.parse(
                writer().send("uri?t=mkdir", deadlines.answer(), builder -> builder.POST(BodyPublishers.noBody()))
                        .expectSuccess()
                        .text());
    }

    /** How links treat what is at their names. */
    public enum Replace {
        NOTHING("false"),
        FILES("only-files"),
        ANYTHING("true");

        private final String text;

        Replace(String text) {
            this.text = text;
        }
    }

    /**
     * Puts links into a directory: all of them or none.
     *
     * @param children as {@code t=set_children} takes them
     * @throws java.nio.file.FileAlreadyExistsException if a name has what is not to be replaced
     */
    public void link(Capability directory, byte[] children, Replace replace) throws IOException {
        writer().send(
                        address(directory) + "?t=set_children&replace=" + replace.text,
                        deadlines.answer(),
                        builder -> builder.header("Content-Type", JSON).POST(BodyPublishers.ofByteArray(children)))
                .expectSuccess();
    }

    /** Takes a link out of a directory, whatever it leads to. */
    public void unlink(Capability directory, String name) throws IOException {
        writer().send(
                        address(directory) + "?t=unlink&name=" + encode(name),
                        deadlines.answer(),
                        builder -> builder.POST(BodyPublishers.noBody()))
                .expectSuccess();
    }

    /**
     * Looks whether an object has its shares, and renews its leases.
     *
     * @param repair whether shares that are missing are made again; what is to be written to has to be given by its write capability
     * @return what {@code t=check} tells
     */
    public byte[] check(Capability object, boolean repair) throws IOException {
        String path = address(object) + "?t=check&output=JSON&add-lease=true&repair=" + repair;
        Duration limit = repair ? deadlines.upload(object.size().orElse(0)) : deadlines.answer();
        return writer().send(path, limit, builder -> builder.POST(BodyPublishers.noBody()))
                .expectSuccess()
                .body();
    }

    /** What {@code /?t=json} tells of the node that writes. */
    public byte[] health() throws IOException {
        return writer().send("?t=json", deadlines.answer(), HttpRequest.Builder::GET)
                .expectSuccess()
                .body();
    }
}
