/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Lets Karaf 4.4 run on JDK 24 and later, where {@code Subject.getSubject} always throws (JEP 486): the few classes of Karaf that call it
 * are woven to ask {@link Subjects} instead. Does nothing on older JDKs.
 */
@Export
@Version("1.0.0")
package org.sallyport.karaf.jdk24;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
