/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileContent;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sallyport.api.bundle.BundleClasses;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.operation.StoreOperations;

/**
 * For Tahoe-LAFS grids, where rights are capabilities: permissions are kept for clients that check them (git needs {@code chmod 0444} to
 * succeed) and heeded by nobody, but never show a right to write that the capability does not give. What a client changes in one request
 * is one update of the directory.
 */
@Component(service = MetadataMapper.class, property = MetadataMapper.SCHEME + "=tahoe")
public final class TahoeMapper implements MetadataMapper {

    private static final int DIRECTORY = 0755;
    private static final int FILE = 0644;
    private static final int WRITE = 0222;

    @Activate
    public TahoeMapper(BundleContext context) {
        BundleClasses.loadAll(context);
    }

    TahoeMapper() {}

    @Override
    public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
        boolean directory = file.isFolder();
        FileContent content = file.getContent();
        long millis = content.getLastModifiedTime();
        long seconds = Math.floorDiv(millis, 1000L);
        int nanos = (int) TimeUnit.MILLISECONDS.toNanos(Math.floorMod(millis, 1000L));
        FileAttributes.Builder result = FileAttributes.builder(directory ? FileType.DIRECTORY : FileType.REGULAR)
                .size(directory ? 0 : content.getSize())
                .permissions(permissions(file, directory ? DIRECTORY : FILE))
                .modifyTime(seconds, nanos);
        if (wanted.contains(Attribute.ACCESS_TIME)) {
            result.accessTime(seconds, nanos);
        }
        if (wanted.contains(Attribute.LINK_COUNT)) {
            result.linkCount(1);
        }
        return result.build();
    }

    private static int permissions(FileObject file, int otherwise) throws FileSystemException {
        Object kept = file.getContent().getAttributes().get(StoreOperations.MODE);
        int mode = kept instanceof Integer number ? number & 07777 : otherwise;
        if (!file.isReadable()) {
            return 0;
        }
        return file.isWriteable() ? mode : mode & ~WRITE;
    }

    @Override
    public Map<String, Object> forLink(FileAttributes changes) {
        Map<String, Object> kept = new HashMap<>();
        if (changes.has(Attribute.PERMISSIONS)) {
            kept.put(StoreOperations.MODE, changes.permissions() & 07777);
        }
        if (changes.has(Attribute.MODIFY_TIME)) {
            kept.put(
                    StoreOperations.MODIFIED,
                    TimeUnit.SECONDS.toMillis(changes.modifySeconds())
                            + TimeUnit.NANOSECONDS.toMillis(changes.modifyNanos()));
        }
        return kept;
    }

    /** Time of access is not kept, and that is no failure: version 3 cannot set the time of modification without it. */
    @Override
    public Set<Attribute> write(FileObject file, FileAttributes changes) throws FileSystemException {
        Map<String, Object> kept = forLink(changes);
        Set<Attribute> unkept = EnumSet.noneOf(Attribute.class);
        unkept.addAll(changes.present());
        unkept.removeAll(EnumSet.of(Attribute.SIZE, Attribute.ACCESS_TIME));
        if (!kept.isEmpty() && file instanceof StoreOperations operations) {
            operations.setAttributes(kept);
            unkept.removeAll(EnumSet.of(Attribute.PERMISSIONS, Attribute.MODIFY_TIME));
        }
        return unkept;
    }
}
