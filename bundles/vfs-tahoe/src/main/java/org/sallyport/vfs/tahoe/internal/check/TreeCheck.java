/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.capability.CapabilityKind;
import org.sallyport.vfs.tahoe.internal.directory.Entry;
import org.sallyport.vfs.tahoe.internal.file.ShownNames;
import org.sallyport.vfs.tahoe.internal.web.GridUnavailableException;

/**
 * Asks for each object below the root of a grid, one after the other. The node has such a walk of its own, which ends at the first
 * directory that cannot be read; this one goes on with the others.
 */
public final class TreeCheck {

    /** So many objects in a row that the node does not answer for are a grid that is away. */
    private static final int MOST_FAILURES = 3;

    private final Grid grid;
    private final CheckRun run;
    private final Set<String> directories = new HashSet<>();
    private final Deque<Found> left = new ArrayDeque<>();
    private int failures;

    private record Found(String path, Capability directory, boolean isTold) {}

    public TreeCheck(Grid grid, CheckRun run) {
        this.grid = grid;
        this.run = run;
    }

    /** @throws IOException if the grid is away, or the thread was interrupted */
    public void run() throws IOException {
        visit("/", Entry.directory(grid.root()));
        while (!left.isEmpty()) {
            Found next = left.pop();
            for (Map.Entry<String, Entry> child : list(next).entrySet()) {
                String parent = next.path.equals("/") ? "" : next.path;
                visit(parent + "/" + ShownNames.show(child.getKey()), child.getValue());
            }
        }
    }

    private NavigableMap<String, Entry> list(Found found) throws IOException {
        try {
            NavigableMap<String, Entry> entries = grid.directories().entriesOnce(found.directory);
            failures = 0;
            return entries;
        } catch (GridUnavailableException away) {
            if (found.path.equals("/")) {
                throw away;
            }
            failed(away);
        } catch (InterruptedIOException stop) {
            throw stop;
        } catch (IOException unreadable) {
            failures = 0;
        }
        if (!found.isTold) {
            run.found(found.path, CheckedState.UNKNOWN);
        }
        return Collections.emptyNavigableMap();
    }

    private void failed(GridUnavailableException away) throws GridUnavailableException {
        failures++;
        if (failures == MOST_FAILURES) {
            throw away;
        }
    }

    private void visit(String path, Entry entry) throws IOException {
        Optional<Capability> known = entry.capability().filter(any -> any.kind() != CapabilityKind.UNKNOWN);
        if (known.isEmpty()) {
            run.found(path, CheckedState.UNKNOWN);
            return;
        }
        Capability object = known.get();
        if (entry.isDirectory() && !directories.add(object.identity())) {
            return;
        }
        CheckedState state = object.kind().isLiteral() ? CheckedState.HEALTHY : ask(object);
        run.found(path, state);
        if (entry.isDirectory() && state != CheckedState.LOST) {
            left.push(new Found(path, object, state == CheckedState.UNKNOWN));
        }
    }

    private CheckedState ask(Capability object) throws IOException {
        try {
            CheckedState state = CheckedState.read(grid.client().check(object, grid.repairs()));
            failures = 0;
            return state;
        } catch (GridUnavailableException away) {
            failed(away);
            return CheckedState.UNKNOWN;
        } catch (InterruptedIOException stop) {
            throw stop;
        } catch (IOException refused) {
            failures = 0;
            return CheckedState.UNKNOWN;
        }
    }
}
