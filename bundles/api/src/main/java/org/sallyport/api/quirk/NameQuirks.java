/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Switches of names and paths. */
public final class NameQuirks {

    /** How a path that does not exist is canonicalised. */
    public enum RealPath {
        LEXICAL,
        MISSING_LAST_OK,
        MUST_EXIST
    }

    /** Forms of Unicode for names that a client sends. */
    public enum UnicodeForm {
        AS_IS,
        /** Normalization form C, which other systems than macOS write. */
        NFC
    }

    /** How paths are written. */
    public enum PathStyle {
        POSIX,
        /** Backslashes separate too, and a drive letter in front means nothing. */
        WINDOWS
    }

    /** What {@code ~} at the beginning of a path means. */
    public enum Tilde {
        LITERAL,
        HOME
    }

    /** What becomes of the files {@code ._NAME} in which macOS keeps what has no place in NAME. */
    public enum AppleDouble {
        STORE,
        /** They follow NAME when it is renamed or removed. */
        PAIR
    }

    private static final QuirkDeclarations DECLARED = new QuirkDeclarations(80);

    public static final Quirk<Charset> FILENAME_CHARSET = DECLARED.other(
            "filename-charset",
            Charset.class,
            StandardCharsets.UTF_8,
            Phase.SFTP_INIT,
            "Charset of names on the wire for clients that do not speak UTF-8. In version 6 it is announced, and in force once the client asks for it.",
            "A wrong guess corrupts names.",
            "the name of a charset, such as UTF-8, Shift_JIS or windows-1252",
            Charset::forName);

    public static final Quirk<Charset> FALLBACK_CHARSET = DECLARED.other(
            "fallback-charset",
            Charset.class,
            Charset.forName("windows-1252"),
            Phase.SFTP_INIT,
            "Charset of names that are not valid UTF-8, in sessions that speak UTF-8: once one came, names are shown in it too. UTF-8 refuses such names.",
            "Where clients of several charsets meet, the wrong one makes wrong names.",
            "the name of a charset, such as UTF-8, Shift_JIS or windows-1252",
            Charset::forName);

    public static final Quirk<UnicodeForm> UNICODE_FORM = DECLARED.choice(
            "unicode-form",
            UnicodeForm.AS_IS,
            Phase.SFTP_INIT,
            "Form of Unicode to which names are brought that the client sends. macOS sends decomposed letters.",
            "Files whose names are decomposed in the store cannot be named any more.");

    public static final Quirk<PathStyle> PATH_STYLE = DECLARED.choice(
            "path-style",
            PathStyle.POSIX,
            Phase.SFTP_INIT,
            "Whether the client may write paths as Windows does, with backslashes and drive letters.",
            "Names with a backslash cannot be named.");

    public static final Quirk<Tilde> TILDE = DECLARED.choice(
            "tilde",
            Tilde.LITERAL,
            Phase.SFTP_INIT,
            "Whether ~ at the beginning of any path means the home directory, for clients that do not know expand-path@openssh.com.",
            "A file named ~ can be named only as ./~ then.");

    public static final Quirk<RealPath> REAL_PATH = DECLARED.choice(
            "realpath",
            RealPath.LEXICAL,
            Phase.SFTP_INIT,
            "How REALPATH treats what does not exist: psftp, FileZilla and scp canonicalise names before they create them.",
            "must-exist breaks uploads.");

    public static final Quirk<NamePatterns> HIDDEN_NAMES = DECLARED.other(
            "hidden-names",
            NamePatterns.class,
            NamePatterns.NONE,
            Phase.PATH,
            "Names that listings leave out, such as Thumbs.db.",
            "A directory that seems empty cannot be removed.",
            "names separated by commas, with * and ?",
            NamePatterns::parse);

    public static final Quirk<NamePatterns> REFUSED_NAMES = DECLARED.other(
            "refused-names",
            NamePatterns.class,
            NamePatterns.NONE,
            Phase.PATH,
            "Names under which nothing can be made, such as .DS_Store.",
            "Programs of macOS lose what they keep in ._ files.",
            "names separated by commas, with * and ?",
            NamePatterns::parse);

    public static final Quirk<NamePatterns> TEMPORARY_NAMES = DECLARED.other(
            "temporary-names",
            NamePatterns.class,
            NamePatterns.NONE,
            Phase.PATH,
            "Names that the client uses until an upload is whole: the upload is reported once the file is renamed to its real name.",
            "What is never renamed is never reported as an upload.",
            "names separated by commas, with * and ?",
            NamePatterns::parse);

    public static final Quirk<AppleDouble> APPLE_DOUBLE = DECLARED.choice(
            "appledouble",
            AppleDouble.STORE,
            Phase.PATH,
            "Whether the file ._NAME of macOS follows NAME when that is renamed or removed by a client that knows nothing of it.",
            "Files that are only named so follow too.");

    /** All of them. */
    public static final List<Quirk<?>> ALL = DECLARED.all();

    private NameQuirks() {}
}
