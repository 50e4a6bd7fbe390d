/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

/** Requests of version 3, and of later ones where they are the same. */
public final class Requests {

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int APPEND = 4;
    public static final int CREAT = 8;
    public static final int TRUNC = 16;
    public static final int EXCL = 32;

    private final SftpHarness harness;

    public Requests(SftpHarness harness) {
        this.harness = harness;
    }

    public Packet open(int id, String path, int flags) {
        return Packet.of(3, id).text(path).u32(flags).noAttributes(harness.version());
    }

    public Packet close(int id, byte[] handle) {
        return Packet.of(4, id).handle(handle);
    }

    public Packet read(int id, byte[] handle, long offset, int length) {
        return Packet.of(5, id).handle(handle).u64(offset).u32(length);
    }

    public Packet write(int id, byte[] handle, long offset, byte[] data) {
        return Packet.of(6, id).handle(handle).u64(offset).string(data);
    }

    public Packet lstat(int id, String path) {
        return stat(7, id, path);
    }

    public Packet stat(int id, String path) {
        return stat(17, id, path);
    }

    private Packet stat(int type, int id, String path) {
        Packet packet = Packet.of(type, id).text(path);
        return harness.version() >= 4 ? packet.u32(0xffffL) : packet;
    }

    public Packet fstat(int id, byte[] handle) {
        Packet packet = Packet.of(8, id).handle(handle);
        return harness.version() >= 4 ? packet.u32(0xffffL) : packet;
    }

    /** SETSTAT of a size. */
    public Packet setSize(int id, String path, long size) {
        Packet packet = Packet.of(9, id).text(path).u32(1);
        return (harness.version() >= 4 ? packet.u8(1) : packet).u64(size);
    }

    /** FSETSTAT of a size. */
    public Packet setSize(int id, byte[] handle, long size) {
        Packet packet = Packet.of(10, id).handle(handle).u32(1);
        return (harness.version() >= 4 ? packet.u8(1) : packet).u64(size);
    }

    /** SETSTAT of permissions. */
    public Packet chmod(int id, String path, int mode) {
        Packet packet = Packet.of(9, id).text(path).u32(4);
        return (harness.version() >= 4 ? packet.u8(1) : packet).u32(mode);
    }

    public Packet opendir(int id, String path) {
        return Packet.of(11, id).text(path);
    }

    public Packet readdir(int id, byte[] handle) {
        return Packet.of(12, id).handle(handle);
    }

    public Packet remove(int id, String path) {
        return Packet.of(13, id).text(path);
    }

    public Packet mkdir(int id, String path) {
        return Packet.of(14, id).text(path).noAttributes(harness.version());
    }

    public Packet rmdir(int id, String path) {
        return Packet.of(15, id).text(path);
    }

    public Packet realpath(int id, String path) {
        return Packet.of(16, id).text(path);
    }

    public Packet rename(int id, String from, String to) {
        Packet packet = Packet.of(18, id).text(from).text(to);
        return harness.version() >= 5 ? packet.u32(0) : packet;
    }

    public Packet readlink(int id, String path) {
        return Packet.of(19, id).text(path);
    }

    public Packet symlink(int id, String first, String second) {
        return Packet.of(20, id).text(first).text(second);
    }

    public Packet extended(int id, String name) {
        return Packet.of(200, id).text(name);
    }

    /** Opens a file; has to succeed. */
    public byte[] opened(String path, int flags) {
        return harness.ask(open(harness.newId(), path, flags)).handle();
    }

    /** Opens a directory; has to succeed. */
    public byte[] openedDirectory(String path) {
        return harness.ask(opendir(harness.newId(), path)).handle();
    }
}
