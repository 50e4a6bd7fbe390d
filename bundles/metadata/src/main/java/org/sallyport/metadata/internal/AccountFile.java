/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Names by number from a file in the form of passwd(5) or group(5); read again when it changes. That is looked at every
 * {@value #MOST_MILLIS} milliseconds at most, since a listing asks for each of its files.
 */
final class AccountFile {

    static final int MOST_MILLIS = 100;

    private record Content(FileTime modified, Map<Integer, String> names, Map<String, Integer> numbers) {}

    /** @param at as {@link System#nanoTime} */
    private record Look(Content found, long at) {}

    private final Path file;
    private final LongSupplier nanoTime;
    private volatile Look last;

    AccountFile(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.last = look(new Content(FileTime.fromMillis(0), Map.of(), Map.of()));
    }

    /** Empty too where there is no such file, as on systems that keep accounts elsewhere. */
    Optional<String> name(int id) {
        return Optional.ofNullable(content().names().get(id));
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(content().numbers().get(name));
    }

    private Content content() {
        Look known = last;
        if (nanoTime.getAsLong() - known.at() > TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS)) {
            known = look(known.found());
            last = known;
        }
        return known.found();
    }

    private Look look(Content before) {
        long now = nanoTime.getAsLong();
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            return new Look(before.modified().equals(modified) ? before : parse(modified), now);
        } catch (IOException noSuchFile) {
            return new Look(before, now);
        }
    }

    private Content parse(FileTime modified) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
            String[] fields = line.split(":", 4);
            if (fields.length > 3 && fields[2].matches("[0-9]{1,10}")) {
                int number = (int) Long.parseLong(fields[2]);
                names.putIfAbsent(number, fields[0]);
                numbers.putIfAbsent(fields[0], number);
            }
        }
        return new Content(modified, names, numbers);
    }
}
