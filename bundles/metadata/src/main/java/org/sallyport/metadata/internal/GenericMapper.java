/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
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
        sidecar.get()
                .find(file)
                .ifPresent(kept -> overlay(
                        result, accounts.complete(kept.at(now).toBuilder()).build(), wanted, own));
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
        Sidecar beside = sidecar.get();
        FileAttributes before =
                beside.find(file).orElse(Kept.nothing(Fingerprint.of(file))).at(Fingerprint.of(file));
        unkept.removeAll(writeToStore(file, changes));
        if (file.getFileSystem().hasCapability(Capability.WRITE_CONTENT)) {
            unkept.removeAll(keepBeside(beside, file, before, changes, unkept));
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
            long millis = TimeUnit.SECONDS.toMillis(changes.modifySeconds()) + changes.modifyNanos() / 1_000_000;
            file.getContent().setLastModifiedTime(millis);
            kept.add(Attribute.MODIFY_TIME);
        }
        return kept;
    }

    /**
     * Keeps beside the store what it does not tell exactly as it was asked for.
     *
     * @param left what the store does not keep at all
     * @return what is kept now of what was asked for
     */
    private static Set<Attribute> keepBeside(
            Sidecar beside, FileObject file, FileAttributes before, FileAttributes changes, Set<Attribute> left)
            throws FileSystemException {
        FileAttributes.Builder next = before.toBuilder();
        FileAttributes.Builder asked = changes.toBuilder();
        EnumSet.complementOf(EnumSet.copyOf(KEPT)).forEach(asked::without);
        if (changes.has(Attribute.OWNER_IDS) || changes.has(Attribute.OWNER_NAMES)) {
            next.without(Attribute.OWNER_IDS)
                    .without(Attribute.OWNER_NAMES); // or numbers and names would be of two owners
        }
        next.merge(asked.build());
        Fingerprint now = Fingerprint.of(file);
        FileAttributes wanted = next.build();
        if (wanted.permissions() == permissions(file, now.directory()) && !left.contains(Attribute.PERMISSIONS)) {
            next.without(Attribute.PERMISSIONS);
        }
        if (wanted.modifySeconds() == seconds(now.millis()) && wanted.modifyNanos() == nanos(now.millis())) {
            next.without(Attribute.MODIFY_TIME);
        }
        FileAttributes rest = next.build();
        if (rest.isEmpty() && before.isEmpty()) {
            return KEPT;
        }
        return beside.keep(file, new Kept(now, rest)) ? KEPT : Set.of();
    }

    @Override
    public void replaced(FileObject file) {
        sidecar.get().find(file).ifPresent(kept -> sidecar.get()
                .keep(file, new Kept(kept.fingerprint(), kept.ofName())));
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
        beside.find(moved)
                .filter(kept -> kept.fingerprint().equals(before) && !now.equals(before))
                .ifPresent(kept -> beside.keep(moved, new Kept(now, kept.attributes())));
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
