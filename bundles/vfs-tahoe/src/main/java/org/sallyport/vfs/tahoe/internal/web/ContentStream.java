/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.io.IOException;
import java.io.InputStream;

/** Opens a content from its beginning, as often as it has to be sent. */
@FunctionalInterface
public interface ContentStream {

    InputStream open() throws IOException;
}
