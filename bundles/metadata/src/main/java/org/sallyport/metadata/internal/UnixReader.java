/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * Reads through the JDK's {@code unix} view: one {@code stat(2)} for all that is a number. Names are asked for only where
 * they are wanted and not known yet, since each may be a question to a directory service.
 */
final class UnixReader {

    private static final String NUMBERS = "unix:mode,size,uid,gid,nlink,lastModifiedTime,lastAccessTime";
    private static final String NUMBERS_AND_MORE_TIMES = NUMBERS + ",ctime,creationTime";
    private static final String NAMES = "unix:owner,group";
    private static final LinkOption[] FOLLOW = {};
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private final Accounts accounts;
    private final Optional<Statx> statx;

    UnixReader(Accounts accounts) {
        this(accounts, Statx.ifAllowed());
    }

    UnixReader(Accounts accounts, Optional<Statx> statx) {
        this.accounts = accounts;
        this.statx = statx;
    }

    static LinkOption[] options(boolean followLinks) {
        return followLinks ? FOLLOW : NO_FOLLOW;
    }

    /** Permissions and type. */
    int mode(Path path, boolean followLinks) throws IOException {
        FileNumbers found = statx.isPresent() ? statx.get().read(path, followLinks) : null;
        return found != null ? found.mode() : (Integer) Files.getAttribute(path, "unix:mode", options(followLinks));
    }

    private FileNumbers numbers(Path path, boolean followLinks) throws IOException {
        FileNumbers found = statx.isPresent() ? statx.get().read(path, followLinks) : null;
        return found != null ? found : numbers(Files.readAttributes(path, NUMBERS, options(followLinks)));
    }

    private static FileNumbers numbers(Map<String, Object> read) {
        Instant modified = time(read, "lastModifiedTime");
        Instant accessed = time(read, "lastAccessTime");
        return new FileNumbers(
                (Integer) read.get("mode"),
                (Long) read.get("size"),
                (Integer) read.get("uid"),
                (Integer) read.get("gid"),
                (Integer) read.get("nlink"),
                modified.getEpochSecond(),
                modified.getNano(),
                accessed.getEpochSecond(),
                accessed.getNano());
    }

    FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) throws IOException {
        LinkOption[] options = options(followLinks);
        boolean moreTimes = wanted.contains(Attribute.CHANGE_TIME) || wanted.contains(Attribute.CREATE_TIME);
        Map<String, Object> all = moreTimes ? Files.readAttributes(path, NUMBERS_AND_MORE_TIMES, options) : Map.of();
        FileNumbers read = moreTimes ? numbers(all) : numbers(path, followLinks);
        FileType type = FileType.ofMode(read.mode());
        FileAttributes.Builder result = FileAttributes.builder(type == FileType.UNKNOWN ? FileType.SPECIAL : type);
        for (Attribute attribute : wanted) {
            switch (attribute) {
                case SIZE -> result.size(read.size());
                case PERMISSIONS -> result.permissions(read.mode());
                case OWNER_IDS -> result.ownerIds(read.uid(), read.gid());
                case OWNER_NAMES -> addNames(result, path, options, read.uid(), read.gid());
                case LINK_COUNT -> result.linkCount(read.links());
                case MODIFY_TIME -> result.modifyTime(read.modified(), read.modifiedNanos());
                case ACCESS_TIME -> result.accessTime(read.accessed(), read.accessedNanos());
                case CHANGE_TIME -> {
                    Instant time = time(all, "ctime");
                    result.changeTime(time.getEpochSecond(), time.getNano());
                }
                case CREATE_TIME -> {
                    Instant time = time(all, "creationTime");
                    result.createTime(time.getEpochSecond(), time.getNano());
                }
                case ACL -> AclEntries.read(path, options, result);
                case EXTENDED -> {
                    if (UserPairs.areReadOf(type)) {
                        UserPairs.read(path, options, result);
                    }
                }
                default -> {
                    // not kept by such file systems
                }
            }
        }
        return result.build();
    }

    private static Instant time(Map<String, Object> read, String name) {
        return ((FileTime) read.get(name)).toInstant();
    }

    private void addNames(FileAttributes.Builder result, Path path, LinkOption[] options, int uid, int gid)
            throws IOException {
        OwnerNames host = accounts.host();
        String owner = host.cachedUser(uid);
        String group = host.cachedGroup(gid);
        if (owner == null || group == null) {
            Map<String, Object> read = Files.readAttributes(path, NAMES, options);
            owner = ((Principal) read.get("owner")).getName();
            group = ((Principal) read.get("group")).getName();
            host.learn(uid, owner, gid, group);
        }
        result.ownerNames(accounts.userName(uid, owner), accounts.groupName(gid, group));
    }
}
