/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables in {@code docs/clients.md}: each cell is compared with what a test saw, or, with {@code -Dclients.table=write}, written by it.
 */
final class ClientTable {

    private static final String FILE = "clients.md";

    private ClientTable() {}

    private static Path document(String name) {
        return Path.of(System.getProperty("run.script")).resolveSibling("../docs/" + name);
    }

    /**
     * A test has seen what a client does.
     *
     * @param test the class that tests it
     * @param scenario the title of a column, in one of the tables
     */
    static void saw(String test, String scenario, String outcome) throws IOException {
        String client = "`" + test + "`";
        if (System.getProperty("clients.table").equals("write")) {
            write(client, scenario, outcome);
        }
        assertThat(cell(FILE, client, scenario))
                .as("docs/clients.md, %s, %s", test, scenario)
                .isEqualTo(outcome);
    }

    /**
     * A cell of a table in the documentation.
     *
     * @param row what stands in one of its first two columns
     * @param column its title
     */
    static String cell(String document, String row, String column) throws IOException {
        List<String> lines = Files.readAllLines(document(document));
        Place place = place(lines, row, column);
        return cells(lines.get(place.line())).get(place.column()).trim();
    }

    private static synchronized void write(String row, String column, String outcome) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(document(FILE)));
        Place place = place(lines, row, column);
        List<String> cells = new ArrayList<>(cells(lines.get(place.line())));
        cells.set(place.column(), " " + outcome + " ");
        lines.set(place.line(), String.join("|", cells) + "|");
        Files.write(document(FILE), lines);
    }

    private record Place(int line, int column) {}

    private static Place place(List<String> lines, String row, String column) {
        List<String> titles = List.of();
        boolean inTable = false;
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i)).stream().map(String::trim).toList();
            if (lines.get(i).startsWith("| ") && !inTable) {
                titles = cells;
            } else if (lines.get(i).startsWith("| ")
                    && titles.contains(column)
                    && cells.stream().limit(3).toList().contains(row)) {
                return new Place(i, titles.indexOf(column));
            }
            inTable = lines.get(i).startsWith("|");
        }
        throw new AssertionError("the documentation does not say of " + row + ": " + column);
    }

    /** What stands between the bars, with the blanks; the first one is what stands before the first bar. */
    private static List<String> cells(String line) {
        return Arrays.asList(line.split("\\|"));
    }
}
