/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.util.ArrayList;
import java.util.List;

/** One well-formed request of each kind in each version: what tests cut, damage and mix. */
public final class Corpus {

    private static final int READ_DATA = 1;
    private static final int WRITE_DATA = 2;
    private static final int OPEN_EXISTING = 2;

    private Corpus() {}

    /** OPEN of an existing file to read. */
    public static Packet open(int version, int id, String path) {
        return version >= 5 ? openV5(version, id, path, READ_DATA) : openV3(version, id, path, Requests.READ);
    }

    /** OPEN of an existing file to read and write. */
    public static Packet openForAll(int version, int id, String path) {
        return version >= 5
                ? openV5(version, id, path, READ_DATA | WRITE_DATA)
                : openV3(version, id, path, Requests.READ | Requests.WRITE);
    }

    private static Packet openV3(int version, int id, String path, int flags) {
        return Packet.of(3, id).text(path).u32(flags).noAttributes(version);
    }

    private static Packet openV5(int version, int id, String path, int access) {
        return Packet.of(3, id).text(path).u32(access).u32(OPEN_EXISTING).noAttributes(version);
    }

    /**
     * All kinds of requests but CLOSE, {@code version-select} and those that open something, so that they can be sent again and again.
     *
     * @param file handle of a file
     * @param directory handle of a directory, or of anything
     */
    public static List<byte[]> requests(int version, int id, byte[] file, byte[] directory) {
        List<Packet> all = new ArrayList<>();
        all.add(Packet.of(5, id).handle(file).u64(0).u32(100));
        all.add(Packet.of(6, id).handle(file).u64(0).text("data"));
        all.add(flags(version, Packet.of(7, id).text("f")));
        all.add(flags(version, Packet.of(8, id).handle(file)));
        all.add(times(version, Packet.of(9, id).text("f")));
        all.add(times(version, Packet.of(10, id).handle(file)));
        all.add(Packet.of(12, id).handle(directory));
        all.add(Packet.of(13, id).text("removed"));
        all.add(Packet.of(14, id).text("made").noAttributes(version));
        all.add(Packet.of(15, id).text("made"));
        all.add(Packet.of(16, id).text("."));
        all.add(flags(version, Packet.of(17, id).text("f")));
        Packet rename = Packet.of(18, id).text("from").text("to");
        all.add(version >= 5 ? rename.u32(1) : rename);
        all.add(Packet.of(19, id).text("link"));
        all.add(Packet.of(20, id).text("f").text("link"));
        all.add(Packet.of(21, id).text("link6").text("f").u8(1));
        all.add(Packet.of(22, id).handle(file).u64(0).u64(1).u32(0x40));
        all.add(Packet.of(23, id).handle(file).u64(0).u64(1));
        extensions(version, id, file, all);
        return all.stream().map(Packet::toBytes).toList();
    }

    private static void extensions(int version, int id, byte[] file, List<Packet> all) {
        all.add(extended(id, "posix-rename@openssh.com").text("from").text("to"));
        all.add(extended(id, "statvfs@openssh.com").text("."));
        all.add(extended(id, "fstatvfs@openssh.com").handle(file));
        all.add(extended(id, "hardlink@openssh.com").text("f").text("hard"));
        all.add(extended(id, "fsync@openssh.com").handle(file));
        all.add(times(version, extended(id, "lsetstat@openssh.com").text("f")));
        all.add(extended(id, "limits@openssh.com"));
        all.add(extended(id, "expand-path@openssh.com").text("~/x"));
        all.add(extended(id, "home-directory").text("alice"));
        all.add(extended(id, "users-groups-by-id@openssh.com")
                .string(new byte[8])
                .string(new byte[4]));
        all.add(extended(id, "copy-data")
                .handle(file)
                .u64(0)
                .u64(2)
                .handle(file)
                .u64(2));
        all.add(extended(id, "copy-file").text("f").text("copy").u8(1));
        all.add(extended(id, "check-file-name")
                .text("f")
                .text("md5,sha1")
                .u64(0)
                .u64(0)
                .u32(256));
        all.add(extended(id, "check-file-handle")
                .handle(file)
                .text("crc32")
                .u64(1)
                .u64(3)
                .u32(0));
        all.add(extended(id, "space-available").text("."));
        all.add(extended(id, "vendor-id").text("v").text("p").text("1").u64(1));
        all.add(extended(id, "filename-translation-control").u8(1));
        all.add(extended(id, "text-seek").handle(file).u64(0));
        all.add(extended(id, "unknown@example.org").text("whatever"));
    }

    private static Packet extended(int id, String name) {
        return Packet.of(200, id).text(name);
    }

    private static Packet flags(int version, Packet packet) {
        return version >= 4 ? packet.u32(0x8000fffdL) : packet;
    }

    /** Attributes with permissions and times. */
    private static Packet times(int version, Packet packet) {
        return version == 3
                ? packet.u32(0xc).u32(0644).u32(1).u32(2)
                : packet.u32(0x2c).u8(1).u32(0644).u64(1).u64(2);
    }
}
