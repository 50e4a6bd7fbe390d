/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.access}: what {@link AccessRule} reads, in an operator's words. */
@ObjectClassDefinition(
        name = "Sallyport access rule",
        description = "What users may do at some paths; the first rule that matches decides")
@interface AccessConfiguration {

    @AttributeDefinition(
            name = "order",
            description = "Rules with lower numbers come first; of equal ones, the names decide")
    int order() default 100;

    @AttributeDefinition(
            name = "mounts",
            description =
                    "Names of the mounts of whose paths the rule is, counted from their roots; empty: paths as users see them")
    String mounts() default "";

    @AttributeDefinition(
            name = "users",
            description =
                    "Users for whom the rule is, separated by commas, with * and ?; with roles empty too, it is for everybody")
    String users() default "";

    @AttributeDefinition(name = "roles", description = "Roles for whose users the rule is, with * and ?")
    String roles() default "";

    @AttributeDefinition(
            name = "paths",
            description =
                    "Where it holds: patterns of paths, or of names at any depth; each holds for what is below it too, {user} is replaced")
    String paths();

    @AttributeDefinition(name = "allow", description = "Rights that the user has there, such as list, read; none else")
    String allow();

    @AttributeDefinition(
            name = "hide",
            description = "With allow = none: whether what is there is neither listed nor found")
    boolean hide() default false;

    @AttributeDefinition(
            name = "ignore-case",
            description = "Whether upper and lower case are the same in the rule's paths")
    boolean ignore$_$case() default false;
}
