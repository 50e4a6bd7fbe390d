/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/** A directory is read from its table as the real node describes it. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class DirectoryTableIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Of which a node refuses one in fifteen. */
    private static final int LOOKS = 150;

    private final Gateway gateway;
    private final GridClient grid;
    private final DirectoryJson json = new DirectoryJson();
    private final DirectoryTable table = new DirectoryTable(json);

    DirectoryTableIT(Grid nodes) {
        gateway = nodes.gateways().get(0);
        grid = new GridClient(List.of(gateway.uri()), new Deadlines(LIMIT, LIMIT, LIMIT));
    }

    private String api(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve(path))
                .header("Accept", "text/plain")
                .timeout(LIMIT)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body().strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String link(String type, String slot, String capability, String metadata) {
        return "[\"%s\", {\"%s\": \"%s\", \"metadata\": %s}]".formatted(type, slot, capability, metadata);
    }

    private static String children(Map<String, String> links) {
        return "{"
                + String.join(
                        ", ",
                        links.entrySet().stream()
                                .map(link -> "\"" + link.getKey() + "\": " + link.getValue())
                                .toList())
                + "}";
    }

    private Map<String, String> immutableLinks() throws IOException {
        String file = api("PUT", "uri", "x".repeat(100));
        String literal = api("PUT", "uri", "short");
        String chk =
                api("POST", "uri?t=mkdir-immutable", children(Map.of("f", link("filenode", "ro_uri", file, "{}"))));
        String lit = api("POST", "uri?t=mkdir-immutable", "{}");
        return Map.of(
                "file",
                        link(
                                "filenode",
                                "ro_uri",
                                file,
                                "{\"mtime\": 1234.5, \"other\": {\"a\": [1, null, \"\\u00fc\"]}}"),
                "literal", link("filenode", "ro_uri", literal, "{\"sallyport\": {\"mode\": 416, \"owner\": \"a:b\"}}"),
                "\\u00fcber \\ud83d\\ude00\\n/x", link("dirnode", "ro_uri", chk, "{}"),
                "", link("dirnode", "ro_uri", lit, "{\"emoji \\ud83d\\ude00\": \"\\ud83d\\ude00\"}"));
    }

    private void isReadAsTheNodeDescribesIt(Capability directory, int entries) throws IOException {
        Map<String, Entry> described = json.children(grid.describe(directory));

        assertThat(described).hasSize(entries);
        assertThat(table.entries(directory, grid.content(directory.table().orElseThrow())))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(described));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SDMF", "MDMF"})
    void ofMutableDirectories(String format) throws IOException {
        Capability directory = Capability.parse(api("POST", "uri?t=mkdir&format=" + format, ""));
        isReadAsTheNodeDescribesIt(directory, 0);
        String mutable = api("PUT", "uri?format=SDMF", "mutable");
        String segmented = api("PUT", "uri?format=MDMF", "segmented");
        String below = gateway.createDirectory();
        String belowMdmf = api("POST", "uri?t=mkdir&format=MDMF", "");
        String address = "uri/" + directory.text() + "?t=set_children";
        api("POST", address, children(immutableLinks()));
        api(
                "POST",
                address,
                children(Map.of(
                        "mutable", link("filenode", "rw_uri", mutable, "{}"),
                        "segmented", link("filenode", "rw_uri", segmented, "{\"no-write\": false}"),
                        "read only",
                                link(
                                        "filenode",
                                        "ro_uri",
                                        Capability.parse(mutable).readOnly().text(),
                                        "{}"),
                        "below", link("dirnode", "rw_uri", below, "{}"),
                        "below mdmf", link("dirnode", "rw_uri", belowMdmf, "{}"),
                        "below read only",
                                link(
                                        "dirnode",
                                        "ro_uri",
                                        Capability.parse(below).readOnly().text(),
                                        "{}"))));

        isReadAsTheNodeDescribesIt(directory, 10);
        isReadAsTheNodeDescribesIt(directory.readOnly(), 10);
    }

    @Test
    void ofImmutableDirectories() throws IOException {
        Capability large = Capability.parse(api("POST", "uri?t=mkdir-immutable", children(immutableLinks())));
        Capability empty = Capability.parse(api("POST", "uri?t=mkdir-immutable", "{}"));
        Capability small = Capability.parse(api(
                "POST", "uri?t=mkdir-immutable", children(Map.of("a", link("filenode", "ro_uri", "URI:LIT:", "{}")))));

        isReadAsTheNodeDescribesIt(large, 4);
        isReadAsTheNodeDescribesIt(empty, 0);
        isReadAsTheNodeDescribesIt(small, 1);
    }

    @Test
    void capabilitiesOfALaterVersionAreLeftToTheNode() throws IOException {
        Capability directory = Capability.parse(gateway.createDirectory());
        api(
                "POST",
                "uri/" + directory.text() + "?t=set_children",
                children(Map.of(
                        "known",
                        link("filenode", "ro_uri", "URI:LIT:nbswy3dp", "{}"),
                        "unknown",
                        "[\"unknown\", {\"rw_uri\": \"URI:FUTURE:w\", \"ro_uri\": \"URI:FUTURE:r\"}]")));

        assertThat(table.entries(directory, grid.content(directory.table().orElseThrow())))
                .isEmpty();
        assertThat(new Directories(grid, Duration.ofSeconds(1), 10).entries(directory))
                .containsOnlyKeys("known", "unknown")
                .hasEntrySatisfying("unknown", entry -> assertThat(entry.write())
                        .hasValueSatisfying(write -> assertThat(write.text()).isEqualTo("URI:FUTURE:w")));
    }

    /** A node does not wait with the table until it has written it, and may find too few shares of one version. */
    @Test
    void aDirectoryIsReadWhileItIsWritten() throws Exception {
        Capability directory = Capability.parse(gateway.createDirectory());
        Directories directories = new Directories(grid, Duration.ZERO, 1);
        AtomicBoolean looked = new AtomicBoolean();
        CompletableFuture<Integer> writer = new CompletableFuture<>();
        writer.completeAsync(() -> {
            int written = 0;
            while (!looked.get()) {
                write(directory, "f" + written++);
            }
            return written;
        });
        try {
            for (int i = 0; i < LOOKS; i++) {
                directories.entriesOnce(directory);
            }
        } finally {
            looked.set(true);
        }
        int written = writer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(written).isGreaterThan(1);
        assertThat(directories.entriesOnce(directory)).hasSize(written);
    }

    private void write(Capability directory, String name) {
        try {
            api("PUT", "uri/" + directory.text() + "/" + name, "content");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aTableThatIsCutIsNotReadAsAWholeOne() throws IOException {
        Capability directory = Capability.parse(gateway.createDirectory());
        api(
                "POST",
                "uri/" + directory.text() + "?t=set_children",
                children(Map.of("mutable", link("filenode", "rw_uri", api("PUT", "uri?format=SDMF", ""), "{}"))));
        byte[] whole = grid.content(directory.table().orElseThrow());

        assertThat(table.entries(directory, whole))
                .hasValueSatisfying(read -> assertThat(read).hasSize(1));
        for (int length = 1; length < whole.length; length++) {
            assertThat(table.entries(directory, Arrays.copyOf(whole, length)))
                    .as("cut after %d", length)
                    .isEqualTo(Optional.empty());
        }
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] = 0;
            // What is not noticed here cannot come from a node, which checks the signature of all of it; it only must
            // not fail.
            assertThat(table.entries(directory, damaged).map(Map::size).orElse(1))
                    .isEqualTo(1);
        }
    }
}
