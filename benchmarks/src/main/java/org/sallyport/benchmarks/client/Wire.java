/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds messages out of the types of RFC 4251, section 5. */
final class Wire {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Wire u8(int value) {
        bytes.write(value);
        return this;
    }

    Wire u32(long value) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
        return this;
    }

    Wire raw(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    Wire string(byte[] value) {
        return u32(value.length).raw(value);
    }

    Wire string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A non-negative number in big-endian order. */
    Wire mpint(byte[] magnitude) {
        return string(new BigInteger(1, magnitude).toByteArray());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
