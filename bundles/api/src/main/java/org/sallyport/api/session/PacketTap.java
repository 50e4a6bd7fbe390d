/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.nio.ByteBuffer;

/**
 * Sees the SFTP packets of one channel, each from its type on, without its length. Called by any thread, in the order in which they came
 * or went; must neither block nor keep the buffer.
 */
public interface PacketTap {

    void request(ByteBuffer packet);

    void reply(ByteBuffer packet);
}
