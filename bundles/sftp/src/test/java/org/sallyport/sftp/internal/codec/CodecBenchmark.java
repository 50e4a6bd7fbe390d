/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** What it costs to read the requests that come most often, and to write their replies; version 3 but where another is named. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    private static final int BLOCK = 32 << 10;
    private static final long NOW = 1_790_000_000;

    private final AttributesCodec version3 = codec(3);
    private final AttributesCodec version6 = codec(6);
    private final Set<Attribute> listedBy6 = version6.listed();
    private final RequestDecoder decoder = new RequestDecoder(3, NameCharset.utf8(), version3, Set.of());
    private final ReplyBuffer reply = new ReplyBuffer(BLOCK + 1024);
    private final LongName longName = new LongName(ZoneOffset.UTC, NOW);
    private final FileAttributes file = FileAttributes.builder(FileType.REGULAR)
            .size(123_456)
            .permissions(0644)
            .ownerIds(1000, 1000)
            .ownerNames("ann", "staff")
            .accessTime(NOW, 0)
            .modifyTime(NOW - 3600, 0)
            .linkCount(1)
            .build();
    private ByteBuffer read;
    private ByteBuffer write;
    private ByteBuffer stat;
    private ByteBuffer open;

    private static AttributesCodec codec(int version) {
        return new AttributesCodec(version, Integer.MAX_VALUE, false, false);
    }

    /** Packets from the type on. */
    @Setup
    public void prepare() {
        read = request(MessageType.READ, 21)
                .putInt(4)
                .putInt(7)
                .putLong(1L << 33)
                .putInt(BLOCK);
        write = request(MessageType.WRITE, 21 + BLOCK)
                .putInt(4)
                .putInt(7)
                .putLong(1L << 33)
                .putInt(BLOCK);
        write.position(write.limit());
        stat = path(MessageType.STAT, 0);
        open = path(MessageType.OPEN, 8).putInt(0x1a).putInt(0);
    }

    private static ByteBuffer request(int type, int bytes) {
        return ByteBuffer.allocate(5 + bytes - 1).put((byte) type).putInt(11);
    }

    private static ByteBuffer path(int type, int more) {
        byte[] name = "/inbox/2026/november/invoice-000123.pdf".getBytes(StandardCharsets.UTF_8);
        return request(type, 5 + name.length + more).putInt(name.length).put(name);
    }

    private Request decode(ByteBuffer packet) throws ProtocolException {
        return decoder.decode(packet.flip());
    }

    @Benchmark
    public Request decodeRead() throws ProtocolException {
        return decode(read);
    }

    @Benchmark
    public Request decodeWrite() throws ProtocolException {
        return decode(write);
    }

    @Benchmark
    public Request decodeStat() throws ProtocolException {
        return decode(stat);
    }

    @Benchmark
    public Request decodeOpen() throws ProtocolException {
        return decode(open);
    }

    @Benchmark
    public int replyWithAttributes() {
        reply.begin(MessageType.ATTRS, 11);
        version3.write(reply, file, Attribute.BASIC);
        return reply.length();
    }

    @Benchmark
    public int replyWithAttributesOfVersion6() {
        reply.begin(MessageType.ATTRS, 11);
        version6.write(reply, file, listedBy6);
        return reply.length();
    }

    /** One of the entries of a listing. */
    @Benchmark
    public int listEntry() {
        reply.begin(MessageType.NAME, 11);
        reply.name("invoice-000123.pdf", StandardCharsets.UTF_8);
        reply.name(longName.of("invoice-000123.pdf", file), StandardCharsets.UTF_8);
        version3.write(reply, file, Attribute.BASIC);
        return reply.length();
    }

    /** One of the entries of a listing of version 6, which has no long name. */
    @Benchmark
    public int listEntryOfVersion6() {
        reply.begin(MessageType.NAME, 11);
        reply.name("invoice-000123.pdf", StandardCharsets.UTF_8);
        version6.write(reply, file, listedBy6);
        return reply.length();
    }
}
