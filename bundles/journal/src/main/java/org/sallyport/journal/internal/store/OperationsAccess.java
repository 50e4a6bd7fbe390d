/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileType;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.journal.internal.spool.Content;

/**
 * A store that keeps contents without names and links many of them in one update of their directory. What has a name is told by its
 * identity there, so an attempt that succeeded unheard is recognized without reading the content.
 */
final class OperationsAccess implements StoreAccess {

    static final String NODE = "node:";
    /** Reasons that no later attempt changes. */
    private static final Set<Reason> LASTING =
            Set.of(Reason.NO_SUCH_FILE, Reason.NOT_A_DIRECTORY, Reason.PERMISSION_DENIED, Reason.INVALID_NAME);

    private static final int MOST_SEARCHED = 2_000;

    private final StoreDefinition store;
    private final StoreLease lease;
    private final MetadataMapper mapper;

    OperationsAccess(StoreDefinition store, StoreLease lease, MetadataMapper mapper) {
        this.store = store;
        this.lease = lease;
        this.mapper = mapper;
    }

    /** Whether a store is one of these. */
    static boolean fits(StoreLease lease) throws IOException {
        return lease.resolve(List.of()) instanceof StoreOperations;
    }

    private FileObject resolve(List<String> names) throws IOException {
        return lease.resolve(names.subList(store.path().size(), names.size()));
    }

    private StoreOperations operations(List<String> names) throws IOException {
        if (resolve(names) instanceof StoreOperations operations) {
            return operations;
        }
        throw new IOException("the store has other files than before");
    }

    @Override
    public StoredState inspect(List<String> names) throws IOException {
        return Guard.guarded(() -> resolve(names).getType() == FileType.FOLDER
                ? new StoredState(StoredState.Kind.DIRECTORY, "directory", 0)
                : operations(names).nodeIdentity().map(OperationsAccess::state).orElse(StoredState.ABSENT));
    }

    private static StoredState state(String identity) {
        return new StoredState(StoredState.Kind.FILE, NODE + identity, 0);
    }

    @Override
    public String identity(List<String> directory) throws IOException {
        return Guard.guarded(() -> resolve(directory).getType() == FileType.FOLDER
                ? operations(directory).nodeIdentity().orElse("")
                : "");
    }

    /**
     * Looks twice before it is gone: what is moved meanwhile, from where was not looked yet to where was, is missed the first time, and so
     * may be what was moved a moment before, since a store may remember where it was.
     */
    @Override
    public Optional<List<String>> locate(String identity) throws IOException {
        Optional<List<String>> found = search(identity);
        if (found.isPresent()) {
            return found;
        }
        Guard.guarded(() -> {
            resolve(store.path()).refresh();
            return null;
        });
        return search(identity);
    }

    /** Widest first: what was renamed is mostly still beside where it was, and near the root. */
    private Optional<List<String>> search(String identity) throws IOException {
        Deque<List<String>> waiting = new ArrayDeque<>(List.of(store.path()));
        Set<String> seen = new HashSet<>();
        while (!waiting.isEmpty() && seen.size() < MOST_SEARCHED) {
            List<String> directory = waiting.remove();
            String found = identity(directory);
            if (found.equals(identity)) {
                return Optional.of(directory);
            }
            if (seen.add(found)) {
                waiting.addAll(directoriesIn(directory));
            }
        }
        return Optional.empty();
    }

    private List<List<String>> directoriesIn(List<String> directory) throws IOException {
        return Guard.guarded(() -> {
            List<List<String>> inside = new ArrayList<>();
            try {
                for (FileObject child : resolve(directory).getChildren()) {
                    if (child.getType() == FileType.FOLDER) {
                        List<String> names = new ArrayList<>(directory);
                        names.add(lease.nameOf(child));
                        inside.add(names);
                    }
                }
            } catch (StoreException unreadable) {
                if (!LASTING.contains(unreadable.reason())) {
                    throw unreadable;
                }
            }
            return inside;
        });
    }

    @Override
    public void probe() throws IOException {
        Guard.guarded(() -> lease.resolve(List.of()).exists());
    }

    @Override
    public String put(UploadRecord record, Content content) throws IOException {
        List<String> directory = parent(record.names());
        return Guard.guarded(() -> {
            if (!isIn(record, identity(directory))) {
                throw new DirectoryMovedException();
            }
            if (resolve(directory).getType() != FileType.FOLDER) {
                throw record.directory().isEmpty()
                        ? new NotStorableException("its directory is gone")
                        : new DirectoryMovedException();
            }
            try {
                return operations(directory).storeUnlinked(content::stream, record.size());
            } catch (StoreException told) {
                throw LASTING.contains(told.reason()) ? new NotStorableException(told.getMessage()) : told;
            }
        });
    }

    @Override
    public Optional<String> putEarly(ContentSource content) throws IOException {
        return Guard.guarded(() -> operations(store.path()).storeUnfinished(content));
    }

    private static List<String> parent(List<String> names) {
        return names.subList(0, names.size() - 1);
    }

    @Override
    public List<Outcome> link(List<UploadRecord> uploads, Contents contents, Expectations expectations)
            throws IOException {
        List<String> directory = parent(uploads.get(0).names());
        String found = identity(directory);
        List<LinkRequest> requests = new ArrayList<>();
        for (UploadRecord upload : uploads) {
            upload.unlinked()
                    .filter(token -> isIn(upload, found))
                    .ifPresent(token -> requests.add(request(upload, token)));
        }
        Expectation same = found.isEmpty() ? Expectation.ANYTHING : Expectation.node(found);
        Iterator<Outcome> results =
                (requests.isEmpty() ? List.<Outcome>of() : linkAll(directory, same, requests)).iterator();
        return uploads.stream().map(upload -> outcome(upload, found, results)).toList();
    }

    private static Outcome outcome(UploadRecord upload, String found, Iterator<Outcome> results) {
        if (!isIn(upload, found)) {
            return new Outcome.Elsewhere();
        }
        return upload.unlinked().isPresent() ? results.next() : new Outcome.Missing();
    }

    /** Whether a directory is the one that an upload belongs to. */
    private static boolean isIn(UploadRecord upload, String found) {
        return upload.directory().isEmpty() || upload.directory().equals(found);
    }

    private LinkRequest request(UploadRecord upload, String token) {
        Map<String, Object> attributes = new HashMap<>(mapper.forLink(upload.attributes()));
        // What clients saw while it was pending.
        attributes.putIfAbsent(StoreOperations.MODIFIED, upload.sealed());
        return new LinkRequest(
                upload.names().get(upload.names().size() - 1), token, expectation(upload.expected()), attributes);
    }

    private static Expectation expectation(Set<String> states) {
        if (states.contains(ANYTHING)) {
            return Expectation.ANYTHING;
        }
        Set<String> identities = states.stream()
                .filter(state -> state.startsWith(NODE))
                .map(state -> state.substring(NODE.length()))
                .collect(Collectors.toSet());
        return new Expectation(false, states.contains(StoredState.ABSENT.state()), identities);
    }

    /** @param same that the directory is still the one that the uploads were compared with */
    private List<Outcome> linkAll(List<String> directory, Expectation same, List<LinkRequest> requests) {
        try {
            return Guard.guarded(() -> operations(directory).link(same, requests)).stream()
                    .map(OperationsAccess::outcome)
                    .toList();
        } catch (StoreException told) {
            if (!LASTING.contains(told.reason())) {
                return Collections.nCopies(requests.size(), new Outcome.Failed(told));
            }
            if (told.reason() == Reason.INVALID_NAME && requests.size() > 1) {
                return requests.stream()
                        .flatMap(request -> linkAll(directory, same, List.of(request)).stream())
                        .toList();
            }
            return Collections.nCopies(requests.size(), refused(directory, same, told));
        } catch (IOException failed) {
            return Collections.nCopies(requests.size(), new Outcome.Failed(failed));
        }
    }

    /** Another directory, or none, may have come to its place just now. */
    private Outcome refused(List<String> directory, Expectation same, StoreException told) {
        try {
            return same.allows(Optional.of(identity(directory)))
                    ? new Outcome.Conflict("its directory cannot take it: " + told.getMessage())
                    : new Outcome.Missing();
        } catch (IOException away) {
            return new Outcome.Failed(away);
        }
    }

    private static Outcome outcome(LinkResult result) {
        if (result instanceof LinkResult.Linked linked) {
            return new Outcome.Linked(state(linked.identity()));
        }
        return result instanceof LinkResult.Elsewhere
                ? new Outcome.Missing()
                : new Outcome.Conflict("its name was changed by somebody else");
    }

    /** Such a store replaces in one step. */
    @Override
    public Optional<UploadRecord> replacing(List<String> from, List<String> to, RecordStore records) {
        return Optional.empty();
    }

    @Override
    public void setAside(UploadRecord replaced) {
        throw new UnsupportedOperationException();
    }

    /** Such a store forgets contents that get no name, in its own time. */
    @Override
    public void discard(UploadRecord cancelled) {
        // nothing to do
    }

    @Override
    public void close() {
        lease.close();
    }
}
