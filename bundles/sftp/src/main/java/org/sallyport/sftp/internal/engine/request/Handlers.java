/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.HashMap;
import java.util.Map;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.sftp.internal.codec.Request;
import org.sallyport.sftp.internal.codec.StatusCode;

/** All kinds of requests and who handles them. Immutable once made. */
public final class Handlers {

    private final Map<Class<? extends Request>, Handler<?>> byKind = new HashMap<>();

    public Handlers() {
        OpenHandlers.register(this);
        TransferHandlers.register(this);
        AttributeHandlers.register(this);
        ListingHandlers.register(this);
        NamespaceHandlers.register(this);
        LinkHandlers.register(this);
        PathHandlers.register(this);
        StoreHandlers.register(this);
        CopyHandlers.register(this);
        CheckFileHandlers.register(this);
        ClientHandlers.register(this);
    }

    <R extends Request> void add(Class<R> kind, Handler<R> handler) {
        byKind.put(kind, handler);
    }

    /** Plans any request; one that cannot be done is planned to be answered so. */
    public Plan plan(RequestContext context, Request request) {
        Handler<?> handler = byKind.get(request.getClass());
        if (handler == null) {
            return Plan.answer(context.replies().status(request.id(), StatusCode.OP_UNSUPPORTED));
        }
        try {
            return plan(handler, context, request);
        } catch (FileTreeException failure) {
            return Plan.answer(context.replies().failure(request.id(), failure));
        }
    }

    @SuppressWarnings("unchecked") // add() ties each handler to its kind
    private static <R extends Request> Plan plan(Handler<R> handler, RequestContext context, Request request)
            throws FileTreeException {
        return handler.plan(context, (R) request);
    }
}
