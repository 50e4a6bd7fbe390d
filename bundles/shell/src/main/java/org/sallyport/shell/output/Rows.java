/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.output;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.utils.json.JSONWriter;
import org.apache.karaf.shell.support.table.ShellTable;

/**
 * What a command shows: a table for people, or the same as a JSON array of objects for scripts.
 *
 * <p>Column titles are the JSON keys. Lists become arrays in JSON and are joined with spaces in the table.
 */
public final class Rows {

    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    public Rows(String... columns) {
        this.columns = List.of(columns);
    }

    /** @param cells texts, numbers, booleans or collections of texts, one for each column */
    public Rows add(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public void print(PrintStream out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            table().print(out);
        }
    }

    private ShellTable table() {
        ShellTable table = new ShellTable();
        columns.forEach(table::column);
        for (List<Object> row : rows) {
            table.addRow().addContent(row.stream().map(Rows::text).toArray());
        }
        return table.emptyTableText("none");
    }

    private static String text(Object cell) {
        return cell instanceof Collection<?> list
                ? String.join(
                        " ",
                        list.stream().map(item -> Printable.of(item.toString())).toList())
                : Printable.of(cell.toString());
    }

    String json() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                object.put(columns.get(i), row.get(i));
            }
            objects.add(object);
        }
        return json(objects);
    }

    /** Any of maps, collections, texts, numbers and booleans as JSON. */
    public static String json(Object value) {
        StringWriter text = new StringWriter();
        try {
            new JSONWriter(text).value(value).flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
