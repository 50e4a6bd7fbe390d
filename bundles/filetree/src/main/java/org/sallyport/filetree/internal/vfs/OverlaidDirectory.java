/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.journal.PendingFile;
import org.sallyport.filetree.internal.store.HiddenNames;

/** A listing with what is pending in it, in place of what is stored under the same names. */
final class OverlaidDirectory implements OpenDirectory {

    private final OpenDirectory stored;
    private final Map<String, PendingFile> pending;
    private Iterator<Map.Entry<String, PendingFile>> rest;

    OverlaidDirectory(OpenDirectory stored, Map<String, PendingFile> pending) {
        this.stored = stored;
        this.pending = new LinkedHashMap<>(pending);
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        while (rest == null) {
            List<DirectoryEntry> entries = stored.next(most);
            if (entries.isEmpty()) {
                rest = pending.entrySet().iterator();
                break;
            }
            List<DirectoryEntry> shown = new ArrayList<>();
            for (DirectoryEntry entry : entries) {
                PendingFile newer = pending.remove(entry.name());
                if (newer != null) {
                    shown.add(new DirectoryEntry(entry.name(), newer.attributes()));
                } else if (!HiddenNames.isHidden(entry.name())) {
                    shown.add(entry);
                }
            }
            if (!shown.isEmpty()) {
                return shown;
            }
        }
        List<DirectoryEntry> last = new ArrayList<>();
        while (last.size() < most && rest.hasNext()) {
            Map.Entry<String, PendingFile> entry = rest.next();
            last.add(new DirectoryEntry(entry.getKey(), entry.getValue().attributes()));
        }
        return last;
    }

    @Override
    public void close() {
        stored.close();
    }
}
