/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class ClassReferencesTest {

    @Test
    void findsTheClassesThatAClassNames() throws IOException {
        try (InputStream own = BundleClasses.class.getResourceAsStream("BundleClasses.class")) {
            assertThat(ClassReferences.in(own))
                    .contains(
                            "org.sallyport.api.bundle.BundleClasses",
                            "org.sallyport.api.bundle.ClassReferences",
                            "org.osgi.framework.wiring.BundleWiring",
                            "java.util.TreeSet")
                    .noneMatch(name -> name.contains("/") || name.startsWith("["));
        }
    }
}
