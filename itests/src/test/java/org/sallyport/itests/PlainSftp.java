/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Requests of version 3 below one directory, one at a time, each answered by what the server said and nothing else. */
final class PlainSftp implements AutoCloseable {

    static final int OK = 0;
    static final int END = 1;
    static final int NO_SUCH_FILE = 2;
    static final int DENIED = 3;
    static final int FAILURE = 4;
    static final int BAD_MESSAGE = 5;
    static final int UNSUPPORTED = 8;

    static final int READ = 1;
    static final int WRITE = 2;
    static final int APPEND = 4;
    static final int CREATE = 8;
    static final int TRUNCATE = 16;
    static final int EXCLUSIVE = 32;

    private static final int FSTAT = 8;
    private static final int FSETSTAT = 10;
    private static final int REMOVE = 13;
    private static final int RENAME = 18;
    private static final int READLINK = 19;
    private static final int SYMLINK = 20;
    private static final int NAMES = 104;
    private static final int ATTRIBUTES = 105;
    private static final int HAS_SIZE = 1;
    private static final int HAS_OWNER = 2;
    private static final int HAS_MODE = 4;
    private static final int HAS_TIMES = 8;

    private final RawSftp sftp;
    private final String directory;
    private int id;

    /** @param directory that paths begin in, without a slash at its end */
    PlainSftp(Server server, String directory) throws IOException {
        this.sftp = RawSftp.start(server);
        this.directory = directory;
    }

    /**
     * What is told of a file.
     *
     * @param size -1 if it is not told
     */
    record Told(long size, int mode, int modified) {

        private static Told read(ByteBuffer from) {
            int flags = from.getInt();
            long size = (flags & HAS_SIZE) == 0 ? -1 : from.getLong();
            if ((flags & HAS_OWNER) != 0) {
                from.getLong();
            }
            int mode = (flags & HAS_MODE) == 0 ? 0 : from.getInt();
            boolean hasTimes = (flags & HAS_TIMES) != 0;
            if (hasTimes) {
                from.getInt();
            }
            return new Told(size, mode, hasTimes ? from.getInt() : 0);
        }
    }

    private SftpPacket packet(int type) {
        return SftpPacket.of(type, ++id);
    }

    private SftpPacket at(int type, String path) {
        return packet(type).text(place(path));
    }

    private String place(String path) {
        return path.isEmpty() ? directory : directory + "/" + path;
    }

    RawSftp.Reply ask(SftpPacket packet) throws IOException {
        return sftp.ask(packet);
    }

    private static int status(RawSftp.Reply reply) {
        return reply.type() == SftpPacket.STATUS ? reply.status() : OK;
    }

    /** The whole path, as the client gives it. */
    int statAsGiven(byte[] path) throws IOException {
        return status(ask(packet(SftpPacket.STAT).string(path)));
    }

    String realPath(String path) throws IOException {
        ByteBuffer names = ask(packet(SftpPacket.REALPATH).text(path)).fields();
        names.getInt();
        return text(names);
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int stat(String path) throws IOException {
        return status(ask(at(SftpPacket.STAT, path)));
    }

    Told told(String path) throws IOException {
        return told(ask(at(SftpPacket.STAT, path)));
    }

    Told told(byte[] handle) throws IOException {
        return told(ask(packet(FSTAT).string(handle)));
    }

    private static Told told(RawSftp.Reply reply) {
        if (reply.type() != ATTRIBUTES) {
            throw new AssertionError("no attributes but " + reply.message());
        }
        return Told.read(reply.fields());
    }

    int fstat(byte[] handle) throws IOException {
        return status(ask(packet(FSTAT).string(handle)));
    }

    /** With what a client sets besides. */
    int tryOpen(String path, int flags) throws IOException {
        return status(ask(at(SftpPacket.OPEN, path).u32(flags).u32(0)));
    }

    byte[] open(String path, int flags) throws IOException {
        return ask(at(SftpPacket.OPEN, path).u32(flags).u32(0)).handle();
    }

    byte[] openWithMode(String path, int flags, int mode) throws IOException {
        return ask(at(SftpPacket.OPEN, path).u32(flags).u32(HAS_MODE).u32(mode)).handle();
    }

    int write(byte[] handle, long offset, String content) throws IOException {
        return write(handle, offset, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    int write(byte[] handle, long offset, byte[] content) throws IOException {
        return status(ask(SftpPacket.write(++id, handle, offset, content)));
    }

    String read(byte[] handle, long offset, int length) throws IOException {
        return new String(ask(SftpPacket.read(++id, handle, offset, length)).data(), StandardCharsets.ISO_8859_1);
    }

    int tryRead(byte[] handle, long offset, int length) throws IOException {
        return status(ask(SftpPacket.read(++id, handle, offset, length)));
    }

    int close(byte[] handle) throws IOException {
        return status(ask(packet(SftpPacket.CLOSE).string(handle)));
    }

    /** The whole of a short file. */
    String content(String path) throws IOException {
        byte[] handle = open(path, READ);
        try {
            RawSftp.Reply reply = ask(SftpPacket.read(++id, handle, 0, 32_000));
            return reply.type() == SftpPacket.STATUS && reply.status() == END
                    ? ""
                    : new String(reply.data(), StandardCharsets.ISO_8859_1);
        } finally {
            close(handle);
        }
    }

    /** Writes a whole file. */
    int put(String path, String content) throws IOException {
        byte[] handle = open(path, WRITE | CREATE | TRUNCATE);
        write(handle, 0, content);
        return close(handle);
    }

    int setSize(String path, long size) throws IOException {
        return status(ask(at(SftpPacket.SETSTAT, path).u32(HAS_SIZE).u64(size)));
    }

    int setSize(byte[] handle, long size) throws IOException {
        return status(ask(packet(FSETSTAT).string(handle).u32(HAS_SIZE).u64(size)));
    }

    int setMode(String path, int mode) throws IOException {
        return status(ask(at(SftpPacket.SETSTAT, path).u32(HAS_MODE).u32(mode)));
    }

    int setMode(byte[] handle, int mode) throws IOException {
        return status(ask(packet(FSETSTAT).string(handle).u32(HAS_MODE).u32(mode)));
    }

    int setNothing(String path) throws IOException {
        return status(ask(at(SftpPacket.SETSTAT, path).u32(0)));
    }

    int openDirectory(String path) throws IOException {
        return status(ask(at(SftpPacket.OPENDIR, path)));
    }

    /** Names without the two of dots, and what is told of each. */
    Map<String, Told> list(String path) throws IOException {
        byte[] handle = ask(at(SftpPacket.OPENDIR, path)).handle();
        Map<String, Told> entries = new TreeMap<>();
        RawSftp.Reply reply = ask(packet(SftpPacket.READDIR).string(handle));
        while (reply.type() == NAMES) {
            ByteBuffer names = reply.fields();
            for (int left = names.getInt(); left > 0; left--) {
                String name = text(names);
                text(names);
                entries.put(name, Told.read(names));
            }
            reply = ask(packet(SftpPacket.READDIR).string(handle));
        }
        close(handle);
        entries.keySet().removeIf(name -> name.equals(".") || name.equals(".."));
        return entries;
    }

    int makeDirectory(String path) throws IOException {
        return status(ask(at(SftpPacket.MKDIR, path).u32(0)));
    }

    int makeDirectory(String path, int mode) throws IOException {
        return status(ask(at(SftpPacket.MKDIR, path).u32(HAS_MODE).u32(mode)));
    }

    int removeDirectory(String path) throws IOException {
        return status(ask(at(SftpPacket.RMDIR, path)));
    }

    int remove(String path) throws IOException {
        return status(ask(at(REMOVE, path)));
    }

    int rename(String from, String to) throws IOException {
        return status(ask(at(RENAME, from).text(place(to))));
    }

    int renameOver(String from, String to) throws IOException {
        return status(ask(packet(SftpPacket.EXTENDED)
                .text("posix-rename@openssh.com")
                .text(place(from))
                .text(place(to))));
    }

    /** An extended request with a body of these bytes. */
    int extended(String name, byte... body) throws IOException {
        SftpPacket packet = packet(SftpPacket.EXTENDED).text(name);
        for (byte next : body) {
            packet.u8(next);
        }
        return status(ask(packet));
    }

    RawSftp.Reply space(String path) throws IOException {
        return ask(packet(SftpPacket.EXTENDED).text("statvfs@openssh.com").text(place(path)));
    }

    int readLink(String path) throws IOException {
        return status(ask(at(READLINK, path)));
    }

    int symlink(String path) throws IOException {
        return status(ask(at(SYMLINK, path).text(place("target"))));
    }

    @Override
    public void close() throws IOException {
        sftp.close();
    }
}
