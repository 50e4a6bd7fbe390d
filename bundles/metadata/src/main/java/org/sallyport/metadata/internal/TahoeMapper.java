/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
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

    /** Names in the metadata of a link that are the node's or ours; {@code no-write} would take the right to write from the link for ever. */
    private static final Set<String> RESERVED = Set.of("tahoe", "sallyport", "no-write");

    /** Bytes of names and values of one link: they stand in the directory, which is read and written whole. */
    private static final int MOST_PAIRS = 16 << 10;

    private final Accounts accounts;

    @Activate
    public TahoeMapper(@Reference MetadataComponent component) {
        this(component.accounts());
    }

    TahoeMapper(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException {
        NodeDescription told = describe(file);
        boolean directory = told.directory();
        Instant modified = told.modified();
        FileAttributes.Builder result = FileAttributes.builder(directory ? FileType.DIRECTORY : FileType.REGULAR)
                .size(told.size())
                .permissions(permissions(told))
                .origin(Attribute.PERMISSIONS, told.mode().isPresent() ? Origin.STORED : Origin.DERIVED)
                .modifyTime(modified.getEpochSecond(), modified.getNano());
        if (directory) {
            result.origin(Attribute.SIZE, Origin.ASSUMED);
        }
        for (Attribute attribute : wanted) {
            switch (attribute) {
                case ACCESS_TIME -> {
                    Instant accessed = told.accessed().orElse(modified);
                    result.accessTime(accessed.getEpochSecond(), accessed.getNano());
                    if (told.accessed().isEmpty()) {
                        result.origin(Attribute.ACCESS_TIME, Origin.DERIVED);
                    }
                }
                case CREATE_TIME ->
                    told.created().ifPresent(created -> result.createTime(created.getEpochSecond(), created.getNano()));
                case LINK_COUNT -> result.linkCount(1).origin(Attribute.LINK_COUNT, Origin.ASSUMED);
                case EXTENDED -> addPairs(result, told);
                default -> {
                    // owners see below; a grid knows nothing else
                }
            }
        }
        if (told.owner().isPresent()
                && (wanted.contains(Attribute.OWNER_IDS) || wanted.contains(Attribute.OWNER_NAMES))) {
            addOwner(result, told.owner().get());
        }
        return result.build();
    }

    private static NodeDescription describe(FileObject file) throws FileSystemException {
        if (!(file instanceof StoreOperations operations)) {
            throw new StoreException(Reason.UNSUPPORTED, "no file of a grid");
        }
        return operations.describe().orElseThrow(() -> new StoreException(Reason.NO_SUCH_FILE, "no such file"));
    }

    private static int permissions(NodeDescription told) {
        if (!told.readable()) {
            return 0;
        }
        int mode = told.mode().orElse(told.directory() ? DIRECTORY : FILE);
        return told.writable() ? mode : mode & ~WRITE;
    }

    private void addOwner(FileAttributes.Builder result, String text) {
        int colon = text.indexOf(':');
        String owner = text.substring(0, Math.max(0, colon));
        String group = text.substring(colon + 1);
        Optional<Integer> uid = Accounts.number(owner);
        Optional<Integer> gid = uid.isPresent() ? Accounts.number(group) : Optional.empty();
        if (gid.isPresent()) {
            accounts.addNames(result.ownerIds(uid.get(), gid.get()), uid.get(), gid.get());
        } else {
            accounts.addNumbers(result.ownerNames(owner, group), owner, group);
        }
    }

    private static void addPairs(FileAttributes.Builder result, NodeDescription told) {
        if (!told.others().isEmpty()) {
            result.extended(pairs(told));
        }
    }

    private static Map<String, byte[]> pairs(NodeDescription told) {
        Map<String, byte[]> pairs = new HashMap<>();
        told.others().forEach((name, text) -> pairs.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return pairs;
    }

    @Override
    public Map<String, Object> forLink(FileAttributes changes) {
        Map<String, Object> kept = new HashMap<>();
        if (changes.has(Attribute.PERMISSIONS)) {
            kept.put(StoreOperations.MODE, changes.permissions() & 07777);
        }
        if (changes.has(Attribute.MODIFY_TIME)) {
            kept.put(StoreOperations.MODIFIED, instant(changes.modifySeconds(), changes.modifyNanos()));
        }
        if (changes.has(Attribute.ACCESS_TIME)) {
            kept.put(StoreOperations.ACCESSED, instant(changes.accessSeconds(), changes.accessNanos()));
        }
        if (changes.has(Attribute.CREATE_TIME)) {
            kept.put(StoreOperations.CREATED, instant(changes.createSeconds(), changes.createNanos()));
        }
        if (changes.has(Attribute.OWNER_IDS)) {
            kept.put(
                    StoreOperations.OWNER,
                    Integer.toUnsignedString(changes.uid()) + ":" + Integer.toUnsignedString(changes.gid()));
        } else if (changes.has(Attribute.OWNER_NAMES) && isPossible(changes.owner(), changes.group())) {
            kept.put(StoreOperations.OWNER, changes.owner() + ":" + changes.group());
        }
        if (size(changes.extended()) <= MOST_PAIRS) {
            changes.extended().forEach((name, value) -> text(name, value).ifPresent(text -> kept.put(name, text)));
        }
        return kept;
    }

    private static boolean isPossible(String owner, String group) {
        return !owner.contains(":")
                && owner.length() <= AllottedNumbers.LONGEST_NAME
                && group.length() <= AllottedNumbers.LONGEST_NAME;
    }

    private static long size(Map<String, byte[]> pairs) {
        return pairs.entrySet().stream()
                .mapToLong(
                        pair -> pair.getKey().getBytes(StandardCharsets.UTF_8).length + (long) pair.getValue().length)
                .sum();
    }

    /** Whether there is room for the pairs beside those that the link has. */
    private static boolean hasRoom(FileObject file, Map<String, byte[]> pairs) throws FileSystemException {
        Map<String, byte[]> all = pairs(describe(file));
        all.putAll(pairs);
        return size(all) <= MOST_PAIRS;
    }

    /** Bounded by what can be kept in milliseconds, some 290 million years. */
    private static Instant instant(long seconds, int nanos) {
        long most = Long.MAX_VALUE / 1000 - 1;
        return Instant.ofEpochSecond(Math.max(-most, Math.min(most, seconds)), nanos);
    }

    /** A pair as a text of the link's metadata; empty for one that cannot be. */
    private static Optional<String> text(String name, byte[] value) {
        if (!name.startsWith(StoreOperations.USER)
                || name.equals(StoreOperations.USER)
                || RESERVED.contains(name.substring(StoreOperations.USER.length()))) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value) ? Optional.of(text) : Optional.empty();
    }

    /** All that is asked for is one update of the directory. */
    @Override
    public Set<Attribute> write(FileObject file, FileAttributes changes) throws FileSystemException {
        boolean room = !changes.has(Attribute.EXTENDED) || hasRoom(file, changes.extended());
        Map<String, Object> kept = forLink(
                room ? changes : changes.toBuilder().without(Attribute.EXTENDED).build());
        Set<Attribute> unkept = EnumSet.noneOf(Attribute.class);
        unkept.addAll(changes.present());
        unkept.remove(Attribute.SIZE);
        if (!kept.isEmpty() && file instanceof StoreOperations operations) {
            operations.setAttributes(kept);
            unkept.removeAll(EnumSet.of(
                    Attribute.PERMISSIONS, Attribute.MODIFY_TIME, Attribute.ACCESS_TIME, Attribute.CREATE_TIME));
            if (kept.containsKey(StoreOperations.OWNER)) {
                unkept.removeAll(EnumSet.of(Attribute.OWNER_IDS, Attribute.OWNER_NAMES));
            }
            if (room && kept.keySet().containsAll(changes.extended().keySet())) {
                unkept.remove(Attribute.EXTENDED);
            }
        }
        return unkept;
    }
}
