/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of large contents. Their names are their random ids and say nothing. */
public final class ContentFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContentFiles.class);
    private static final String PREFIX = "content-";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Disk disk;
    private final SpoolKeys keys;
    private final Map<String, ContentFile> used = new HashMap<>();
    private boolean closed;

    public ContentFiles(Disk disk, SpoolKeys keys) {
        this.disk = disk;
        this.keys = keys;
    }

    Disk disk() {
        return disk;
    }

    /** A new file, used by its writer. */
    ContentFile create() throws IOException {
        requireOpen();
        byte[] id = new byte[FileHeader.ID_BYTES];
        RANDOM.nextBytes(id);
        String name = PREFIX + HexFormat.of().formatHex(id);
        ContentFile file = new ContentFile(this, FrameFile.create(disk, name, id, keys));
        synchronized (used) {
            used.put(name, file);
        }
        return file;
    }

    private ContentFile known(String name) {
        synchronized (used) {
            return used.computeIfAbsent(name, unused -> new ContentFile(this, name));
        }
    }

    /** Counts in a record that was found at the start. */
    public void adopt(SpoolReference reference) {
        known(reference.file()).use();
    }

    /** Ends the use by a record; the last one deletes the content. */
    public void release(SpoolReference reference) {
        known(reference.file()).release();
    }

    /** A content that a record refers to. @throws DamagedException if it is not what was sealed */
    public Content open(SpoolReference reference) throws IOException {
        ContentFile file = known(reference.file()).open();
        try {
            return SpooledContent.read(file, reference.offset());
        } catch (IOException damaged) {
            file.close();
            throw damaged;
        }
    }

    FrameFile openFrames(String name) throws IOException {
        requireOpen();
        byte[] id;
        try {
            id = HexFormat.of().parseHex(name.substring(PREFIX.length()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            throw new DamagedException("a record refers to a file that is none of the spool's", notOurs);
        }
        try {
            return FrameFile.open(disk, name, id, keys);
        } catch (NoSuchFileException gone) {
            throw new DamagedException("the content is gone from the spool", gone);
        }
    }

    private void requireOpen() throws IOException {
        synchronized (used) {
            if (closed) {
                throw new IOException("the spool is closed");
            }
        }
    }

    /** Deletes a file that nobody uses. Once this is closed nobody knows that any more, and the next start finds out. */
    void forget(ContentFile file) {
        synchronized (used) {
            used.remove(file.name(), file);
            if (closed) {
                return;
            }
        }
        try {
            disk.delete(file.name());
        } catch (IOException remains) {
            LOG.warn("a file of the spool cannot be deleted, the next start will: {}", remains.toString());
        }
    }

    /** Closes all files, and leaves them where they are. Whoever comes later, from a store that was slow, gets none. */
    @Override
    public void close() {
        Map<String, ContentFile> last;
        synchronized (used) {
            closed = true;
            last = Map.copyOf(used);
            used.clear();
        }
        last.values().forEach(ContentFile::closeFrames);
    }

    /** Deletes what no record refers to: contents that were being written when an earlier run ended. @return how many */
    public int sweep(Set<String> referred) throws IOException {
        List<String> left = disk.list().stream()
                .filter(name -> name.startsWith(PREFIX) && !referred.contains(name))
                .toList();
        for (String name : left) {
            disk.delete(name);
        }
        return left.size();
    }
}
