/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.AppleDouble;
import org.sallyport.api.quirk.Quirks;

/**
 * The files {@code ._NAME} of macOS where they follow NAME ({@code appledouble = pair}). A client that knows of them and wants to move or
 * remove one after it has followed is told that this is done.
 */
final class AppleDoubles {

    private static final String PREFIX = "._";

    private AppleDoubles() {}

    /** The file that follows the one at a path, where one is to follow. */
    static Optional<VirtualPath> of(RequestContext context, VirtualPath path) {
        return !path.isRoot() && !isOne(path) && isPaired(context, path)
                ? Optional.of(besides(path))
                : Optional.empty();
    }

    static VirtualPath besides(VirtualPath path) {
        return path.parent().child(PREFIX + path.name());
    }

    static void rename(RequestContext context, VirtualPath from, VirtualPath to) throws FileTreeException {
        Optional<VirtualPath> follower = of(context, from);
        if (follower.isPresent() && !isOne(to)) {
            following(context, from, () -> context.tree().rename(follower.get(), besides(to), RenameMode.REPLACE_FILE));
        }
    }

    static void remove(RequestContext context, VirtualPath path) throws FileTreeException {
        Optional<VirtualPath> follower = of(context, path);
        if (follower.isPresent()) {
            following(context, path, () -> context.tree().remove(follower.get()));
        }
    }

    private static void following(RequestContext context, VirtualPath path, RequestContext.TreeCall call)
            throws FileTreeException {
        try {
            call.run();
            context.tree().quirks(path).exercised(NameQuirks.APPLE_DOUBLE);
        } catch (FileTreeException failure) {
            if (failure.reason() != Reason.NO_SUCH_FILE) {
                throw failure;
            }
        }
    }

    /** Whether a failed removal of such a file is one that was done before the client asked. */
    static boolean isRemoved(RequestContext context, VirtualPath path, FileTreeException failure) {
        return failure.reason() == Reason.NO_SUCH_FILE && isOne(path) && isPaired(context, path);
    }

    /** Whether a failed rename of such a file is one that was done before the client asked. */
    static boolean isRenamed(RequestContext context, VirtualPath from, VirtualPath to, FileTreeException failure)
            throws FileTreeException {
        return isRemoved(context, from, failure) && isOne(to) && context.exists(to);
    }

    private static boolean isOne(VirtualPath path) {
        return !path.isRoot() && path.name().startsWith(PREFIX);
    }

    private static boolean isPaired(RequestContext context, VirtualPath path) {
        Quirks quirks = context.tree().quirks(path);
        return quirks.get(NameQuirks.APPLE_DOUBLE) == AppleDouble.PAIR;
    }
}
