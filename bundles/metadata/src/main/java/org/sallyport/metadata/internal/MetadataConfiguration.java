/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.metadata}: what {@link MetadataSettings} reads, in an operator's words. */
@ObjectClassDefinition(name = "Sallyport metadata", description = "Attributes of files that their stores cannot keep")
@interface MetadataConfiguration {

    @AttributeDefinition(
            name = "sidecar",
            description =
                    "Whether attributes that a store cannot keep are kept beside it: permissions, owners, exact times and extended attributes")
    boolean sidecar() default true;

    @AttributeDefinition(
            name = "folder",
            description =
                    "Folder where they are kept, on a local disk; empty: sallyport/metadata below the data folder")
    String folder() default "";

    @AttributeDefinition(
            name = "users",
            description =
                    "Numbers of users, such as ann=1500, bob=1501, which hold before those of the server's host; see [metadata](metadata.md)")
    String users() default "";

    @AttributeDefinition(name = "groups", description = "Numbers of groups, such as staff=1500, in the same way")
    String groups() default "";

    @AttributeDefinition(
            name = "roles",
            description =
                    "Roles as groups, such as editors=www-data, staff: where a mount shows group = {role}, the first one that the user has, under its own name or the one given; empty: the first in the order of names")
    String roles() default "";
}
