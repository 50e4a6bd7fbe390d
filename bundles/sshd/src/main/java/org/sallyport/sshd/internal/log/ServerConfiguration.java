/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Metatype of {@code org.sallyport.server}. */
@ObjectClassDefinition(name = "Sallyport server", description = "What holds for the server as a whole")
@interface ServerConfiguration {

    @AttributeDefinition(
            name = "transfer-log",
            description = "Form of the transfer log (logger org.sallyport.transfer): text, json or off",
            defaultValue = "text")
    String transfer$_$log() default "text";
}
