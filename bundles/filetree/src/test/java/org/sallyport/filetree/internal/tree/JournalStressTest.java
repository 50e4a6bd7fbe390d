/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * Many sessions upload, replace, rename and remove at once while their uploads are being stored. Each has names of its own, which are
 * exactly as it left them at each moment; names of all hold something that was written whole.
 */
class JournalStressTest extends JournaledTestCase {

    private static final int SESSIONS = 6;
    private static final int OPERATIONS = 150;
    private static final List<String> SHARED = List.of("shared-1", "shared-2");

    private final Set<String> everShared = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostMixedOrParked(long seed) throws Exception {
        Random delays = new Random(seed);
        world.faults.set((what, path) -> {
            if (what.equals("write") || what.equals("rename")) {
                LockSupport.parkNanos(delays.nextInt(2_000_000));
            }
        });
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        Map<String, String> expected = new TreeMap<>();
        try {
            List<Future<Map<String, String>>> running = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                FileTree tree = session("user" + i);
                Random random = new Random(seed * 100 + i);
                int number = i;
                running.add(threads.submit(() -> work(tree, number, random)));
            }
            for (Future<Map<String, String>> each : running) {
                expected.putAll(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
        drain();
        assertThat(journal.uploads()).as("seed %s", seed).isEmpty();
        Map<String, String> found = new TreeMap<>();
        for (String name : storedNames()) {
            if (SHARED.contains(name)) {
                assertThat(everShared).as("seed %s", seed).contains(storedContent(name));
            } else {
                found.put(name, storedContent(name));
            }
        }
        assertThat(found).as("seed %s", seed).isEqualTo(expected);
        assertThat(journal.status().spoolBytes()).isZero();
    }

    private Map<String, String> work(FileTree tree, int number, Random random) throws Exception {
        Map<String, String> own = new HashMap<>();
        for (int i = 0; i < OPERATIONS; i++) {
            String name = "s" + number + "-" + random.nextInt(4);
            int dice = random.nextInt(20);
            if (dice < 3) {
                String content = "shared by " + number + " " + i + "x".repeat(random.nextInt(100));
                everShared.add(content);
                put(tree, "/" + SHARED.get(random.nextInt(2)), content);
            } else if (dice < 11 || !own.containsKey(name)) {
                String content = name + " " + i + "y".repeat(random.nextInt(10) == 0 ? 80_000 : random.nextInt(100));
                put(tree, "/" + name, content);
                own.put(name, content);
            } else if (dice < 14) {
                String target = "s" + number + "-" + random.nextInt(4);
                tree.rename(path("/" + name), path("/" + target), RenameMode.REPLACE);
                own.put(target, own.remove(name));
            } else if (dice < 16) {
                tree.remove(path("/" + name));
                own.remove(name);
            } else if (dice < 17) {
                tree.setAttributes(
                        path("/" + name),
                        true,
                        FileAttributes.builder(FileType.UNKNOWN)
                                .modifyTime(i, 0)
                                .build());
                assertThat(tree.stat(path("/" + name), true, Attribute.BASIC).modifySeconds())
                        .isEqualTo(i);
            } else if (dice < 18) {
                OpenFile file = open(tree, "/" + name, UPDATE);
                write(file, "patch", 2);
                file.close();
                own.compute(name, (same, before) -> patched(before));
            } else {
                verify(tree, own, number);
            }
        }
        verify(tree, own, number);
        return own;
    }

    private static String patched(String before) {
        return before.substring(0, 2) + "patch" + (before.length() > 7 ? before.substring(7) : "");
    }

    private static void verify(FileTree tree, Map<String, String> own, int number) throws FileTreeException {
        Set<String> listed = new HashSet<>(list(tree, "/"));
        for (int i = 0; i < 4; i++) {
            String name = "s" + number + "-" + i;
            assertThat(listed.contains(name)).as(name).isEqualTo(own.containsKey(name));
            if (own.containsKey(name)) {
                assertThat(tree.stat(path("/" + name), true, Attribute.BASIC).size())
                        .isEqualTo(own.get(name).length());
                OpenFile file = open(tree, "/" + name, OpenOptions.READ);
                java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(100_000);
                file.read(bytes, 0);
                file.close();
                assertThat(new String(bytes.array(), 0, bytes.position())).isEqualTo(own.get(name));
            } else {
                refused(Reason.NO_SUCH_FILE, () -> tree.stat(path("/" + name), true, Attribute.BASIC));
            }
        }
    }
}
