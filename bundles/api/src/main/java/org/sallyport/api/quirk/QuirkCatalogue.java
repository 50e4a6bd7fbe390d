/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.io.IOException;
import java.io.InputStream;

/**
 * Rules for known clients that replace those Sallyport comes with, so that they can be renewed without a release: an OSGi service of any
 * bundle. Of several the one with the highest {@code service.ranking} is taken. docs/quirks.md tells the form.
 */
public interface QuirkCatalogue {

    /** What it is called in logs, its version among it. */
    String name();

    /** The text, in UTF-8. */
    InputStream open() throws IOException;
}
