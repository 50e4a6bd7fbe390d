/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** A request of any version in one form; paths are as the client sent them. */
public sealed interface Request {

    /** Chosen by the client; may be used again while a request with the same one is pending. */
    int id();

    /** A handle that cannot be one of ours. */
    int FOREIGN_HANDLE = -1;

    /** The handle that the request works on; {@link #FOREIGN_HANDLE} if it works on none. */
    default int handle() {
        return FOREIGN_HANDLE;
    }

    /** Rename flags (draft-13, section 8.3). */
    int RENAME_OVERWRITE = 1;

    int RENAME_ATOMIC = 2;
    int RENAME_NATIVE = 4;

    /** @param flags those of version 5 and 6 beyond what {@code options} says */
    record Open(int id, String path, OpenOptions options, boolean text, int flags, FileAttributes attributes)
            implements Request {}

    record Close(int id, int handle) implements Request {}

    /** @param length as asked for, unsigned ones above 2^31-1 cut to that */
    record Read(int id, int handle, long offset, int length) implements Request {}

    /** @param data shares the packet's memory */
    record Write(int id, int handle, long offset, ByteBuffer data) implements Request {}

    record Stat(int id, String path, boolean followLinks, Set<Attribute> wanted) implements Request {}

    record FStat(int id, int handle, Set<Attribute> wanted) implements Request {}

    record SetStat(int id, String path, boolean followLinks, FileAttributes attributes) implements Request {}

    record FSetStat(int id, int handle, FileAttributes attributes) implements Request {}

    record OpenDir(int id, String path) implements Request {}

    record ReadDir(int id, int handle) implements Request {}

    record Remove(int id, String path) implements Request {}

    record MkDir(int id, String path, FileAttributes attributes) implements Request {}

    record RmDir(int id, String path) implements Request {}

    /** Control bytes of REALPATH (draft-13, section 8.9): each stands for itself, they are no bits. */
    int REALPATH_NO_CHECK = 1;

    int REALPATH_STAT_IF = 2;
    int REALPATH_STAT_ALWAYS = 3;

    /**
     * @param control one of those above in version 6, 0 before
     * @param compose paths to resolve one after the other
     */
    record RealPath(int id, String path, int control, List<String> compose) implements Request {}

    record Rename(int id, String from, String to, int flags) implements Request {}

    record ReadLink(int id, String path) implements Request {}

    /** SYMLINK; which path is the target is decided by quirk. */
    record Symlink(int id, String first, String second) implements Request {}

    /** LINK of version 6; which path is the new link is decided by quirk. */
    record Link(int id, String first, String second, boolean symbolic) implements Request {}

    /** BLOCK and UNBLOCK, and message types that nobody knows. */
    record Unknown(int id, int type) implements Request {}

    record UnknownExtension(int id, String name) implements Request {}

    record HardLink(int id, String existing, String newLink) implements Request {}

    /** Exactly one of path and handle is there. */
    record StatVfs(int id, Optional<String> path, int handle) implements Request {}

    record SpaceAvailable(int id, String path) implements Request {}

    record FSync(int id, int handle) implements Request {}

    record Limits(int id) implements Request {}

    record ExpandPath(int id, String path) implements Request {}

    record HomeDirectory(int id, String user) implements Request {}

    record UsersGroupsById(int id, List<Integer> uids, List<Integer> gids) implements Request {}

    /** @param length 0 means to the end */
    record CopyData(int id, int from, long fromOffset, long length, int to, long toOffset) implements Request {}

    record CopyFile(int id, String from, String to, boolean overwrite) implements Request {}

    /** Exactly one of path and handle is there. */
    record CheckFile(
            int id, Optional<String> path, int handle, List<String> algorithms, long start, long length, long blockSize)
            implements Request {}

    record VendorId(int id, String vendor, String product, String version) implements Request {}

    record VersionSelect(int id, String version) implements Request {}

    /** @param translate whether the client wants names in UTF-8 rather than in the charset that was announced */
    record FilenameTranslation(int id, boolean translate) implements Request {}

    record TextSeek(int id, int handle, long line) implements Request {}
}
