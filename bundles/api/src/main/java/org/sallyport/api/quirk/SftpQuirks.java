/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.time.Duration;
import java.util.List;

/** Switches of the SFTP protocol. */
public final class SftpQuirks {

    /** Which of the two paths of SYMLINK and LINK comes first. */
    public enum LinkOrder {
        /** Target first in SYMLINK (as OpenSSH reads it), new link first in LINK (as draft-13 says). */
        AUTO,
        TARGET_FIRST,
        LINK_FIRST
    }

    /** Whether replies may overtake each other. */
    public enum ResponseOrder {
        FREE,
        PER_HANDLE,
        STRICT
    }

    /** What a plain version 3 RENAME onto an existing name does. */
    public enum RenameOverwrite {
        NEVER,
        FILES,
        ALWAYS
    }

    /** What becomes of attributes that a client sets. */
    public enum SetAttribute {
        APPLY,
        /** Apply where the store can, else answer OK. */
        BEST_EFFORT,
        IGNORE,
        REFUSE
    }

    /** What READLINK and SYMLINK make of absolute targets. */
    public enum AbsoluteSymlinks {
        /** Kept relative to the link, so that the tree can be mounted anywhere. */
        RELATIVE,
        /** Shown as absolute paths of the session's tree. */
        VIRTUAL
    }

    /** Where an upload that creates or truncates a file is written. */
    public enum UploadMode {
        /** To a hidden file that takes the name at CLOSE, whole or not at all. */
        ATOMIC,
        /** To its name, as OpenSSH does: others see it grow, and half of it stays if the connection breaks. */
        IN_PLACE
    }

    /** When written content is forced to the disk of a local store. */
    public enum SyncMode {
        /** Before CLOSE, RENAME and MKDIR are answered. */
        CLOSE,
        /** When the operating system likes to: a power cut may take what was acknowledged. */
        NONE
    }

    /** What becomes of an upload whose connection broke before CLOSE. */
    public enum BrokenUpload {
        DISCARD,
        /** Kept beside its name, as {@code NAME.part}. */
        PART,
        /** Kept at its name where nothing was there before, else as {@code NAME.part}; a client can resume. */
        KEEP
    }

    /** What fsync@openssh.com waits for on a journaled mount. */
    public enum SyncReply {
        /** The content is durable in the spool. */
        SEALED,
        /** It is at its name in the store. */
        STORED
    }

    /** The status that tells that something is there already. */
    public enum ExistsStatus {
        FAILURE,
        PERMISSION_DENIED
    }

    /** What a status says beside its code. */
    public enum StatusText {
        DETAILED,
        /** The name of the code. */
        PLAIN
    }

    /** What becomes of permissions that come with OPEN and MKDIR. */
    public enum NewPermissions {
        TAKE,
        IGNORE
    }

    /** Which permissions clients are told. */
    public enum ShownPermissions {
        KEPT,
        /** What the owner may, everybody may. */
        SHARED
    }

    /** What a client may do with symbolic links. */
    public enum SymlinkCreation {
        ALLOW,
        REFUSE
    }

    /** What becomes of a rename from one store into another. */
    public enum AcrossMounts {
        REFUSE,
        /** Files are copied, then removed. */
        COPY
    }

    private static final QuirkDeclarations DECLARED = new QuirkDeclarations(32);

    public static final Quirk<VersionRange> VERSION_RANGE = DECLARED.other(
            "version-range",
            VersionRange.class,
            new VersionRange(3, 3),
            Phase.SFTP_INIT,
            "Versions offered: the answer is the client's version, at most the range's end.",
            "Versions above 3 are less tested in most clients; lftp asks for 6 and then swaps link arguments.",
            "one or two of 3 to 6, such as 3 or 3-6",
            VersionRange::parse);

    public static final Quirk<LinkOrder> SYMLINK_ORDER = DECLARED.choice(
            "symlink-order",
            LinkOrder.AUTO,
            Phase.SFTP_INIT,
            "Order of the arguments of SYMLINK (versions 3 to 5): OpenSSH's clients send the target first; WinSCP, AsyncSSH, libssh, ssh2, phpseclib and sshj send the link first to a server that does not call itself OpenSSH.",
            "The wrong order makes links with swapped names.");

    public static final Quirk<LinkOrder> LINK_ORDER = DECLARED.choice(
            "link-order",
            LinkOrder.AUTO,
            Phase.SFTP_INIT,
            "Order of the arguments of LINK (version 6): the draft puts the new link first, Apache MINA's client the target.",
            "The wrong order makes links with swapped names.");

    public static final Quirk<ResponseOrder> RESPONSE_ORDER = DECLARED.choice(
            "response-order",
            ResponseOrder.FREE,
            Phase.SFTP_INIT,
            "Whether replies may overtake each other. Some in-house clients match replies by order.",
            "Strict order lets one slow file hold back all others.");

    public static final Quirk<String> HIDDEN_EXTENSIONS = DECLARED.other(
            "hidden-extensions",
            String.class,
            "",
            Phase.SFTP_INIT,
            "Extensions that are neither announced nor answered, separated by commas.",
            "Hiding limits@openssh.com lowers OpenSSH's throughput.",
            "names of extensions separated by commas",
            text -> text);

    public static final Quirk<Integer> MAX_READ = DECLARED.number(
            "max-read",
            261120,
            4096,
            261120,
            Phase.SFTP_INIT,
            "Largest READ answered in full and announced by limits@openssh.com, in bytes. OpenSSH 8 to 9.1 die above 256 KiB packets.",
            "Large reads, 64 deep, cost memory.");

    public static final Quirk<Integer> MAX_WRITE = DECLARED.number(
            "max-write",
            261120,
            4096,
            261120,
            Phase.SFTP_INIT,
            "Largest WRITE announced by limits@openssh.com, in bytes.",
            "Large writes, 64 deep, cost memory.");

    public static final Quirk<Integer> READDIR_BYTES = DECLARED.number(
            "readdir-bytes",
            64 << 10,
            4 << 10,
            128 << 10,
            Phase.SFTP_INIT,
            "Largest NAME reply to READDIR, in bytes. Old node ssh2 bears 34,000, sshfs 128 KiB.",
            "Small replies slow down large listings.");

    public static final Quirk<Boolean> EXTENDED_STATUS = DECLARED.flag(
            "extended-status",
            false,
            Phase.SFTP_INIT,
            "Whether version 3 clients are shown status codes above 8.",
            "gvfs and sshfs misread them.");

    public static final Quirk<RenameOverwrite> RENAME_OVERWRITE = DECLARED.choice(
            "rename-overwrite",
            RenameOverwrite.NEVER,
            Phase.PATH,
            "What a RENAME without flags does to an existing target. WebEx on sshfs, FileZilla and psftp expect it replaced.",
            "Tools that use the failure as a lock lose data.");

    public static final Quirk<SetAttribute> SET_PERMISSIONS = DECLARED.choice(
            "set-permissions",
            SetAttribute.BEST_EFFORT,
            Phase.PATH,
            "What becomes of permissions that a client sets.",
            "Ignoring loses execute bits.");

    public static final Quirk<SetAttribute> SET_OWNER = DECLARED.choice(
            "set-owner",
            SetAttribute.APPLY,
            Phase.PATH,
            "What becomes of owners that a client sets. gvfs needs a refusal where they cannot be set.",
            "Ignoring makes clients believe in a change that was not made.");

    public static final Quirk<SetAttribute> SET_TIMES = DECLARED.choice(
            "set-times",
            SetAttribute.BEST_EFFORT,
            Phase.PATH,
            "What becomes of times that a client sets.",
            "Ignoring breaks tools that compare them, such as rclone.");

    public static final Quirk<SetAttribute> SET_SIZE = DECLARED.choice(
            "set-size",
            SetAttribute.APPLY,
            Phase.PATH,
            "What becomes of a size that a client sets by SETSTAT or FSETSTAT.",
            "Ignoring leaves too much behind what scp overwrites.");

    public static final Quirk<SetAttribute> SET_EXTENDED = DECLARED.choice(
            "set-extended",
            SetAttribute.APPLY,
            Phase.PATH,
            "What becomes of extended pairs, access control lists and attribute bits that a client sets.",
            "Ignoring makes clients believe in a protection that is not there.");

    public static final Quirk<Boolean> OPEN_SIZE = DECLARED.flag(
            "open-size",
            false,
            Phase.PATH,
            "Whether a size among OPEN's attributes truncates or extends the file. WinSCP 6 sends the expected size.",
            "Truncation destroys what a resumed upload needs.");

    public static final Quirk<Boolean> SIGNED_TIMES = DECLARED.flag(
            "signed-times",
            false,
            Phase.SFTP_INIT,
            "Whether times told to a version 3 client stop at 2038-01-19. WinSCP reads them as signed.",
            "Hides true dates.");

    public static final Quirk<AbsoluteSymlinks> ABSOLUTE_SYMLINKS = DECLARED.choice(
            "absolute-symlinks",
            AbsoluteSymlinks.RELATIVE,
            Phase.PATH,
            "How absolute targets of symbolic links are kept and shown. sshfs refuses absolute ones.",
            "Virtual ones do not work for other programs on the server.");

    public static final Quirk<Boolean> MKDIR_EXISTING = DECLARED.flag(
            "mkdir-existing",
            false,
            Phase.PATH,
            "Whether MKDIR of an existing directory succeeds.",
            "Hides races between clients.");

    public static final Quirk<Boolean> TEXT_MODE = DECLARED.flag(
            "text-mode",
            true,
            Phase.SFTP_INIT,
            "Whether text mode (version 4 and later) converts line ends.",
            "Converting what is not text corrupts it; only files opened as text are touched.");

    public static final Quirk<UploadMode> UPLOAD = DECLARED.choice(
            "upload",
            UploadMode.ATOMIC,
            Phase.PATH,
            "How a file is written that is created or truncated in a local folder: atomic, it takes its name at CLOSE, whole or not at all; or in-place.",
            "In place, others see half a file, and a broken connection leaves it over a good one.");

    public static final Quirk<SyncMode> SYNC = DECLARED.choice(
            "sync",
            SyncMode.CLOSE,
            Phase.PATH,
            "When content written to a local folder is forced to the disk: before CLOSE, RENAME and MKDIR are answered, or never.",
            "With none, a power cut takes what was acknowledged, as with OpenSSH.");

    public static final Quirk<BrokenUpload> BROKEN_UPLOAD = DECLARED.choice(
            "broken-upload",
            BrokenUpload.DISCARD,
            Phase.PATH,
            "What becomes of an atomic upload whose connection breaks: discard, part (kept as NAME.part), or keep (at its name if nothing was there, else NAME.part) for clients that resume.",
            "What is kept is half a file that programs on the server may take for whole.");

    public static final Quirk<CloseReply> CLOSE_REPLY = DECLARED.other(
            "close-reply",
            CloseReply.class,
            new CloseReply(Duration.ofSeconds(10), false),
            Phase.PATH,
            "When CLOSE of a journaled upload is answered: stored, sealed (durable in the spool), or stored-within(TIME)-else-sealed. WinSCP gives up after 15 s, sshj and MINA after 30 s.",
            "With sealed, a failure of the store after the answer is seen by the operator only; with stored, a slow store makes clients give up.",
            "one of stored, sealed, stored-within(TIME)-else-sealed with a time up to 1h",
            CloseReply::parse);

    public static final Quirk<SyncReply> FSYNC_REPLY = DECLARED.choice(
            "fsync-reply",
            SyncReply.SEALED,
            Phase.PATH,
            "What fsync@openssh.com waits for on a journaled mount: sealed, the content is durable in the spool; or stored, it is at its name in the store.",
            "With stored, programs that sync often wait for the store each time.");

    public static final Quirk<ExistsStatus> EXISTS_STATUS = DECLARED.choice(
            "exists-status",
            ExistsStatus.FAILURE,
            Phase.SFTP_INIT,
            "Status that tells version 3 clients that something exists already. sshfs and gvfs understand FAILURE alone.",
            "permission-denied breaks saving under gvfs and mkdir -p under sshfs.");

    public static final Quirk<StatusText> STATUS_TEXT = DECLARED.choice(
            "status-text",
            StatusText.DETAILED,
            Phase.SFTP_INIT,
            "Whether a status says more than the name of its code, for clients that compare the text.",
            "plain leaves users without the reason.");

    public static final Quirk<Boolean> DOT_ENTRIES = DECLARED.flag(
            "dot-entries",
            true,
            Phase.SFTP_INIT,
            "Whether listings have the entries . and .. that OpenSSH's have.",
            "Without them WinSCP asks for the parent, with them naive clients may go round in circles.");

    public static final Quirk<Boolean> ALWAYS_TIMES = DECLARED.flag(
            "always-times",
            false,
            Phase.SFTP_INIT,
            "Whether version 4 and later are told times they did not ask for. Rebex before 2017 R6.1 expects them.",
            "Costs what the client wanted to save.");

    public static final Quirk<ShownPermissions> SHOWN_PERMISSIONS = DECLARED.choice(
            "shown-permissions",
            ShownPermissions.KEPT,
            Phase.SFTP_INIT,
            "Whether what the owner may is shown as allowed to everybody, for sshfs run by other users of its machine.",
            "Hides who may really do what.");

    public static final Quirk<NewPermissions> NEW_PERMISSIONS = DECLARED.choice(
            "new-permissions",
            NewPermissions.TAKE,
            Phase.PATH,
            "What becomes of the permissions that OPEN and MKDIR carry for what they make; what set-permissions ignores or refuses is not taken here either.",
            "Ignoring loses execute bits.");

    public static final Quirk<Boolean> CREATE_PARENTS = DECLARED.flag(
            "create-parents",
            false,
            Phase.PATH,
            "Whether missing directories above are made for OPEN, MKDIR and RENAME. Some transfer programs never call MKDIR.",
            "Mistyped paths make trees.");

    public static final Quirk<SymlinkCreation> SYMLINK_CREATION = DECLARED.choice(
            "symlink-creation",
            SymlinkCreation.ALLOW,
            Phase.PATH,
            "Whether clients may make symbolic links.",
            "Programs that keep links, such as backups, fail.");

    public static final Quirk<Duration> DELETE_THEN_RENAME = DECLARED.duration(
            "delete-then-rename",
            Duration.ZERO,
            Duration.ofMinutes(5),
            Phase.PATH,
            "How long the removal of a file is held back in a session that has just made another file beside it and is likely to rename that one to its name: the old file stays until it is replaced at once, and its permissions and owner are kept. gvfs and WinSCP save so.",
            "Others see the old file for that long if the rename never comes.");

    public static final Quirk<AcrossMounts> RENAME_ACROSS_MOUNTS = DECLARED.choice(
            "rename-across-mounts",
            AcrossMounts.REFUSE,
            Phase.PATH,
            "What a rename of a file from one mount to another does. sshfs copies by itself when refused, graphical clients give up.",
            "A copy takes as long as the file is large.");

    /** All of them. */
    public static final List<Quirk<?>> ALL = DECLARED.all();

    private SftpQuirks() {}
}
