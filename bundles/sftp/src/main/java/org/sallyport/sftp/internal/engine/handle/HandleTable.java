/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.handle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.sftp.internal.codec.Request;

/**
 * The open handles of one session. On the wire a handle is 4 bytes, because WS_FTP and old libssh2 bear no more; the numbers
 * are random, so that one session's cannot be taken for another's and a closed one is not soon seen again. All four are ASCII, as russh-sftp
 * keeps handles as text.
 */
public final class HandleTable {

    private static final int ASCII = 0x7f7f7f7f;

    private final int most;
    private final RandomGenerator random;
    private final Map<Integer, Handle> handles = new LinkedHashMap<>();
    private final Set<Handle> ending = new HashSet<>();
    private int reserved;
    private boolean closed;

    /** @param most how many may be open at once */
    public HandleTable(int most, RandomGenerator random) {
        this.most = most;
        this.random = random;
    }

    public int most() {
        return most;
    }

    /** Makes sure that {@link #add} will have room, before anything is opened. */
    public synchronized void reserve() throws FileTreeException {
        if (closed || handles.size() + reserved >= most) {
            throw new FileTreeException(Reason.TOO_MANY_OPEN, "Too many open files");
        }
        reserved++;
    }

    /** Gives a reserved place back because nothing was opened. */
    public synchronized void unreserve() {
        reserved--;
    }

    /** @return the handle's number, or {@link Request#FOREIGN_HANDLE} if the session ended meanwhile */
    public synchronized int add(Handle handle) {
        reserved--;
        if (closed) {
            return Request.FOREIGN_HANDLE;
        }
        int id;
        do {
            id = random.nextInt() & ASCII;
        } while (handles.containsKey(id));
        handles.put(id, handle);
        return id;
    }

    public synchronized Handle get(int id) throws FileTreeException {
        Handle handle = handles.get(id);
        if (handle == null) {
            throw new FileTreeException(Reason.CLOSED, "No such handle");
        }
        return handle;
    }

    /** Takes a handle out, so that no later request can name it; it is open until it is {@link #ended}. */
    public synchronized Handle remove(int id) throws FileTreeException {
        Handle handle = get(id);
        handles.remove(id);
        ending.add(handle);
        return handle;
    }

    /**
     * Notes that a handle that was taken out is being closed or given up now.
     *
     * @return false if it was before
     */
    public synchronized boolean ended(Handle handle) {
        return ending.remove(handle);
    }

    /** Takes all handles out, and no more can be added. Answers them, with those for which a CLOSE has come but not run. */
    public synchronized List<Handle> close() {
        closed = true;
        ending.addAll(handles.values());
        handles.clear();
        return List.copyOf(ending);
    }

    /** Whether the session has ended. */
    public synchronized boolean isClosed() {
        return closed;
    }

    public synchronized List<Handle> open() {
        return new ArrayList<>(handles.values());
    }
}
