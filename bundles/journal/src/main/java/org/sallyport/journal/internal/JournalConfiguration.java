/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.journal}: what {@link JournalSettings} reads, in an operator's words. */
@ObjectClassDefinition(
        name = "Sallyport upload journal",
        description = "Keeps uploads to slow stores until they are stored")
@interface JournalConfiguration {

    @AttributeDefinition(
            name = "folder",
            description = "Folder of the spool, on a local disk; empty: sallyport/journal below the data folder")
    String folder() default "";

    @AttributeDefinition(
            name = "key-file",
            description =
                    "File of the keys by which the spool is encrypted, made on first use; empty: etc/sallyport/journal.key")
    String key$_$file() default "";

    @AttributeDefinition(name = "spool-bytes", description = "Bytes that wait to be stored, at the most")
    String spool$_$bytes() default "10G";

    @AttributeDefinition(name = "spool-files", description = "Files that are written or wait, at the most")
    String spool$_$files() default "200000";

    @AttributeDefinition(name = "user-bytes", description = "Bytes of one user that wait, at the most")
    String user$_$bytes() default "5G";

    @AttributeDefinition(name = "user-files", description = "Files of one user that wait, at the most")
    String user$_$files() default "150000";

    @AttributeDefinition(
            name = "reserve",
            description = "Bytes of the disk that stay free: a WRITE that would take them is refused")
    String reserve() default "256M";

    @AttributeDefinition(
            name = "memory",
            description =
                    "Memory for contents that are being written, before they go to the disk, and as much again for where those are that are written in scattered pieces")
    String memory() default "32M";

    @AttributeDefinition(name = "parallel", description = "Contents that are put into one store at once, 1 to 64")
    String parallel() default "4";

    @AttributeDefinition(
            name = "early",
            description =
                    "Contents beyond 4 MiB that are sent to one store while clients still write them, where the store allows, 0 to 8; 0: none")
    String early() default "2";

    @AttributeDefinition(
            name = "early-pause",
            description =
                    "How long one of these waits for each 128 KiB that its client writes, before it is given up and sent later")
    String early$_$pause() default "5s";

    @AttributeDefinition(
            name = "patience",
            description = "How long a rename or removal waits for an upload to the same name")
    String patience() default "60s";

    @AttributeDefinition(
            name = "first-retry",
            description = "Wait before the second attempt to store; doubled each time")
    String first$_$retry() default "1s";

    @AttributeDefinition(name = "last-retry", description = "Longest wait between two attempts")
    String last$_$retry() default "5m";

    @AttributeDefinition(
            name = "give-up",
            description = "How long an upload is tried that fails although its store answers, before it is parked")
    String give$_$up() default "7d";

    @AttributeDefinition(
            name = "drain",
            description = "How long a stop waits for what is being stored; the rest waits for the next start")
    String drain() default "10s";
}
