/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.output;

import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** One thing shown in full: a name and a value a line for people, or a JSON object for scripts. */
public final class Details {

    private final Map<String, Object> values = new LinkedHashMap<>();

    public Details put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    public Details putAll(Map<String, ?> more) {
        values.putAll(more);
        return this;
    }

    public void print(PrintStream out, boolean json) {
        if (json) {
            out.println(Rows.json(values));
            return;
        }
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach((name, value) -> {
            if (value instanceof Collection<?> list) {
                out.println(pad(name, width) + (list.isEmpty() ? "-" : ""));
                list.forEach(item -> out.println("    " + Printable.of(item.toString())));
            } else {
                out.println(pad(name, width) + Printable.of(value.toString()));
            }
        });
    }

    private static String pad(String name, int width) {
        return name + " ".repeat(width + 2 - name.length());
    }
}
