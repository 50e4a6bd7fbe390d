/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is pending at one place. Guarded by the lock of its {@link StoreUploads}. */
final class Place {

    private final List<String> names;
    private final List<SealedUpload> sealed = new ArrayList<>(1);
    private final List<OpenUpload> open = new ArrayList<>(1);
    private boolean claimed;

    Place(List<String> names) {
        this.names = List.copyOf(names);
    }

    List<String> names() {
        return names;
    }

    List<String> directory() {
        return names.subList(0, names.size() - 1);
    }

    String name() {
        return names.get(names.size() - 1);
    }

    /** By age; only the first may be given the name, the last is what everybody sees. */
    List<SealedUpload> sealed() {
        return sealed;
    }

    /** Adds an upload where its age puts it, as a restart would. */
    void add(SealedUpload upload) {
        sealed.add(upload);
        sealed.sort(Comparator.comparingLong(other -> other.record().id()));
    }

    List<OpenUpload> open() {
        return open;
    }

    Optional<SealedUpload> visible() {
        return sealed.isEmpty() ? Optional.empty() : Optional.of(sealed.get(sealed.size() - 1));
    }

    Optional<OpenUpload> openedBy(Object session) {
        return open.stream().filter(upload -> upload.session() == session).findFirst();
    }

    /** Whether somebody changes what is at the place, and nobody else may. */
    boolean isClaimed() {
        return claimed;
    }

    void claimed(boolean now) {
        claimed = now;
    }

    boolean isLinking() {
        return sealed.stream().anyMatch(upload -> upload.phase() == Phase.LINKING);
    }

    boolean isSealing() {
        return open.stream().anyMatch(OpenUpload::isSealing);
    }

    /** Whether something is pending or being written. */
    boolean isTaken() {
        return !sealed.isEmpty() || !open.isEmpty();
    }

    boolean isEmpty() {
        return !isTaken() && !claimed;
    }
}
