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
import org.apache.commons.vfs2.Capability;
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

/**
 * For every store that has no mapper of its own: what Commons VFS itself knows, which is size, time of modification and
 * whether the file can be read, written and executed. Times are kept to the millisecond.
 */
@Component(service = MetadataMapper.class, property = MetadataMapper.SCHEME + "=*")
public final class GenericMapper implements MetadataMapper {

    @Activate
    public GenericMapper(BundleContext context) {
        BundleClasses.loadAll(context);
    }

    GenericMapper() {}

    @Override
    public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
        boolean directory = file.isFolder();
        FileAttributes.Builder result = FileAttributes.builder(directory ? FileType.DIRECTORY : FileType.REGULAR);
        long millis = modified(file);
        result.size(directory ? 0 : file.getContent().getSize())
                .permissions(permissions(file, directory))
                .modifyTime(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        if (wanted.contains(Attribute.ACCESS_TIME)) {
            result.accessTime(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        }
        if (wanted.contains(Attribute.LINK_COUNT)) {
            result.linkCount(1);
        }
        if (wanted.contains(Attribute.EXTENDED)) {
            Map<String, byte[]> pairs = extended(file);
            if (!pairs.isEmpty()) {
                result.extended(pairs);
            }
        }
        return result.build();
    }

    private static long modified(FileObject file) throws FileSystemException {
        if (!file.getFileSystem().hasCapability(Capability.GET_LAST_MODIFIED)) {
            return 0;
        }
        try {
            return file.getContent().getLastModifiedTime();
        } catch (FileSystemException failed) {
            if (file.isFolder()) {
                return 0; // an archive's folder that only the names of its files tell of: VFS 2.10.0 throws for those
            }
            throw failed;
        }
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
        if (changes.has(Attribute.PERMISSIONS) && setPermissions(file, changes.permissions())) {
            unkept.remove(Attribute.PERMISSIONS);
        }
        if (changes.has(Attribute.MODIFY_TIME) && canSetTime(file)) {
            long millis = TimeUnit.SECONDS.toMillis(changes.modifySeconds()) + changes.modifyNanos() / 1_000_000;
            file.getContent().setLastModifiedTime(millis);
            unkept.remove(Attribute.MODIFY_TIME);
        }
        return unkept;
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
