/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.util.Optional;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.handle.HandleTable;
import org.sallyport.sftp.internal.engine.request.RequestWork;
import org.sallyport.sftp.internal.engine.schedule.Work;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up a handle that the client left open, or whose CLOSE came too late to be done. */
final class Abandoning implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(Abandoning.class);
    private static final String RESULT = "connection-ended";

    private final SessionContext session;
    private final HandleTable handles;
    private final Handle handle;

    Abandoning(SessionContext session, HandleTable handles, Handle handle) {
        this.session = session;
        this.handles = handles;
        this.handle = handle;
    }

    @Override
    public void run() {
        if (!handles.ended(handle)) {
            return;
        }
        handle.when(this::reported, directory -> true);
        try {
            handle.abandon();
        } catch (RuntimeException | Error bug) {
            LOG.warn("a handle of session {} could not be given up: {}", session.id(), RequestWork.trace(bug));
        }
    }

    private boolean reported(FileHandle file) {
        boolean upload = file.options().write();
        long bytes = upload ? file.bytesWritten() : file.bytesRead();
        session.report(new Activity(
                upload ? Activity.Kind.UPLOAD_ABORTED : Activity.Kind.DOWNLOAD,
                Optional.of(file.path()),
                Optional.empty(),
                bytes,
                file.sinceOpened(),
                RESULT,
                ""));
        return true;
    }

    @Override
    public void retain() {
        // nothing is borrowed
    }

    @Override
    public void drop() {
        throw new IllegalStateException("cleanup is never dropped");
    }

    @Override
    public boolean isNextToAnswer() {
        return true;
    }
}
