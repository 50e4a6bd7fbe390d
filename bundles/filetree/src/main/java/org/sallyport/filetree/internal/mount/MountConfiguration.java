/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.mount}: what {@link MountSettings} reads, in an operator's words. */
@ObjectClassDefinition(name = "Sallyport mount", description = "A store that users see at a path")
@interface MountConfiguration {

    @AttributeDefinition(
            name = "path",
            description =
                    "Where users see it; mounts may lie in each other, the longest path wins. At one path a mount for the user comes before one for his role, and that before one for everybody")
    String path() default "/";

    @AttributeDefinition(
            name = "uri",
            description = "Commons VFS URI of the store; {user} is replaced by the user's name")
    String uri();

    @AttributeDefinition(name = "create", description = "Whether a local folder is made if it is not there")
    boolean create() default false;

    @AttributeDefinition(
            name = "users",
            description = "Users who see it, separated by commas; with roles empty too, everybody does")
    String users() default "";

    @AttributeDefinition(name = "roles", description = "Roles whose users see it")
    String roles() default "";

    @AttributeDefinition(name = "read-only", description = "Whether nothing can be changed through it")
    boolean read$_$only() default false;

    @AttributeDefinition(
            name = "home",
            description = "Path at which sessions begin, relative to this mount; {user} is replaced")
    String home() default "";

    @AttributeDefinition(
            name = "quota-bytes",
            description = "Bytes that the store may hold, such as 10G; 0 for any number")
    String quota$_$bytes() default "0";

    @AttributeDefinition(
            name = "quota-files",
            description = "Files and directories that the store may hold; 0 for any number")
    String quota$_$files() default "0";

    @AttributeDefinition(
            name = "umask",
            description = "Permission bits that new files and directories do not get, in octal")
    String umask() default "022";

    @AttributeDefinition(
            name = "forced-mode",
            description = "Permission bits that new files and directories get whatever was asked for, in octal")
    String forced$_$mode() default "000";

    @AttributeDefinition(
            name = "owner",
            description =
                    "Owner that all files are shown with, a name or a number; {user} is who looks. Empty: as the store tells")
    String owner() default "";

    @AttributeDefinition(
            name = "group",
            description =
                    "Group that all files are shown with, a name or a number; {role} is the role of who looks. Empty: as the store tells")
    String group() default "";

    @AttributeDefinition(
            name = "file-mode",
            description = "Permissions that all files are shown with, in octal. Empty: as the store tells")
    String file$_$mode() default "";

    @AttributeDefinition(
            name = "directory-mode",
            description = "Permissions that all directories are shown with, in octal. Empty: as the store tells")
    String directory$_$mode() default "";

    @AttributeDefinition(
            name = "upload",
            description =
                    "How files are created or replaced in a local folder: atomic (at CLOSE, whole or not at all) or in-place; empty for the rules of clients and users")
    String upload() default "";

    @AttributeDefinition(
            name = "sync",
            description =
                    "When what was written to a local folder is forced to the disk: close (before CLOSE, RENAME and MKDIR are answered) or none")
    String sync() default "";

    @AttributeDefinition(
            name = "broken-upload",
            description =
                    "What becomes of an atomic or journaled upload whose connection breaks: discard, part (kept as NAME.part) or keep (at its name if nothing was there)")
    String broken$_$upload() default "";

    @AttributeDefinition(
            name = "journal",
            description =
                    "Whether uploads to a store that is no local folder go through the journal; without it a CLOSE waits for the store, and a crash loses what waits")
    boolean journal() default true;

    @AttributeDefinition(
            name = "close-reply",
            description =
                    "When CLOSE of a journaled upload is answered: stored, sealed (durable in the spool) or stored-within(TIME)-else-sealed; empty for the rules of clients and users")
    String close$_$reply() default "";

    @AttributeDefinition(
            name = "fsync-reply",
            description = "What fsync@openssh.com waits for on a journaled mount: sealed or stored")
    String fsync$_$reply() default "";
}
