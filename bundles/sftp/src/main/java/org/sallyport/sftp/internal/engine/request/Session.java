/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.session.SessionContext;
import org.sallyport.sftp.internal.engine.handle.HandleTable;
import org.sallyport.sftp.internal.engine.reply.ReplyPool;

/**
 * What the requests of one channel share.
 *
 * @param context who the client is
 * @param tree what it sees
 * @param order what its requests claim
 * @param handles what it has open
 * @param pool where replies are made
 * @param uploads what the users of all sessions are uploading
 * @param reports where what is done is told
 */
public record Session(
        SessionContext context,
        FileTree tree,
        Order order,
        HandleTable handles,
        ReplyPool pool,
        OpenUploads uploads,
        Reports reports) {}
