/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;

/**
 * Turns packets into requests, in the form of one version. Bytes behind a request are ignored, as OpenSSH's server does: WinSCP
 * and AsyncSSH send more fields than older versions define.
 */
public final class RequestDecoder {

    private static final int PFLAG_READ = 0x1;
    private static final int PFLAG_WRITE = 0x2;
    private static final int PFLAG_APPEND = 0x4;
    private static final int PFLAG_CREAT = 0x8;
    private static final int PFLAG_TRUNC = 0x10;
    private static final int PFLAG_EXCL = 0x20;
    private static final int PFLAG_TEXT = 0x40;

    private static final int ACE4_READ_DATA = 0x1;
    private static final int ACE4_WRITE_DATA = 0x2;
    private static final int ACE4_APPEND_DATA = 0x4;

    private static final int DISPOSITION = 0x7;
    private static final int CREATE_NEW = 0;
    private static final int CREATE_TRUNCATE = 1;
    private static final int OPEN_OR_CREATE = 3;
    private static final int TRUNCATE_EXISTING = 4;
    private static final int APPEND_FLAGS = 0x8 | 0x10;
    private static final int TEXT_MODE = 0x20;
    private static final int NOFOLLOW = 0x400;

    private static final int HANDLE_LENGTH = 4;

    /** Clients compose two; each costs as much as a request. */
    private static final int MOST_COMPOSED = 64;

    private final int version;
    private final NameCharset names;
    private final AttributesCodec attributes;
    private final Set<String> hidden;

    /** @param hidden extensions that are taken for unknown */
    public RequestDecoder(int version, NameCharset names, AttributesCodec attributes, Set<String> hidden) {
        this.version = version;
        this.names = names;
        this.attributes = attributes;
        this.hidden = hidden;
    }

    /**
     * Reads one request.
     *
     * @param packet from the type byte on, without the length
     */
    public Request decode(ByteBuffer packet) throws ProtocolException {
        if (packet.remaining() < 5) {
            throw ProtocolException.fatal("a packet of " + packet.remaining() + " bytes");
        }
        int type = packet.get() & 0xff;
        int id = packet.getInt();
        WireReader in = new WireReader(packet, id, names);
        return switch (type) {
            case MessageType.OPEN -> version >= 5 ? openV5(in, id) : openV3(in, id);
            case MessageType.CLOSE -> new Request.Close(id, handle(in));
            case MessageType.READ -> new Request.Read(id, handle(in), in.offset(), length(in.u32()));
            case MessageType.WRITE -> new Request.Write(id, handle(in), in.offset(), in.bytes());
            case MessageType.LSTAT -> new Request.Stat(id, in.name(), false, wanted(in));
            case MessageType.STAT -> new Request.Stat(id, in.name(), true, wanted(in));
            case MessageType.FSTAT -> new Request.FStat(id, handle(in), wanted(in));
            case MessageType.SETSTAT -> new Request.SetStat(id, in.name(), true, attributes.read(in));
            case MessageType.FSETSTAT -> new Request.FSetStat(id, handle(in), attributes.read(in));
            case MessageType.OPENDIR -> new Request.OpenDir(id, in.name());
            case MessageType.READDIR -> new Request.ReadDir(id, handle(in));
            case MessageType.REMOVE -> new Request.Remove(id, in.name());
            case MessageType.MKDIR -> new Request.MkDir(id, in.name(), attributes.read(in));
            case MessageType.RMDIR -> new Request.RmDir(id, in.name());
            case MessageType.REALPATH -> realPath(in, id);
            case MessageType.RENAME -> new Request.Rename(id, in.name(), in.name(), version >= 5 ? in.u32() : 0);
            case MessageType.READLINK -> new Request.ReadLink(id, in.name());
            case MessageType.SYMLINK -> new Request.Symlink(id, in.name(), in.name());
            case MessageType.LINK ->
                version >= 6 ? new Request.Link(id, in.name(), in.name(), in.bool()) : new Request.Unknown(id, type);
            case MessageType.EXTENDED -> extended(in, id);
            default -> new Request.Unknown(id, type);
        };
    }

    private static int length(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    private static int handle(WireReader in) throws ProtocolException {
        ByteBuffer handle = in.bytes();
        return handle.remaining() == HANDLE_LENGTH ? handle.getInt() : Request.FOREIGN_HANDLE;
    }

    private Set<Attribute> wanted(WireReader in) throws ProtocolException {
        if (version == 3) {
            return Attribute.BASIC;
        }
        return in.hasRemaining() ? attributes.wanted(in.u32()) : attributes.listed();
    }

    private Request openV3(WireReader in, int id) throws ProtocolException {
        String path = in.name();
        int flags = in.u32();
        boolean append = (flags & PFLAG_APPEND) != 0;
        boolean write = (flags & PFLAG_WRITE) != 0 || append;
        boolean create = (flags & PFLAG_CREAT) != 0;
        OpenOptions options = new OpenOptions(
                (flags & PFLAG_READ) != 0 || !write,
                write,
                append,
                create,
                (flags & PFLAG_TRUNC) != 0,
                create && (flags & PFLAG_EXCL) != 0,
                false);
        boolean text = version >= 4 && (flags & PFLAG_TEXT) != 0;
        return new Request.Open(id, path, options, text, 0, attributes.read(in));
    }

    private Request openV5(WireReader in, int id) throws ProtocolException {
        String path = in.name();
        int access = in.u32();
        int flags = in.u32();
        int disposition = flags & DISPOSITION;
        if (disposition > TRUNCATE_EXISTING) {
            throw in.bad("no such disposition");
        }
        boolean append = (flags & APPEND_FLAGS) != 0;
        boolean write = (access & (ACE4_WRITE_DATA | ACE4_APPEND_DATA)) != 0 || append;
        OpenOptions options = new OpenOptions(
                (access & ACE4_READ_DATA) != 0 || !write,
                write,
                append,
                disposition == CREATE_NEW || disposition == CREATE_TRUNCATE || disposition == OPEN_OR_CREATE,
                disposition == CREATE_TRUNCATE || disposition == TRUNCATE_EXISTING,
                disposition == CREATE_NEW,
                (flags & NOFOLLOW) != 0);
        return new Request.Open(
                id,
                path,
                options,
                (flags & TEXT_MODE) != 0,
                flags & ~(DISPOSITION | APPEND_FLAGS | TEXT_MODE | NOFOLLOW),
                attributes.read(in));
    }

    private Request realPath(WireReader in, int id) throws ProtocolException {
        String path = in.name();
        int control = 0;
        if (version >= 6) {
            control = in.hasRemaining() ? in.u8() : Request.REALPATH_NO_CHECK;
        }
        List<String> compose = new ArrayList<>();
        while (version >= 6 && in.hasRemaining()) {
            if (compose.size() == MOST_COMPOSED) {
                throw in.bad("too many paths to compose");
            }
            compose.add(in.name());
        }
        return new Request.RealPath(id, path, control, compose);
    }

    private Request extended(WireReader in, int id) throws ProtocolException {
        String name = in.text();
        if (hidden.contains(name)) {
            return new Request.UnknownExtension(id, name);
        }
        return switch (name) {
            case Extension.POSIX_RENAME -> new Request.Rename(id, in.name(), in.name(), Request.RENAME_NATIVE);
            case Extension.STATVFS -> new Request.StatVfs(id, Optional.of(in.name()), Request.FOREIGN_HANDLE);
            case Extension.FSTATVFS -> new Request.StatVfs(id, Optional.empty(), handle(in));
            case Extension.HARDLINK -> new Request.HardLink(id, in.name(), in.name());
            case Extension.FSYNC -> new Request.FSync(id, handle(in));
            case Extension.LSETSTAT -> new Request.SetStat(id, in.name(), false, attributes.read(in));
            case Extension.LIMITS -> new Request.Limits(id);
            case Extension.EXPAND_PATH -> new Request.ExpandPath(id, in.name());
            case Extension.HOME_DIRECTORY -> new Request.HomeDirectory(id, in.text());
            case Extension.USERS_GROUPS_BY_ID -> new Request.UsersGroupsById(id, ids(in), ids(in));
            case Extension.COPY_DATA ->
                new Request.CopyData(id, handle(in), in.offset(), in.offset(), handle(in), in.offset());
            case Extension.COPY_FILE -> new Request.CopyFile(id, in.name(), in.name(), in.bool());
            case Extension.CHECK_FILE_NAME ->
                new Request.CheckFile(
                        id,
                        Optional.of(in.name()),
                        Request.FOREIGN_HANDLE,
                        List.of(in.text().split(",")),
                        in.offset(),
                        in.offset(),
                        in.u32() & 0xffffffffL);
            case Extension.CHECK_FILE_HANDLE ->
                new Request.CheckFile(
                        id,
                        Optional.empty(),
                        handle(in),
                        List.of(in.text().split(",")),
                        in.offset(),
                        in.offset(),
                        in.u32() & 0xffffffffL);
            case Extension.SPACE_AVAILABLE -> new Request.SpaceAvailable(id, in.name());
            case Extension.VENDOR_ID -> new Request.VendorId(id, in.text(), in.text(), in.text());
            case Extension.VERSION_SELECT -> new Request.VersionSelect(id, in.text());
            case Extension.FILENAME_TRANSLATION_CONTROL -> new Request.FilenameTranslation(id, in.bool());
            case Extension.TEXT_SEEK -> new Request.TextSeek(id, handle(in), in.offset());
            default -> new Request.UnknownExtension(id, name);
        };
    }

    private static List<Integer> ids(WireReader in) throws ProtocolException {
        ByteBuffer packed = in.bytes();
        List<Integer> ids = new ArrayList<>(packed.remaining() / 4);
        while (packed.remaining() >= 4) {
            ids.add(packed.getInt());
        }
        return ids;
    }
}
