/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.filetree.internal.store.FileKey;

/** The open files of a store by place: who has to hear of a rename, a removal or new times. */
final class OpenFiles {

    private final Object store;
    private final Map<List<String>, List<LocalFile>> byPlace = new HashMap<>();
    /** Other names under which open files were opened: through links. */
    private final Map<List<String>, LocalFile> aliases = new HashMap<>();

    OpenFiles(Object store) {
        this.store = store;
    }

    synchronized void add(LocalFile file, List<String> openedAs) {
        byPlace.computeIfAbsent(file.names(), place -> new ArrayList<>(1)).add(file);
        if (!openedAs.equals(file.names())) {
            aliases.put(List.copyOf(openedAs), file);
        }
    }

    synchronized void remove(LocalFile file) {
        List<LocalFile> there = byPlace.get(file.names());
        if (there != null && there.remove(file) && there.isEmpty()) {
            byPlace.remove(file.names());
        }
        aliases.values().removeIf(aliased -> aliased == file);
    }

    synchronized int count() {
        return byPlace.values().stream().mapToInt(List::size).sum();
    }

    synchronized Object orderKey(List<String> names) {
        LocalFile aliased = aliases.get(names);
        return aliased == null ? new FileKey(store, names) : aliased.orderKey();
    }

    FileKey key(List<String> names) {
        return new FileKey(store, names);
    }

    synchronized void removed(List<String> place) {
        List<LocalFile> there = byPlace.remove(place);
        if (there != null) {
            there.forEach(LocalFile::unlinked);
        }
    }

    synchronized void moved(List<String> from, List<String> to) {
        List<LocalFile> moving = new ArrayList<>();
        byPlace.entrySet().removeIf(entry -> {
            List<String> place = entry.getKey();
            boolean below =
                    place.size() >= from.size() && place.subList(0, from.size()).equals(from);
            if (below) {
                moving.addAll(entry.getValue());
            }
            return below;
        });
        for (LocalFile file : moving) {
            List<String> place = new ArrayList<>(to);
            place.addAll(file.names().subList(from.size(), file.names().size()));
            file.movedTo(List.copyOf(place));
            byPlace.computeIfAbsent(file.names(), names -> new ArrayList<>(1)).add(file);
        }
    }

    synchronized void timesSet(List<String> place, FileAttributes changes) {
        byPlace.getOrDefault(place, List.of()).forEach(file -> file.rememberTimes(changes));
    }
}
