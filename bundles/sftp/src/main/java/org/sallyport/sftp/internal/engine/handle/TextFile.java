/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.handle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;

/**
 * A file opened as text (draft-13, section 8.1.1.3, SSH_FXF_TEXT_MODE): lines end in CR LF on the wire, as announced by the
 * extension {@code newline}, and in LF in the store; offsets are ignored and requests follow one another. Used by one
 * request at a time.
 */
public final class TextFile {

    private static final int BLOCK = 16 << 10;

    private final OpenFile file;
    private final boolean append;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long readPosition;
    private boolean lastWasCr;
    private boolean owesLf;
    private long writePosition;
    private boolean heldCr;

    TextFile(OpenFile file, boolean append) {
        this.file = file;
        this.append = append;
    }

    /** @return how many bytes were put into the target; -1 at the end */
    public int read(ByteBuffer target) throws FileTreeException {
        int start = target.position();
        while (target.hasRemaining()) {
            if (owesLf) {
                target.put((byte) '\n');
                owesLf = false;
                continue;
            }
            if (!block.hasRemaining() && !fill()) {
                break;
            }
            byte b = block.get();
            if (b == '\n' && !lastWasCr) {
                target.put((byte) '\r');
                owesLf = true;
            } else {
                target.put(b);
            }
            lastWasCr = b == '\r';
        }
        int count = target.position() - start;
        return count == 0 && start < target.limit() ? -1 : count;
    }

    private boolean fill() throws FileTreeException {
        if (block.capacity() == 0) {
            block = ByteBuffer.allocate(BLOCK);
        }
        block.clear();
        int count = file.read(block, readPosition);
        block.flip();
        if (count <= 0) {
            block.limit(0);
            return false;
        }
        readPosition += count;
        return true;
    }

    /** Writes what the client sent; a CR at the end waits for what follows it. */
    public void write(ByteBuffer source) throws FileTreeException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(source.remaining() + 1);
        while (source.hasRemaining()) {
            byte b = source.get();
            if (heldCr && b != '\n') {
                lines.write('\r');
            }
            heldCr = b == '\r';
            if (!heldCr) {
                lines.write(b);
            }
        }
        put(lines.toByteArray());
    }

    /** Writes the CR that nothing followed. */
    public void finish() throws FileTreeException {
        if (heldCr) {
            heldCr = false;
            put(new byte[] {'\r'});
        }
    }

    private void put(byte[] bytes) throws FileTreeException {
        if (bytes.length > 0) {
            file.write(ByteBuffer.wrap(bytes), append ? 0 : writePosition);
            writePosition += bytes.length;
        }
    }

    /**
     * Goes to the beginning of a line, for reading and writing ({@code text-seek}).
     *
     * @param line counted from 0
     * @return false if the file has fewer lines
     */
    public boolean seek(long line) throws FileTreeException {
        finish();
        block.limit(0);
        readPosition = 0;
        lastWasCr = false;
        owesLf = false;
        long left = line;
        while (left > 0) {
            if (!block.hasRemaining() && !fill()) {
                return false;
            }
            if (block.get() == '\n') {
                left--;
            }
        }
        writePosition = readPosition - block.remaining();
        return true;
    }
}
