/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.metadata.Origin;
import org.sallyport.metadata.internal.sidecar.Fingerprint;
import org.sallyport.metadata.internal.sidecar.Kept;
import org.sallyport.metadata.internal.sidecar.Sidecar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For every store that has no mapper of its own: what Commons VFS itself knows, which is size, time of modification and
 * whether the file can be read, written and executed; and what a sidecar keeps of the rest, as long as it fits what the store tells.
 */
@Component(service = MetadataMapper.class, property = MetadataMapper.SCHEME + "=*")
public final class GenericMapper implements MetadataMapper {

    private static final Logger LOG = LoggerFactory.getLogger(GenericMapper.class);
    private static final int WRITE = 0222;
    /** Of those that can be told in milliseconds. */
    private static final long LATEST_SECOND = Long.MAX_VALUE / 1000 - 1;

    /** What a sidecar can keep. A size is the content's, a number of links the store's. */
    private static final Set<Attribute> KEPT = EnumSet.of(
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.OWNER_NAMES,
            Attribute.ACCESS_TIME,
            Attribute.MODIFY_TIME,
            Attribute.CREATE_TIME,
            Attribute.ACL,
            Attribute.BITS,
            Attribute.MIME_TYPE,
            Attribute.TEXT_HINT,
            Attribute.EXTENDED);

    private final Supplier<Sidecar> sidecar;
    private final Accounts accounts;

    @Activate
    public GenericMapper(@Reference MetadataComponent component) {
        this(component::sidecar, component.accounts());
    }

    /** @param sidecar asked for each use */
    GenericMapper(Supplier<Sidecar> sidecar, Accounts accounts) {
        this.sidecar = sidecar;
        this.accounts = accounts;
    }

    @Override
    public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
        Fingerprint now = Fingerprint.of(file);
        int own = permissions(file, now.directory());
        FileAttributes.Builder result = FileAttributes.builder(now.directory() ? FileType.DIRECTORY : FileType.REGULAR)
                .size(now.size())
                .permissions(own)
                .origin(Attribute.PERMISSIONS, Origin.DERIVED)
                .modifyTime(seconds(now.millis()), nanos(now.millis()));
        if (wanted.contains(Attribute.LINK_COUNT)) {
            result.linkCount(1).origin(Attribute.LINK_COUNT, Origin.ASSUMED);
        }
        if (wanted.contains(Attribute.EXTENDED)) {
            Map<String, byte[]> pairs = extended(file);
            if (!pairs.isEmpty()) {
                result.extended(pairs);
            }
        }
        sidecar.get().find(file).ifPresent(kept -> overlay(result, accounts.complete(kept.at(now)), wanted, own));
        return wanted.contains(Attribute.ACCESS_TIME) ? withAccessTime(result.build()) : result.build();
    }

    /** Where no time of access is kept, it is that of the last change, which is true at least of that. */
    private static FileAttributes withAccessTime(FileAttributes read) {
        return read.has(Attribute.ACCESS_TIME)
                ? read
                : read.toBuilder()
                        .accessTime(read.modifySeconds(), read.modifyNanos())
                        .origin(Attribute.ACCESS_TIME, Origin.DERIVED)
                        .build();
    }

    /** @param own permissions that the store tells: what it does not let anybody write is not shown as if it did */
    private static void overlay(FileAttributes.Builder result, FileAttributes kept, Set<Attribute> wanted, int own) {
        FileAttributes.Builder shown = kept.toBuilder();
        for (Attribute attribute : kept.present()) {
            if (!wanted.contains(attribute)
                    && attribute != Attribute.PERMISSIONS
                    && attribute != Attribute.MODIFY_TIME) {
                shown.without(attribute);
            }
        }
        if (kept.has(Attribute.PERMISSIONS) && (own & WRITE) == 0) {
            shown.permissions(kept.permissions() & ~WRITE);
        }
        result.merge(shown.build());
    }

    private static long seconds(long millis) {
        return Math.floorDiv(millis, 1000L);
    }

    private static int nanos(long millis) {
        return (int) TimeUnit.MILLISECONDS.toNanos(Math.floorMod(millis, 1000L));
    }

    private static int permissions(FileObject file, boolean directory) throws FileSystemException {
        boolean writable = file.getFileSystem().hasCapability(Capability.WRITE_CONTENT) && file.isWriteable();
        boolean executable = directory || file.isExecutable();
        int result = file.isReadable() ? 0444 : 0;
        return result | (writable ? 0200 : 0) | (executable ? 0111 : 0);
    }

    private static Map<String, byte[]> extended(FileObject file) throws FileSystemException {
        Map<String, byte[]> result = new HashMap<>();
        if (file.getFileSystem().hasCapability(Capability.ATTRIBUTES)) {
            file.getContent().getAttributes().forEach((name, value) -> {
                if (value instanceof byte[] bytes) {
                    result.put(name, bytes.clone());
                } else if (value instanceof CharSequence text) {
                    result.put(name, text.toString().getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        return result;
    }

    @Override
    public Set<Attribute> write(FileObject file, FileAttributes changes) throws FileSystemException {
        Set<Attribute> unkept = EnumSet.noneOf(Attribute.class);
        unkept.addAll(changes.present());
        unkept.remove(Attribute.SIZE);
        Fingerprint before = Fingerprint.of(file);
        unkept.removeAll(writeToStore(file, changes));
        if (file.getFileSystem().hasCapability(Capability.WRITE_CONTENT)) {
            unkept.removeAll(keepBeside(file, before, changes, unkept));
        }
        return unkept;
    }

    /** @return what the store itself keeps, as exactly as it was asked for or nearly */
    private static Set<Attribute> writeToStore(FileObject file, FileAttributes changes) throws FileSystemException {
        Set<Attribute> kept = EnumSet.noneOf(Attribute.class);
        if (changes.has(Attribute.PERMISSIONS) && setPermissions(file, changes.permissions())) {
            kept.add(Attribute.PERMISSIONS);
        }
        if (changes.has(Attribute.MODIFY_TIME) && canSetTime(file)) {
            if (setTime(file, changes.modifySeconds(), changes.modifyNanos())) {
                kept.add(Attribute.MODIFY_TIME);
            }
        }
        return kept;
    }

    /**
     * Sets the store's time; where it has none before 1970, as {@link java.io.File}, or none so late, the nearest one.
     *
     * @return whether that is the one that was asked for, but for parts of a millisecond
     */
    private static boolean setTime(FileObject file, long seconds, int nanos) throws FileSystemException {
        long bounded = Math.max(-LATEST_SECOND, Math.min(LATEST_SECOND, seconds));
        long millis = TimeUnit.SECONDS.toMillis(bounded) + nanos / 1_000_000;
        try {
            file.getContent().setLastModifiedTime(millis);
            return bounded == seconds;
        } catch (FileSystemException failed) {
            if (millis >= 0) {
                throw failed;
            }
            file.getContent().setLastModifiedTime(0);
            return false;
        }
    }

    /**
     * Keeps beside the store what it does not tell exactly as it was asked for.
     *
     * @param before as the store told of the file before it was changed
     * @param left what the store does not keep at all
     * @return what is kept now of what was asked for
     */
    private Set<Attribute> keepBeside(FileObject file, Fingerprint before, FileAttributes changes, Set<Attribute> left)
            throws FileSystemException {
        FileAttributes.Builder asked = changes.toBuilder();
        EnumSet.complementOf(EnumSet.copyOf(KEPT)).forEach(asked::without);
        FileAttributes wanted = asked.build();
        Fingerprint now = Fingerprint.of(file);
        int own = permissions(file, now.directory());
        boolean toldPermissions = !left.contains(Attribute.PERMISSIONS);
        boolean kept = sidecar.get().change(file, found -> {
            Kept held = found.orElse(Kept.nothing(now));
            // Another session may have changed the store's time, and kept something for that, since this one looked.
            FileAttributes valid = held.fingerprint().equals(now) ? held.attributes() : held.at(before);
            FileAttributes next = merged(valid, wanted);
            FileAttributes.Builder rest = next.toBuilder();
            if (toldPermissions && next.permissions() == own) {
                rest.without(Attribute.PERMISSIONS);
            }
            if (next.modifySeconds() == seconds(now.millis()) && next.modifyNanos() == nanos(now.millis())) {
                rest.without(Attribute.MODIFY_TIME);
            }
            return new Kept(now, rest.build());
        });
        return kept ? KEPT : Set.of();
    }

    /** Pairs are set each by itself, as the file systems that have them do. */
    private static FileAttributes merged(FileAttributes kept, FileAttributes asked) {
        FileAttributes.Builder next = kept.toBuilder();
        if (asked.has(Attribute.OWNER_IDS) || asked.has(Attribute.OWNER_NAMES)) {
            next.without(Attribute.OWNER_IDS)
                    .without(Attribute.OWNER_NAMES); // or numbers and names would be of two owners
        }
        next.merge(asked);
        if (kept.has(Attribute.EXTENDED) && asked.has(Attribute.EXTENDED)) {
            Map<String, byte[]> pairs = new HashMap<>(kept.extended());
            pairs.putAll(asked.extended());
            next.extended(pairs);
        }
        return next.build();
    }

    @Override
    public void replaced(FileObject file) {
        Sidecar beside = sidecar.get();
        if (beside.find(file).isPresent()) {
            beside.change(file, GenericMapper::withoutContent);
        }
    }

    private static Kept withoutContent(Optional<Kept> found) {
        return found.map(kept -> new Kept(kept.fingerprint(), kept.ofName()))
                .orElse(Kept.nothing(new Fingerprint(false, 0, 0)));
    }

    @Override
    public void forgotten(FileObject file) {
        sidecar.get().forget(file);
    }

    @Override
    public void move(FileObject from, FileObject to) throws FileSystemException {
        Fingerprint before = Fingerprint.of(from);
        from.moveTo(to);
        sidecar.get().move(from, to);
        try {
            keepTime(before, to);
        } catch (FileSystemException failed) {
            LOG.warn("a file has its new name, but its time of modification was lost: {}", failed.toString());
        }
    }

    /** Some stores copy what they are to rename, or take it for new. */
    private void keepTime(Fingerprint before, FileObject moved) throws FileSystemException {
        if (Fingerprint.of(moved).equals(before)) {
            return;
        }
        if (canSetTime(moved)) {
            moved.getContent().setLastModifiedTime(before.millis());
        }
        Fingerprint now = Fingerprint.of(moved);
        Sidecar beside = sidecar.get();
        if (!now.equals(before) && beside.find(moved).isPresent()) {
            beside.change(moved, found -> found.map(
                            kept -> kept.fingerprint().equals(before) ? new Kept(now, kept.attributes()) : kept)
                    .orElse(Kept.nothing(now)));
        }
    }

    private static boolean canSetTime(FileObject file) throws FileSystemException {
        return file.getFileSystem()
                .hasCapability(
                        file.isFolder() ? Capability.SET_LAST_MODIFIED_FOLDER : Capability.SET_LAST_MODIFIED_FILE);
    }

    private static boolean setPermissions(FileObject file, int mode) throws FileSystemException {
        if (permissions(file, file.isFolder()) == mode) {
            return true;
        }
        if (!file.getFileSystem().hasCapability(Capability.WRITE_CONTENT)) {
            return false;
        }
        return file.setReadable((mode & 0444) != 0, (mode & 0044) == 0)
                && file.setExecutable((mode & 0111) != 0, (mode & 0011) == 0)
                && file.setWritable((mode & 0222) != 0, (mode & 0022) == 0);
    }
}
