/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Keeps how the last check of a grid ended over a restart, in a small file for each. */
public final class CheckHistory {

    private final Path folder;

    public CheckHistory(Path folder) {
        this.folder = folder;
    }

    private Path file(String grid) {
        return folder.resolve(grid + ".properties");
    }

    /** The last check of a grid; empty also where the file cannot be read, since then there has to be another. */
    public Optional<CheckRun> last(String grid) {
        Properties values = new Properties();
        try (InputStream in = Files.newInputStream(file(grid))) {
            values.load(in);
            Map<CheckedState, Long> counts = new EnumMap<>(CheckedState.class);
            for (CheckedState state : CheckedState.values()) {
                counts.put(state, Long.parseLong(values.getProperty(state.name(), "0")));
            }
            return Optional.of(new CheckRun(
                    Instant.parse(values.getProperty("begun", "")),
                    Instant.parse(values.getProperty("ended", "")),
                    counts,
                    values.getProperty("problem", "")));
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    /** @throws IOException if it cannot be written; the check will then be made again after a restart */
    void ended(String grid, CheckRun run) throws IOException {
        Properties values = new Properties();
        values.setProperty("begun", run.begun().toString());
        values.setProperty("ended", run.ended().orElseThrow().toString());
        values.setProperty("problem", run.problem());
        for (CheckedState state : CheckedState.values()) {
            values.setProperty(state.name(), Long.toString(run.count(state)));
        }
        Files.createDirectories(folder);
        Path next = folder.resolve(grid + ".next");
        try (OutputStream out = Files.newOutputStream(next)) {
            values.store(out, null);
        }
        Files.move(next, file(grid), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
