/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The table in {@code docs/clients.md}. */
final class ClientTable {

    private ClientTable() {}

    /**
     * @param test the class that tests a client
     * @param scenario the title of a column
     */
    static String cell(String test, String scenario) throws IOException {
        List<List<String>> rows =
                Files.readAllLines(Path.of(System.getProperty("run.script")).resolveSibling("../docs/clients.md"))
                        .stream()
                        .filter(line -> line.startsWith("| "))
                        .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                                .map(String::trim)
                                .toList())
                        .toList();
        int column = rows.get(0).indexOf(scenario);
        if (column < 0) {
            throw new AssertionError("docs/clients.md has no column \"" + scenario + "\"");
        }
        return rows.stream()
                .filter(row -> row.get(1).equals("`" + test + "`"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/clients.md does not name " + test))
                .get(column);
    }
}
