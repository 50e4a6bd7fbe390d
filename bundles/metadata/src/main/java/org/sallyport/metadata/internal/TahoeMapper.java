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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.vfs2.FileContent;
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

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,10}):(\\d{1,10})");
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
        boolean directory = file.isFolder();
        FileContent content = file.getContent();
        Map<String, Object> told = content.getAttributes();
        Instant modified = time(told, StoreOperations.MODIFIED).orElse(Instant.EPOCH);
        FileAttributes.Builder result = FileAttributes.builder(directory ? FileType.DIRECTORY : FileType.REGULAR)
                .size(directory ? 0 : content.getSize())
                .permissions(permissions(file, told, directory ? DIRECTORY : FILE))
                .origin(Attribute.PERMISSIONS, told.containsKey(StoreOperations.MODE) ? Origin.STORED : Origin.DERIVED)
                .modifyTime(modified.getEpochSecond(), modified.getNano());
        if (directory) {
            result.origin(Attribute.SIZE, Origin.ASSUMED);
        }
        if (!told.containsKey(StoreOperations.MODIFIED)) {
            result.origin(Attribute.MODIFY_TIME, Origin.ASSUMED);
        }
        for (Attribute attribute : wanted) {
            switch (attribute) {
                case ACCESS_TIME -> {
                    Instant accessed = time(told, StoreOperations.ACCESSED).orElse(modified);
                    result.accessTime(accessed.getEpochSecond(), accessed.getNano());
                    if (!told.containsKey(StoreOperations.ACCESSED)) {
                        result.origin(Attribute.ACCESS_TIME, Origin.DERIVED);
                    }
                }
                case CREATE_TIME ->
                    time(told, StoreOperations.CREATED)
                            .ifPresent(created -> result.createTime(created.getEpochSecond(), created.getNano()));
                case LINK_COUNT -> result.linkCount(1).origin(Attribute.LINK_COUNT, Origin.ASSUMED);
                case EXTENDED -> addPairs(result, told);
                default -> {
                    // owners see below; a grid knows nothing else
                }
            }
        }
        if ((wanted.contains(Attribute.OWNER_IDS) || wanted.contains(Attribute.OWNER_NAMES))
                && told.get(StoreOperations.OWNER) instanceof String owner) {
            addOwner(result, owner);
        }
        return result.build();
    }

    private static Optional<Instant> time(Map<String, Object> told, String name) {
        return told.get(name) instanceof Instant time ? Optional.of(time) : Optional.empty();
    }

    private static int permissions(FileObject file, Map<String, Object> told, int otherwise)
            throws FileSystemException {
        int mode = told.get(StoreOperations.MODE) instanceof Integer number ? number & 07777 : otherwise;
        if (!file.isReadable()) {
            return 0;
        }
        return file.isWriteable() ? mode : mode & ~WRITE;
    }

    private void addOwner(FileAttributes.Builder result, String owner) {
        Matcher numbers = NUMBERS.matcher(owner);
        if (numbers.matches()) {
            result.ownerIds((int) Long.parseLong(numbers.group(1)), (int) Long.parseLong(numbers.group(2)));
        } else {
            int colon = owner.indexOf(':');
            result.ownerNames(owner.substring(0, Math.max(0, colon)), owner.substring(colon + 1));
        }
        accounts.complete(result);
    }

    private static void addPairs(FileAttributes.Builder result, Map<String, Object> told) {
        Map<String, byte[]> pairs = pairs(told);
        if (!pairs.isEmpty()) {
            result.extended(pairs);
        }
    }

    private static Map<String, byte[]> pairs(Map<String, Object> told) {
        Map<String, byte[]> pairs = new HashMap<>();
        told.forEach((name, value) -> {
            if (name.startsWith(StoreOperations.USER) && value instanceof String text) {
                pairs.put(name, text.getBytes(StandardCharsets.UTF_8));
            }
        });
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
        Map<String, byte[]> all = pairs(file.getContent().getAttributes());
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
