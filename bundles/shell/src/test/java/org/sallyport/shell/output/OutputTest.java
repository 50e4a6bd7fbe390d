/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {

    private static String printed(Consumer<PrintStream> printer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        printer.accept(out);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Object parsed(String json) throws JsonProcessingException {
        return new ObjectMapper().readValue(json, Object.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "\"quoted\\",
                "two\nlines\r\n",
                "\u001b[2J\u001b]0;title\u0007",
                "nul\u0000 del\u007f c1\u009b",
                "\u2028\u2029",
                "\u202egnp.exe",
                "</script>",
                "\uD83D\uDE80 \u00e9"
            })
    void namesFromClientsNeitherBreakJsonNorForgeLines(String hostile) throws JsonProcessingException {
        String json = printed(
                out -> new Rows("name", "files").add(hostile, List.of(hostile)).print(out, true));
        assertThat(parsed(json)).isEqualTo(List.of(Map.of("name", hostile, "files", List.of(hostile))));
        assertThat(json.stripTrailing()).doesNotContain("\n");

        String table = printed(out -> new Rows("name").add(hostile).print(out, false));
        assertThat(table.lines()).as("title, ruler, row").hasSize(3);
        assertThat(table.replace("\n", "")
                        .replace("\u001b[1m", "")
                        .replace("\u001b[0m", "")
                        .replace("\u001b[m", ""))
                .as(table)
                .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

        String details = printed(out -> new Details()
                .put("name", hostile)
                .put("files", List.of(hostile))
                .print(out, false));
        assertThat(details.lines()).hasSize(3);
        assertThat(details.replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
        assertThat(parsed(printed(out -> new Details().put("name", hostile).print(out, true))))
                .isEqualTo(Map.of("name", hostile));
    }

    @Test
    void jsonKeepsNumbersAndBooleans() {
        assertThat(new Rows("port", "locked", "roles").add(22L, true, List.of()).json())
                .isEqualTo("[{\"port\":22,\"locked\":true,\"roles\":[]}]");
        assertThat(new Rows("port").json()).isEqualTo("[]");
    }

    @Test
    void aRowFitsItsTable() {
        assertThatThrownBy(() -> new Rows("a", "b").add("only one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyTableSaysSo() {
        assertThat(printed(out -> new Rows("name").print(out, false))).contains("none");
    }
}
