/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

/** Names of extensions: OpenSSH's PROTOCOL, section 4, and draft-ietf-secsh-filexfer-extensions-00. */
public final class Extension {

    public static final String POSIX_RENAME = "posix-rename@openssh.com";
    public static final String STATVFS = "statvfs@openssh.com";
    public static final String FSTATVFS = "fstatvfs@openssh.com";
    public static final String HARDLINK = "hardlink@openssh.com";
    public static final String FSYNC = "fsync@openssh.com";
    public static final String LSETSTAT = "lsetstat@openssh.com";
    public static final String LIMITS = "limits@openssh.com";
    public static final String EXPAND_PATH = "expand-path@openssh.com";
    public static final String USERS_GROUPS_BY_ID = "users-groups-by-id@openssh.com";
    public static final String COPY_DATA = "copy-data";
    public static final String HOME_DIRECTORY = "home-directory";
    public static final String COPY_FILE = "copy-file";
    public static final String CHECK_FILE = "check-file";
    public static final String CHECK_FILE_NAME = "check-file-name";
    public static final String CHECK_FILE_HANDLE = "check-file-handle";
    public static final String SPACE_AVAILABLE = "space-available";
    public static final String VENDOR_ID = "vendor-id";
    public static final String VERSION_SELECT = "version-select";
    public static final String VERSIONS = "versions";
    public static final String NEWLINE = "newline";
    public static final String FILENAME_CHARSET = "filename-charset";
    public static final String FILENAME_TRANSLATION_CONTROL = "filename-translation-control";
    public static final String TEXT_SEEK = "text-seek";
    public static final String SUPPORTED = "supported";
    public static final String SUPPORTED2 = "supported2";

    private Extension() {}
}
