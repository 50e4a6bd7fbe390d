/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileType;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.journal.internal.spool.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any store of Commons VFS. A content without its name is a hidden file in the directory where it will be; it is renamed to get its name.
 * Where a store cannot rename, the content is written to its name at once.
 */
final class VfsAccess implements StoreAccess {

    private static final Logger LOG = LoggerFactory.getLogger(VfsAccess.class);
    private static final String HIDDEN = ".sallyport-upload-";
    private static final String WRITTEN_IN_PLACE = "";
    private static final int BUFFER = 64 << 10;
    /** How often attributes that the store fails to set are tried. */
    private static final int ATTRIBUTE_ATTEMPTS = 3;

    private final StoreDefinition store;
    private final StoreLease lease;
    private final Supplier<MetadataMapper> mapper;

    VfsAccess(StoreDefinition store, StoreLease lease, Supplier<MetadataMapper> mapper) {
        this.store = store;
        this.lease = lease;
        this.mapper = mapper;
    }

    private FileObject resolve(List<String> names) throws IOException {
        return lease.resolve(names.subList(store.path().size(), names.size()));
    }

    @Override
    public StoredState inspect(List<String> names) throws IOException {
        return Guard.guarded(() -> state(resolve(names)));
    }

    @Override
    public String identity(List<String> directory) {
        return "";
    }

    @Override
    public Optional<List<String>> locate(String identity) {
        return Optional.empty();
    }

    private static StoredState state(FileObject file) throws IOException {
        if (!file.exists()) {
            return StoredState.ABSENT;
        }
        if (file.getType() == FileType.FOLDER) {
            return new StoredState(StoredState.Kind.DIRECTORY, "directory", 0);
        }
        long modified = file.getFileSystem().hasCapability(Capability.GET_LAST_MODIFIED)
                ? file.getContent().getLastModifiedTime()
                : 0;
        return new StoredState(
                StoredState.Kind.FILE, "file:" + file.getContent().getSize() + ":" + modified, 0);
    }

    @Override
    public void probe() throws IOException {
        Guard.guarded(() -> lease.resolve(List.of()).exists());
    }

    @Override
    public String put(UploadRecord record, Content content) throws IOException {
        return Guard.guarded(() -> {
            List<String> directory = parent(record.names());
            requireDirectory(directory);
            if (!resolve(directory).getFileSystem().hasCapability(Capability.RENAME)) {
                return WRITTEN_IN_PLACE;
            }
            List<String> hidden = hidden(record);
            copy(content, resolve(hidden));
            return String.join("/", hidden);
        });
    }

    /** Where a file belongs is known when it is sealed. */
    @Override
    public Optional<String> putEarly(ContentSource content) {
        return Optional.empty();
    }

    private static List<String> hidden(UploadRecord record) {
        return hidden(record.names(), record.owner(), record.id());
    }

    private static List<String> hidden(List<String> names, String owner, long id) {
        List<String> hidden = new ArrayList<>(parent(names));
        hidden.add(HIDDEN + owner.substring(0, 8) + "-" + Long.toHexString(id));
        return hidden;
    }

    private static List<String> parent(List<String> names) {
        return names.subList(0, names.size() - 1);
    }

    private void requireDirectory(List<String> directory) throws IOException {
        if (resolve(directory).getType() != FileType.FOLDER) {
            throw new NotStorableException("its directory is gone");
        }
    }

    private static void copy(Content content, FileObject target) throws IOException {
        try (InputStream in = content.stream();
                OutputStream out = target.getContent().getOutputStream()) {
            in.transferTo(out);
        }
    }

    @Override
    public List<Outcome> link(List<UploadRecord> uploads, Contents contents, Expectations expectations) {
        List<Outcome> outcomes = new ArrayList<>();
        for (UploadRecord upload : uploads) {
            try {
                outcomes.add(Guard.guarded(() -> link(upload, contents, expectations)));
            } catch (NotStorableException impossible) {
                outcomes.add(new Outcome.Conflict(impossible.getMessage()));
            } catch (IOException failed) {
                outcomes.add(new Outcome.Failed(failed));
            }
        }
        return outcomes;
    }

    private Outcome link(UploadRecord upload, Contents contents, Expectations expectations) throws IOException {
        StoredState now = state(resolve(upload.names()));
        if (upload.content().isEmpty()) {
            return putBack(upload, now);
        }
        if (now.kind() == StoredState.Kind.DIRECTORY) {
            return new Outcome.Conflict("a directory has its name");
        }
        if (!isExpected(upload, now)) {
            if (!now.exists() || !holds(upload, contents)) {
                return new Outcome.Conflict("its name was changed by somebody else");
            }
            discard(upload); // put there again after a crash, since nobody knew that it had got its name
            return finish(upload);
        }
        if (!now.exists()) {
            mapper.get().forgotten(resolve(upload.names()));
        }
        String unlinked = upload.unlinked().orElse(WRITTEN_IN_PLACE);
        if (unlinked.equals(WRITTEN_IN_PLACE)) {
            requireDirectory(parent(upload.names()));
            expectations.add(upload, ANYTHING);
            try (Content content = contents.open(upload)) {
                copy(content, resolve(upload.names()));
            }
            return finish(upload);
        }
        FileObject hidden = resolve(Arrays.asList(unlinked.split("/")));
        if (!hidden.exists()) {
            return new Outcome.Missing();
        }
        requireDirectory(parent(upload.names()));
        if (now.exists()) {
            // Providers differ in what a move does to an existing target (ram even fails).
            expectations.add(upload, StoredState.ABSENT.state());
            resolve(upload.names()).delete();
        }
        hidden.moveTo(resolve(upload.names()));
        return finish(upload);
    }

    @Override
    public Optional<UploadRecord> replacing(List<String> from, List<String> to, RecordStore records)
            throws IOException {
        return Guard.guarded(() -> {
            FileObject replaced = resolve(to);
            if (resolve(from).getType() != FileType.FILE
                    || replaced.getType() != FileType.FILE
                    || !replaced.getFileSystem().hasCapability(Capability.RENAME)) {
                return Optional.empty();
            }
            long id = records.nextId();
            return Optional.of(new UploadRecord(
                    id,
                    records.owner(),
                    records.epoch(),
                    UploadState.STORING,
                    "",
                    store,
                    "",
                    to,
                    Optional.empty(),
                    Optional.of(String.join("/", hidden(to, records.owner(), id))),
                    replaced.getContent().getSize(),
                    Set.of(StoredState.ABSENT.state()),
                    mapper.get().read(replaced, Attribute.BASIC),
                    Instant.now(),
                    0,
                    ""));
        });
    }

    @Override
    public void setAside(UploadRecord replaced) throws IOException {
        Guard.guarded(() -> {
            mapper.get().move(resolve(replaced.names()), kept(replaced));
            return null;
        });
    }

    private FileObject kept(UploadRecord replaced) throws IOException {
        return resolve(Arrays.asList(replaced.unlinked().orElseThrow().split("/")));
    }

    /** Undoes {@link #setAside}, unless the name has what was to be there by now. */
    private Outcome putBack(UploadRecord replaced, StoredState now) throws IOException {
        if (now.exists() || !kept(replaced).exists()) {
            discard(replaced);
            return new Outcome.Linked(now);
        }
        mapper.get().move(kept(replaced), resolve(replaced.names()));
        return new Outcome.Linked(state(resolve(replaced.names())));
    }

    private static boolean isExpected(UploadRecord upload, StoredState now) {
        return upload.expected().contains(now.state()) || upload.expected().contains(ANYTHING);
    }

    /** Whether the store has this very content at the name: an earlier attempt may have succeeded unheard. */
    private boolean holds(UploadRecord upload, Contents contents) throws IOException {
        FileObject file = resolve(upload.names());
        if (file.getContent().getSize() != upload.size()) {
            return false;
        }
        try (Content content = contents.open(upload);
                InputStream ours = content.stream();
                InputStream theirs = file.getContent().getInputStream()) {
            byte[] mine = ours.readNBytes(BUFFER);
            while (mine.length > 0) {
                if (!Arrays.equals(mine, theirs.readNBytes(mine.length))) {
                    return false;
                }
                mine = ours.readNBytes(BUFFER);
            }
            return true;
        }
    }

    private Outcome finish(UploadRecord upload) throws IOException {
        mapper.get().replaced(resolve(upload.names()));
        if (!upload.attributes().isEmpty()) {
            try {
                mapper.get().write(resolve(upload.names()), upload.attributes());
            } catch (IOException failed) {
                if (upload.attempts() < ATTRIBUTE_ATTEMPTS) {
                    throw failed;
                }
                LOG.warn("{} is stored, but its attributes could not be set: {}", upload, failed.toString());
            }
        }
        return new Outcome.Linked(state(resolve(upload.names())));
    }

    @Override
    public void discard(UploadRecord cancelled) throws IOException {
        List<String> hidden = cancelled
                .unlinked()
                .filter(unlinked -> !unlinked.equals(WRITTEN_IN_PLACE))
                .map(unlinked -> Arrays.asList(unlinked.split("/")))
                .orElseGet(() -> hidden(cancelled));
        Guard.guarded(() -> {
            resolve(hidden).delete();
            mapper.get().forgotten(resolve(hidden));
            return null;
        });
    }

    @Override
    public void close() {
        lease.close();
    }
}
