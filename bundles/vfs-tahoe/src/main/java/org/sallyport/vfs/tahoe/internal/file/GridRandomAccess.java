/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.vfs2.provider.AbstractRandomAccessContent;
import org.apache.commons.vfs2.util.RandomAccessMode;
import org.sallyport.vfs.tahoe.internal.content.FileReader;
import org.sallyport.vfs.tahoe.internal.content.FileStream;

/** Reads a file at any position. For one thread at a time. */
final class GridRandomAccess extends AbstractRandomAccessContent {

    private final FileReader reader;
    private final FileStream stream;
    private final DataInputStream data;

    GridRandomAccess(FileReader reader) {
        super(RandomAccessMode.READ);
        this.reader = reader;
        this.stream = new FileStream(reader);
        this.data = new DataInputStream(stream);
    }

    @Override
    public long length() {
        return reader.size();
    }

    @Override
    public void setLength(long length) throws IOException {
        throw new IOException("the content is open for reading");
    }

    @Override
    public void seek(long position) {
        stream.seek(position);
    }

    @Override
    public long getFilePointer() {
        return stream.position();
    }

    @Override
    public InputStream getInputStream() {
        return stream;
    }

    @Override
    public void readFully(byte[] target) throws IOException {
        data.readFully(target);
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws IOException {
        data.readFully(target, offset, length);
    }

    @Override
    public int skipBytes(int count) throws IOException {
        return data.skipBytes(count);
    }

    @Override
    public boolean readBoolean() throws IOException {
        return data.readBoolean();
    }

    @Override
    public byte readByte() throws IOException {
        return data.readByte();
    }

    @Override
    public int readUnsignedByte() throws IOException {
        return data.readUnsignedByte();
    }

    @Override
    public short readShort() throws IOException {
        return data.readShort();
    }

    @Override
    public int readUnsignedShort() throws IOException {
        return data.readUnsignedShort();
    }

    @Override
    public char readChar() throws IOException {
        return data.readChar();
    }

    @Override
    public int readInt() throws IOException {
        return data.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return data.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return data.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return data.readDouble();
    }

    @Override
    public String readUTF() throws IOException {
        return data.readUTF();
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
