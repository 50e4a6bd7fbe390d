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
     * @param scenario the title of a column, in one of the tables
     */
    static String cell(String test, String scenario) throws IOException {
        List<String> titles = List.of();
        boolean inTable = false;
        for (String line :
                Files.readAllLines(Path.of(System.getProperty("run.script")).resolveSibling("../docs/clients.md"))) {
            List<String> cells = Arrays.stream(
                            line.substring(Math.min(1, line.length())).split("\\|"))
                    .map(String::trim)
                    .toList();
            if (line.startsWith("| ") && !inTable) {
                titles = cells;
            } else if (line.startsWith("| ")
                    && titles.contains(scenario)
                    && cells.get(1).equals("`" + test + "`")) {
                return cells.get(titles.indexOf(scenario));
            }
            inTable = line.startsWith("|");
        }
        throw new AssertionError("docs/clients.md does not say of " + test + ": " + scenario);
    }
}
