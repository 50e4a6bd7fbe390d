/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.quirk.CloseReply;

/** What a client writes of a file that it has, as SFTP clients do, and what therefore has to be in the file. For one thread. */
final class ClientUpload {

    /** Bytes in one write. */
    static final int PIECE = 32 << 10;

    private final Upload upload;
    private final byte[] source;
    /** Zeros from the size on. */
    private byte[] written;

    private int size;

    /**
     * @param seed of what the client's file has in it
     * @param size of the client's file in bytes
     */
    ClientUpload(Upload upload, long seed, int size) {
        this.upload = upload;
        this.source = new byte[size];
        this.written = new byte[size];
        new Random(seed).nextBytes(source);
    }

    /** What a reader has to find when all is stored. */
    byte[] content() {
        return Arrays.copyOf(written, size);
    }

    void write() throws FileTreeException {
        write(0, source.length);
    }

    void write(int from, int to) throws FileTreeException {
        for (int at = from; at < to; at += PIECE) {
            writePiece(at, Math.min(PIECE, to - at));
        }
    }

    void writeBackwards() throws FileTreeException {
        for (int end = source.length; end > 0; end -= PIECE) {
            writePiece(Math.max(0, end - PIECE), Math.min(PIECE, end));
        }
    }

    /** Pieces of both by turns. */
    static void writeByTurns(ClientUpload one, ClientUpload other) throws FileTreeException {
        for (int at = 0; at < Math.max(one.source.length, other.source.length); at += PIECE) {
            one.write(at, Math.min(at + PIECE, one.source.length));
            other.write(at, Math.min(at + PIECE, other.source.length));
        }
    }

    private void writePiece(int at, int length) throws FileTreeException {
        size = Math.max(size, at + length);
        System.arraycopy(source, at, written, at, length);
        upload.write(ByteBuffer.wrap(source, at, length), at);
    }

    /** Writes another byte where one is. */
    void change(int at) throws FileTreeException {
        written[at] ^= 1;
        upload.write(ByteBuffer.wrap(new byte[] {written[at]}), at);
    }

    void truncate(int to) throws FileTreeException {
        written = Arrays.copyOf(content(), Math.max(to, source.length));
        Arrays.fill(written, to, written.length, (byte) 0);
        size = to;
        upload.truncate(to);
    }

    void sync() throws FileTreeException {
        upload.sync(CloseReply.STORED);
    }

    void closeWhenSealed() throws FileTreeException {
        upload.close(CloseReply.SEALED);
    }

    void closeWhenStored() throws FileTreeException {
        upload.close(CloseReply.STORED);
    }

    /** Its session breaks off. */
    void abandon() throws FileTreeException {
        upload.abandon();
    }
}
