/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.Activity;

/** Tells the uploads that are whole from those under a name that the client will still change ({@code temporary-names}). */
final class TemporaryNames {

    private TemporaryNames() {}

    /** What an upload to a path is to be reported as. */
    static Activity.Kind upload(RequestContext context, VirtualPath path) {
        return isTemporary(context, path) ? Activity.Kind.UPLOAD_TEMPORARY : Activity.Kind.UPLOAD;
    }

    /** Whether a rename makes an upload whole. */
    static boolean isCompletedBy(RequestContext context, VirtualPath from, VirtualPath to) {
        return isTemporary(context, from) && !isTemporary(context, to);
    }

    private static boolean isTemporary(RequestContext context, VirtualPath path) {
        Quirks quirks = context.tree().quirks(path);
        boolean temporary =
                !path.isRoot() && quirks.get(NameQuirks.TEMPORARY_NAMES).matches(path.name());
        if (temporary) {
            quirks.exercised(NameQuirks.TEMPORARY_NAMES);
        }
        return temporary;
    }
}
