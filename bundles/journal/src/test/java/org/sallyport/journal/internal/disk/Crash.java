/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sallyport.journal.internal.disk.MemoryDisk.Create;
import org.sallyport.journal.internal.disk.MemoryDisk.Delete;
import org.sallyport.journal.internal.disk.MemoryDisk.Force;
import org.sallyport.journal.internal.disk.MemoryDisk.Operation;
import org.sallyport.journal.internal.disk.MemoryDisk.Rename;
import org.sallyport.journal.internal.disk.MemoryDisk.SyncFolder;
import org.sallyport.journal.internal.disk.MemoryDisk.Write;

/**
 * The disk that a crash leaves: whatever was synced is there; of each write that was not, all, nothing or a part; of names that were
 * made or deleted since the folder was synced, any. Parts that were lost read as zeros if something behind them was kept.
 */
public final class Crash {

    /** What becomes of that which was not synced. */
    public enum Luck {
        KEEPS_ALL,
        LOSES_ALL,
        BY_CHANCE
    }

    private final Luck luck;
    private final Random random;
    private final Map<Integer, byte[]> contents = new HashMap<>();
    private final Map<String, Integer> names = new TreeMap<>();
    private final Map<String, Integer> durableNames = new TreeMap<>();

    private Crash(Luck luck, long seed) {
        this.luck = luck;
        this.random = new Random(seed);
    }

    /** @param operations what was done before the crash */
    public static MemoryDisk after(List<Operation> operations, Luck luck, long seed) {
        return new Crash(luck, seed).replay(operations);
    }

    private boolean keeps() {
        return switch (luck) {
            case KEEPS_ALL -> true;
            case LOSES_ALL -> false;
            case BY_CHANCE -> random.nextBoolean();
        };
    }

    private MemoryDisk replay(List<Operation> operations) {
        Map<Integer, Integer> lastForce = lastForces(operations);
        int files = 0;
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (operation instanceof Create create) {
                names.put(create.file(), files);
                contents.put(files, new byte[0]);
                files++;
            } else if (operation instanceof Write write) {
                write(write, names.get(write.file()), i < lastForce.getOrDefault(names.get(write.file()), -1));
            } else if (operation instanceof Rename rename) {
                names.put(rename.to(), names.remove(rename.file()));
            } else if (operation instanceof Delete delete) {
                names.remove(delete.file());
            } else if (operation instanceof SyncFolder) {
                durableNames.clear();
                durableNames.putAll(names);
            }
        }
        return new MemoryDisk(survivors());
    }

    /** For each file, by the order of creation, where in the list it was last forced. */
    private static Map<Integer, Integer> lastForces(List<Operation> operations) {
        Map<String, Integer> byName = new TreeMap<>();
        Map<Integer, Integer> result = new HashMap<>();
        int files = 0;
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            if (operation instanceof Create create) {
                byName.put(create.file(), files);
                files++;
            } else if (operation instanceof Rename rename) {
                byName.put(rename.to(), byName.remove(rename.file()));
            } else if (operation instanceof Force force && byName.containsKey(force.file())) {
                result.put(byName.get(force.file()), i);
            }
        }
        return result;
    }

    private void write(Write write, int file, boolean durable) {
        int length = write.bytes().length;
        if (!durable && !keeps()) {
            length = luck == Luck.BY_CHANCE && random.nextBoolean() ? random.nextInt(length + 1) : 0;
        }
        if (length > 0) {
            contents.put(file, MemoryDisk.patched(contents.get(file), write.position(), write.bytes(), length));
        }
    }

    private Map<String, byte[]> survivors() {
        Map<String, byte[]> result = new TreeMap<>();
        Set<String> all = new TreeSet<>(names.keySet());
        all.addAll(durableNames.keySet());
        for (String name : all) {
            Integer now = names.get(name);
            Integer synced = durableNames.get(name);
            boolean changed = now == null || !now.equals(synced);
            Integer survivor = !changed || keeps() ? now : synced;
            if (survivor != null) {
                result.put(name, contents.get(survivor));
            }
        }
        return result;
    }
}
