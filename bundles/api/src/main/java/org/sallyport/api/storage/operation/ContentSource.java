/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.io.IOException;
import java.io.InputStream;

/** A content that can be read from its beginning as often as needed, since a transfer that failed is begun again. */
@FunctionalInterface
public interface ContentSource {

    /** A new stream over the whole content; closed by who asked for it. */
    InputStream open() throws IOException;
}
