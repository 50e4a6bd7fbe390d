/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.filetree.internal.store.FileKey;

/**
 * The open files of a store by place: who has to hear of a rename, a removal or new times, and which uploads a session is to see at
 * names that they do not have yet.
 */
final class OpenFiles {

    private final Object store;
    private final Map<List<String>, List<LocalFile>> byPlace = new HashMap<>();
    /** Other names under which open files were opened: through links. */
    private final Map<List<String>, LocalFile> aliases = new HashMap<>();
    /** How many open files belong to uploads; most of the time none, and then nobody has to look for them. */
    private volatile int uploading;

    OpenFiles(Object store) {
        this.store = store;
    }

    synchronized void add(LocalFile file, List<String> openedAs) {
        byPlace.computeIfAbsent(file.names(), place -> new ArrayList<>(1)).add(file);
        if (!openedAs.equals(file.names())) {
            aliases.put(List.copyOf(openedAs), file);
        }
        countUploading(file, 1);
    }

    synchronized void remove(LocalFile file) {
        List<LocalFile> there = byPlace.get(file.names());
        if (there != null && there.remove(file)) {
            countUploading(file, -1);
            if (there.isEmpty()) {
                byPlace.remove(file.names());
            }
        }
        aliases.values().removeIf(aliased -> aliased == file);
    }

    private void countUploading(LocalFile file, int change) {
        if (file.upload().isPresent()) {
            uploading += change;
        }
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

    /** The newest upload of a session to a place. */
    Optional<Upload> uploadAt(List<String> place, Object session) {
        if (uploading == 0) {
            return Optional.empty();
        }
        synchronized (this) {
            return byPlace.getOrDefault(place, List.of()).stream()
                    .flatMap(file -> file.upload().stream())
                    .filter(upload -> upload.session() == session)
                    .reduce((earlier, later) -> later);
        }
    }

    /** Whether any session uploads to a place. */
    boolean isUploading(List<String> place) {
        if (uploading == 0) {
            return false;
        }
        synchronized (this) {
            return byPlace.getOrDefault(place, List.of()).stream()
                    .anyMatch(file -> file.upload().isPresent());
        }
    }

    /** The uploads of a session to names in a directory. */
    Map<String, Upload> uploadsIn(List<String> directory, Object session) {
        if (uploading == 0) {
            return Map.of();
        }
        Map<String, Upload> found = new HashMap<>();
        synchronized (this) {
            byPlace.forEach((place, files) -> {
                if (place.size() == directory.size() + 1
                        && place.subList(0, directory.size()).equals(directory)) {
                    files.stream()
                            .flatMap(file -> file.upload().stream())
                            .filter(upload -> upload.session() == session)
                            .forEach(upload -> found.put(place.get(place.size() - 1), upload));
                }
            });
        }
        return found;
    }

    /** What was at a place is there no more; uploads to it go on. */
    synchronized void removed(List<String> place) {
        List<LocalFile> there = byPlace.get(place);
        if (there == null) {
            return;
        }
        there.removeIf(file -> {
            boolean gone = file.upload().isEmpty();
            if (gone) {
                file.unlinked();
            }
            return gone;
        });
        if (there.isEmpty()) {
            byPlace.remove(place);
        }
    }

    /** The upload's content has taken the name, and what had it before is gone. */
    synchronized void published(Upload upload, List<String> place) {
        removed(place);
        for (LocalFile file : List.copyOf(byPlace.getOrDefault(place, List.of()))) {
            if (file.upload().filter(upload::equals).isPresent()) {
                countUploading(file, -1);
                file.published();
            }
        }
    }

    /** Who has it open goes on with a file that has no name. */
    synchronized void cancelled(Upload upload) {
        byPlace.values().removeIf(there -> {
            there.removeIf(file -> {
                boolean ended = file.upload().filter(upload::equals).isPresent();
                if (ended) {
                    countUploading(file, -1);
                    file.published();
                    file.unlinked();
                }
                return ended;
            });
            return there.isEmpty();
        });
    }

    /** A name moved, for everybody but the uploads of other sessions to just that name. */
    synchronized void moved(List<String> from, List<String> to, Object session) {
        List<LocalFile> moving = new ArrayList<>();
        byPlace.entrySet().removeIf(entry -> {
            List<String> place = entry.getKey();
            if (place.size() < from.size() || !place.subList(0, from.size()).equals(from)) {
                return false;
            }
            boolean below = place.size() > from.size();
            entry.getValue().removeIf(file -> {
                boolean goes = below
                        || file.upload()
                                .map(upload -> upload.session() == session)
                                .orElse(true);
                if (goes) {
                    moving.add(file);
                }
                return goes;
            });
            return entry.getValue().isEmpty();
        });
        for (LocalFile file : moving) {
            List<String> place = new ArrayList<>(to);
            place.addAll(file.names().subList(from.size(), file.names().size()));
            file.movedTo(List.copyOf(place));
            byPlace.computeIfAbsent(file.names(), names -> new ArrayList<>(1)).add(file);
        }
    }

    /** Somebody set the times of a place, or of the upload that he sees there. */
    synchronized void timesSet(List<String> place, Optional<Upload> seen, FileAttributes changes) {
        byPlace.getOrDefault(place, List.of()).stream()
                .filter(file -> file.upload().equals(seen))
                .forEach(file -> file.rememberTimes(changes));
    }
}
