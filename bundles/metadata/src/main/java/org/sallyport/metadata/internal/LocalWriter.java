/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * Changes attributes of local files. Everything asked for is tried, and the first refusal is thrown at the end. Owners come
 * first because changing them clears the set-id bits, times last because other changes touch them.
 */
final class LocalWriter {

    /** Types that can be opened without waiting for somebody; the JDK opens files to set times and modes on them. */
    private static final Set<FileType> OPENABLE = EnumSet.of(FileType.REGULAR, FileType.DIRECTORY);

    private final Accounts accounts;
    private final UnixReader reader;

    private interface Change {
        boolean apply() throws IOException;
    }

    private interface NameOfHost {
        void set() throws IOException;
    }

    /** One attribute or two after the other, what was refused and what was not kept. */
    private static final class Outcome {

        private final Set<Attribute> unkept = EnumSet.noneOf(Attribute.class);
        private IOException refusal;

        void apply(Attribute attribute, Change change) {
            try {
                if (!change.apply()) {
                    unkept.add(attribute);
                }
            } catch (IOException refused) {
                if (refusal == null) {
                    refusal = refused;
                } else {
                    refusal.addSuppressed(refused);
                }
            }
        }

        Set<Attribute> end() throws IOException {
            if (refusal != null) {
                throw refusal;
            }
            return unkept;
        }
    }

    LocalWriter(Accounts accounts, UnixReader reader) {
        this.accounts = accounts;
        this.reader = reader;
    }

    Set<Attribute> write(Path path, boolean followLinks, FileAttributes changes) throws IOException {
        LinkOption[] options = UnixReader.options(followLinks);
        boolean unix = LocalFiles.isUnix(path);
        int mode = unix ? reader.mode(path, followLinks) : 0;
        FileType type = unix ? FileType.ofMode(mode) : commonType(path, options);
        Outcome outcome = new Outcome();
        if (changes.has(Attribute.OWNER_IDS)) {
            outcome.apply(Attribute.OWNER_IDS, () -> unix && setOwnerIds(path, options, changes));
        }
        if (changes.has(Attribute.OWNER_NAMES)) {
            outcome.apply(Attribute.OWNER_NAMES, () -> setOwnerNames(path, options, changes));
        }
        if (changes.has(Attribute.EXTENDED)) {
            // Before permissions that may keep the file from being opened.
            outcome.apply(
                    Attribute.EXTENDED,
                    () -> UserPairs.areReadOf(type) && UserPairs.write(path, options, changes.extended()));
        }
        if (changes.has(Attribute.PERMISSIONS)) {
            outcome.apply(
                    Attribute.PERMISSIONS,
                    () -> unix
                            ? setMode(path, followLinks, mode, type, changes.permissions())
                            : setReadOnly(path, options, changes.permissions()));
        }
        if (changes.has(Attribute.ACL)) {
            outcome.apply(Attribute.ACL, () -> AclEntries.write(path, options, changes.acl()));
        }
        writeTimes(path, options, type, unix, changes, outcome);
        for (Attribute never : EnumSet.complementOf(EnumSet.of(
                Attribute.SIZE,
                Attribute.OWNER_IDS,
                Attribute.OWNER_NAMES,
                Attribute.PERMISSIONS,
                Attribute.ACL,
                Attribute.EXTENDED,
                Attribute.MODIFY_TIME,
                Attribute.ACCESS_TIME,
                Attribute.CREATE_TIME))) {
            if (changes.has(never)) {
                outcome.apply(never, () -> false);
            }
        }
        return outcome.end();
    }

    private static FileType commonType(Path path, LinkOption[] options) {
        return Files.isSymbolicLink(path) && options.length > 0
                ? FileType.SYMLINK
                : Files.isDirectory(path, options) ? FileType.DIRECTORY : FileType.REGULAR;
    }

    private static boolean setOwnerIds(Path path, LinkOption[] options, FileAttributes changes) throws IOException {
        setNumber(path, options, "unix:gid", changes.gid());
        setNumber(path, options, "unix:uid", changes.uid());
        return true;
    }

    private boolean setOwnerNames(Path path, LinkOption[] options, FileAttributes changes) throws IOException {
        UserPrincipalLookupService principals = path.getFileSystem().getUserPrincipalLookupService();
        PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class, options);
        FileOwnerAttributeView view =
                posix != null ? posix : Files.getFileAttributeView(path, FileOwnerAttributeView.class, options);
        if (view == null) {
            return false;
        }
        String group = Accounts.local(changes.group());
        if (!group.isEmpty() && posix != null) {
            set(
                    path,
                    options,
                    "unix:gid",
                    accounts.configured().groups().number(group),
                    accounts.allottedGroup(group),
                    () -> {
                        if (!posix.readAttributes().group().getName().equals(group)) {
                            posix.setGroup(principals.lookupPrincipalByGroupName(group));
                        }
                    });
        }
        String owner = Accounts.local(changes.owner());
        if (!owner.isEmpty()) {
            set(
                    path,
                    options,
                    "unix:uid",
                    accounts.configured().users().number(owner),
                    accounts.allottedUser(owner),
                    () -> {
                        if (!view.getOwner().getName().equals(owner)) {
                            view.setOwner(principals.lookupPrincipalByName(owner));
                        }
                    });
        }
        return group.isEmpty() || posix != null;
    }

    /**
     * Sets what a name means: its number by the configuration, else what the host knows it as, else the number that was allotted to it.
     *
     * @param byHost throws {@link UserPrincipalNotFoundException} for a name that the host does not know
     */
    private static void set(
            Path path,
            LinkOption[] options,
            String attribute,
            Optional<Integer> configured,
            Optional<Integer> allotted,
            NameOfHost byHost)
            throws IOException {
        boolean unix = LocalFiles.isUnix(path);
        if (unix && configured.isPresent()) {
            setNumber(path, options, attribute, configured.get());
            return;
        }
        try {
            byHost.set();
        } catch (UserPrincipalNotFoundException unknown) {
            if (!unix || allotted.isEmpty()) {
                throw unknown;
            }
            setNumber(path, options, attribute, allotted.get());
        }
    }

    /** A number that is already so is left alone, since even naming it is refused to ordinary users in places. */
    private static void setNumber(Path path, LinkOption[] options, String attribute, int number) throws IOException {
        if (!Files.getAttribute(path, attribute, options).equals(number)) {
            Files.setAttribute(path, attribute, number, options);
        }
    }

    /**
     * Sets all 12 bits. Without following links the JDK opens the file first, which an unreadable file does not bear; then
     * the mode is set by the path, once more seen not to be a link. What is so already is left alone, unless a change of the owner
     * may have cleared some of it.
     *
     * @param now the mode before, with its type
     */
    private static boolean setMode(Path path, boolean followLinks, int now, FileType type, int mode)
            throws IOException {
        if (type == FileType.SYMLINK) {
            return false;
        }
        if ((now & 07777) == mode && (mode & 07000) == 0) {
            return true;
        }
        if (followLinks || !OPENABLE.contains(type)) {
            Files.setAttribute(path, "unix:mode", mode);
            return true;
        }
        try {
            Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException unreadable) {
            if (Files.isSymbolicLink(path)) {
                throw unreadable;
            }
            Files.setAttribute(path, "unix:mode", mode);
        }
        return true;
    }

    private static boolean setReadOnly(Path path, LinkOption[] options, int mode) throws IOException {
        DosFileAttributeView view = Files.getFileAttributeView(path, DosFileAttributeView.class, options);
        if (view == null) {
            return false;
        }
        view.setReadOnly((mode & 0200) == 0);
        return true;
    }

    private static void writeTimes(
            Path path, LinkOption[] options, FileType type, boolean unix, FileAttributes changes, Outcome outcome) {
        FileTime modified =
                changes.has(Attribute.MODIFY_TIME) ? time(changes.modifySeconds(), changes.modifyNanos()) : null;
        FileTime accessed =
                changes.has(Attribute.ACCESS_TIME) ? time(changes.accessSeconds(), changes.accessNanos()) : null;
        FileTime created = changes.has(Attribute.CREATE_TIME) && !unix
                ? time(changes.createSeconds(), changes.createNanos())
                : null;
        if (changes.has(Attribute.CREATE_TIME) && created == null) {
            outcome.apply(Attribute.CREATE_TIME, () -> false);
        }
        if (modified == null && accessed == null && created == null) {
            return;
        }
        if (OPENABLE.contains(type) || type == FileType.SYMLINK) {
            try {
                Files.getFileAttributeView(path, BasicFileAttributeView.class, options)
                        .setTimes(modified, accessed, created);
                return;
            } catch (AccessDeniedException unreadable) {
                if (modified == null || type == FileType.SYMLINK) {
                    outcome.apply(Attribute.ACCESS_TIME, () -> {
                        throw unreadable;
                    });
                    return;
                }
            } catch (IOException refused) {
                outcome.apply(Attribute.MODIFY_TIME, () -> {
                    throw refused;
                });
                return;
            }
        }
        if (accessed != null) {
            outcome.apply(Attribute.ACCESS_TIME, () -> false);
        }
        if (modified != null) {
            outcome.apply(Attribute.MODIFY_TIME, () -> setUnopened(path, options, modified));
        }
    }

    /** For what the JDK cannot open, or what opening would wait for: a pipe, or a file that its owner may not read. */
    private static boolean setUnopened(Path path, LinkOption[] options, FileTime modified) throws IOException {
        boolean link = options.length > 0 && Files.isSymbolicLink(path);
        if (link || !path.toFile().setLastModified(Math.max(0, modified.toMillis()))) {
            throw new AccessDeniedException(path.toString());
        }
        return true;
    }

    /** Before 1970 to the second below: the JDK sets parts of such seconds to the epoch (17). */
    private static FileTime time(long seconds, int nanos) {
        long bounded = Math.max(Instant.MIN.getEpochSecond(), Math.min(Instant.MAX.getEpochSecond(), seconds));
        return FileTime.from(Instant.ofEpochSecond(bounded, bounded < 0 ? 0 : nanos));
    }
}
