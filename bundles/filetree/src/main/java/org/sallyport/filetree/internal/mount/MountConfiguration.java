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
            description = "Where users see it; mounts may lie in each other, the longest path wins")
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
}
