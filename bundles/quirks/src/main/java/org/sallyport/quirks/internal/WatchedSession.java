/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.Activity;

/** What one session did of late, as far as it may be a sign. Keeps no more than a few paths. */
final class WatchedSession {

    private static final int MOST_UPLOADS = 16;
    private static final String EXISTS = "already-exists";
    private static final Set<String> REFUSALS = Set.of("unsupported", "permission-denied");

    private final Set<VirtualPath> uploaded = new LinkedHashSet<>();
    private Optional<Activity> refusedRename = Optional.empty();
    private Optional<VirtualPath> refusedAttributes = Optional.empty();
    private Instant lastFailure = Instant.MIN;

    /** What it uploaded last. */
    synchronized Set<VirtualPath> uploaded() {
        return Set.copyOf(uploaded);
    }

    /** When something failed last, if nothing went well since. */
    synchronized Instant lastFailure() {
        return lastFailure;
    }

    /** Takes notice of an activity; tells of what it is a sign, if it is one. */
    synchronized Optional<Sign> watch(Activity activity, Instant now) {
        boolean failed = !activity.result().equals(Activity.OK);
        lastFailure = failed ? now : Instant.MIN;
        return switch (activity.kind()) {
            case RENAME -> renamed(activity, failed);
            case SYMLINK -> activity.result().equals(EXISTS) ? Optional.of(Sign.LINK_REFUSED) : Optional.empty();
            case SET_ATTRIBUTES, REFUSED -> {
                if (activity.detail().equals(Activity.LOOK_AFTER_OPEN)) {
                    yield Optional.of(Sign.LOOK_AFTER_OPEN);
                }
                refusedAttributes = REFUSALS.contains(activity.result()) && isAboutAttributes(activity)
                        ? activity.path()
                        : Optional.empty();
                yield Optional.empty();
            }
            case UPLOAD, UPLOAD_TEMPORARY -> uploaded(activity, failed);
            default -> Optional.empty();
        };
    }

    private static boolean isAboutAttributes(Activity activity) {
        return activity.kind() == Activity.Kind.SET_ATTRIBUTES
                || activity.detail().startsWith("set-attributes");
    }

    private Optional<Sign> renamed(Activity activity, boolean failed) {
        boolean again = refusedRename
                .filter(before ->
                        before.path().equals(activity.path()) && before.target().equals(activity.target()))
                .isPresent();
        refusedRename = activity.result().equals(EXISTS) ? Optional.of(activity) : Optional.empty();
        return again && (!failed || refusedRename.isPresent()) ? Optional.of(Sign.RENAME_REFUSED) : Optional.empty();
    }

    private Optional<Sign> uploaded(Activity activity, boolean failed) {
        if (failed || activity.path().isEmpty()) {
            return Optional.empty();
        }
        VirtualPath path = activity.path().get();
        boolean again = uploaded.contains(path)
                && refusedAttributes.filter(path::equals).isPresent();
        if (uploaded.size() >= MOST_UPLOADS) {
            uploaded.remove(uploaded.iterator().next());
        }
        uploaded.add(path);
        refusedAttributes = Optional.empty();
        return again ? Optional.of(Sign.ATTRIBUTES_REFUSED) : Optional.empty();
    }
}
