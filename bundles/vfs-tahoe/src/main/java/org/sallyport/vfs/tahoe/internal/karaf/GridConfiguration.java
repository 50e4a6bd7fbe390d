/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.grid}: what {@link GridSettingsReader} reads, in an operator's words. */
@ObjectClassDefinition(name = "Sallyport grid", description = "A Tahoe-LAFS grid that mounts name as tahoe:NAME/path")
@interface GridConfiguration {

    @AttributeDefinition(
            name = "gateways",
            description =
                    "Web addresses of gateway nodes, separated by commas; reading goes on with the next when one fails, writing always goes through the first")
    String gateways() default "http://127.0.0.1:3456/";

    @AttributeDefinition(
            name = "root",
            description =
                    "Capability of the directory that is the root, by reference to a secret such as $[secret:NAME]")
    String root();

    @AttributeDefinition(name = "connect-timeout", description = "How long a gateway node may take to be connected to")
    String connect$_$timeout() default "5s";

    @AttributeDefinition(name = "answer-timeout", description = "How long a gateway node may take for an answer")
    String answer$_$timeout() default "30s";

    @AttributeDefinition(
            name = "upload-timeout",
            description = "How long a gateway node may take to store a file, beyond 1 s for each 256 KiB")
    String upload$_$timeout() default "2m";

    @AttributeDefinition(
            name = "directory-cache-time",
            description =
                    "How long a listing is taken for true when other programs may change the grid; 0 to ask each time")
    String directory$_$cache$_$time() default "2s";

    @AttributeDefinition(name = "directory-cache-entries", description = "Entries of directories that are remembered")
    int directory$_$cache$_$entries() default 200000;

    @AttributeDefinition(
            name = "content-cache",
            description = "Bytes of file content that are remembered in memory; no more than an eighth of the heap")
    String content$_$cache() default "64M";

    @AttributeDefinition(
            name = "disk-cache",
            description =
                    "Bytes of file content that are remembered on a disk, encrypted, until the server ends; 0 for none")
    String disk$_$cache() default "1G";

    @AttributeDefinition(
            name = "disk-cache-folder",
            description = "Folder for them; empty: sallyport/grid-cache below the data folder")
    String disk$_$cache$_$folder() default "";

    @AttributeDefinition(
            name = "check-interval",
            description =
                    "How long after the end of a check of all files and directories, which renews their leases, the next begins, such as 7d; 0 for none")
    String check$_$interval() default "0";

    @AttributeDefinition(name = "check-repair", description = "Whether a check makes missing shares again")
    boolean check$_$repair() default false;
}
