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

/** Names by number from a file in the form of passwd(5) or group(5); read again when it changes. */
final class AccountFile {

    private record Content(FileTime modified, Map<Integer, String> names, Map<String, Integer> numbers) {}

    private final Path file;
    private volatile Content content = new Content(FileTime.fromMillis(0), Map.of(), Map.of());

    AccountFile(Path file) {
        this.file = file;
    }

    /** Empty too where there is no such file, as on systems that keep accounts elsewhere. */
    Optional<String> name(int id) {
        return Optional.ofNullable(content().names().get(id));
    }

    Optional<Integer> number(String name) {
        return Optional.ofNullable(content().numbers().get(name));
    }

    private Content content() {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Content known = content;
            if (!known.modified().equals(modified)) {
                known = parse(modified);
                content = known;
            }
            return known;
        } catch (IOException noSuchFile) {
            return content;
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
