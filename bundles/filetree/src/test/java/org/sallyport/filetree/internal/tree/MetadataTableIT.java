/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.vfs2.FileSystemOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.filetree.internal.mount.TestStores;
import org.sallyport.journal.internal.Journal;
import org.sallyport.journal.internal.JournalSettings;
import org.sallyport.metadata.internal.GenericMapper;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;
import org.sallyport.metadata.internal.TahoeMapper;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.TahoeFileProvider;
import org.sallyport.vfs.tahoe.TahoeOptions;

/**
 * What a client is told of each attribute on each kind of store, after each thing that can happen to a file: the table of
 * {@code docs/metadata.md}, made anew and compared.
 */
@ExtendWith(GridExtension.class)
@Timeout(240)
class MetadataTableIT extends TreeTestCase {

    private static final Path DOCUMENT = Path.of("../../docs/metadata.md");
    private static final List<String> KINDS = List.of("local", "grid", "generic");
    private static final int HIDDEN = 4;
    private static final int GUESSED_TEXT = 1;
    private static final FileAttributes SET = FileAttributes.builder(FileType.REGULAR)
            .permissions(0604)
            .ownerIds(1234, 5678)
            .modifyTime(4_102_444_800L, 123_456_789)
            .accessTime(-86_400, 987_654_321)
            .createTime(1_000_000_000L, 1)
            .acl(0, List.of(new AclEntry(0, 0, 1, "EVERYONE@")))
            .bits(HIDDEN, HIDDEN)
            .mimeType("text/x-colour")
            .textHint(GUESSED_TEXT)
            .allocationSize(1 << 20)
            .extended(Map.of("user.colour", "green".getBytes(StandardCharsets.UTF_8)))
            .build();

    @TempDir
    private Path folder;

    private final Gateway gateway;
    private String capability;
    private MetadataComponent metadata;
    private Journal journal;

    MetadataTableIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void start() throws Exception {
        if (capability == null) {
            capability = gateway.createDirectory();
        }
        Files.createDirectories(folder.resolve("local"));
        Files.createDirectories(folder.resolve("generic"));
        metadata = new MetadataComponent(Map.of(), folder);
        world.use(new LocalFiles(metadata));
        world.use(new GenericMapper(metadata));
        world.use("tahoe", new TahoeMapper(metadata));
        world.provide("tahoe", new TahoeFileProvider(), MetadataTableIT::options);
        journal = world.openJournal(JournalSettings.read(
                Map.of(
                        "folder", folder.resolve("spool").toString(),
                        "key-file", folder.resolve("journal.key").toString(),
                        "reserve", "0"),
                folder,
                folder));
        mount("local", "file://" + folder.resolve("local"), Map.of());
        mount("generic", "slow://" + folder.resolve("generic"), Map.of());
        mount(
                "grid",
                "tahoe:test/",
                Map.of(
                        "option.root",
                        capability,
                        "option.gateways",
                        gateway.uri().toString()));
    }

    private void mount(String name, String uri, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(more);
        values.putAll(Map.of("uri", uri, "path", "/" + name, "close-reply", "stored"));
        world.mount(name, values);
    }

    private static FileSystemOptions options(Map<String, String> of) {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, of.get("root"));
        TahoeOptions.getInstance().setGateways(options, URI.create(of.get("gateways")));
        return options;
    }

    @AfterEach
    void stop() throws Exception {
        journal.close();
        metadata.deactivate();
    }

    private void restart() throws Exception {
        closeTrees();
        stop(); // a journal may be about to give a store back that it has just stored something in
        nothingStaysOpen();
        world = new TestStores();
        start();
    }

    /** Asks the grid's node, as other programs do. */
    private String node(String method, String request, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.uri() + request))
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    /** Another program than this server, at the store itself. */
    private void overwriteByAnother(String kind, String name, String content) throws Exception {
        if (kind.equals("grid")) {
            node("PUT", "uri/" + capability + "/" + name, content);
            restart(); // the gateway node was not told, and directories are remembered for some seconds
        } else {
            Files.writeString(folder.resolve(kind).resolve(name), content);
        }
    }

    private static FileAttributes read(FileTree tree, String path) throws FileTreeException {
        return tree.stat(path(path), false, Attribute.ALL);
    }

    /** Each by itself, as clients do; what a store cannot keep it refuses. */
    private static void setAll(FileTree tree, String path) throws FileTreeException {
        for (Attribute attribute : SET.present()) {
            FileAttributes.Builder one = SET.toBuilder();
            SET.present().stream().filter(other -> other != attribute).forEach(one::without);
            try {
                tree.setAttributes(path(path), false, one.build());
            } catch (FileTreeException refused) {
                assertThat(refused.reason()).isIn(Reason.UNSUPPORTED, Reason.PERMISSION_DENIED);
            }
        }
    }

    /**
     * A moment that what comes next is not before, and what was is. A file system's clock goes by ticks, which a busy machine may be
     * late with, so that it is asked itself; and the stores tell milliseconds.
     */
    private Instant moment() throws IOException {
        Path probe = folder.resolve("probe");
        Instant begun = Instant.now();
        Instant told;
        do {
            Files.writeString(probe, "now");
            told = Files.getLastModifiedTime(probe).toInstant().truncatedTo(ChronoUnit.MILLIS);
        } while (!told.isAfter(begun));
        return told;
    }

    /** What was seen of a file after something had happened to it, when its contents were stored, and when anything of it was changed last. */
    private record Seen(FileAttributes attributes, Instant uploaded, Optional<Instant> overwritten, Instant changed) {}

    private record Row(String attribute, Function<Seen, String> cell) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    "size",
                    seen -> seen.attributes().size() == (seen.overwritten().isEmpty() ? 7 : 11) ? "true" : "false"),
            new Row("permissions", seen -> octal(seen.attributes().permissions())),
            new Row("owner and group", MetadataTableIT::owner),
            new Row("names of owner and group", MetadataTableIT::names),
            new Row("time of modification", seen -> time(seen, Attribute.MODIFY_TIME)),
            new Row("time of access", seen -> time(seen, Attribute.ACCESS_TIME)),
            new Row("time of creation", seen -> time(seen, Attribute.CREATE_TIME)),
            new Row("time of change", MetadataTableIT::changed),
            new Row(
                    "number of links",
                    seen -> Integer.toString(seen.attributes().linkCount())),
            new Row("access control list", seen -> seen.attributes().acl().equals(SET.acl()) ? "as set" : "not told"),
            new Row(
                    "attribute bits",
                    seen -> kept(seen, Attribute.BITS, seen.attributes().bits() == HIDDEN)),
            new Row(
                    "type of content",
                    seen -> kept(
                            seen,
                            Attribute.MIME_TYPE,
                            seen.attributes().mimeType().equals(SET.mimeType()))),
            new Row(
                    "text hint",
                    seen -> kept(seen, Attribute.TEXT_HINT, seen.attributes().textHint() == GUESSED_TEXT)),
            new Row("allocated size", seen -> kept(seen, Attribute.ALLOCATION_SIZE, true)),
            new Row(
                    "extended pairs",
                    seen -> seen.attributes().extended().containsKey("user.colour") ? "as set" : "none"));

    private static String octal(int mode) {
        return mode == SET.permissions() ? "as set" : String.format("0%o", mode);
    }

    private static String owner(Seen seen) {
        if (!seen.attributes().has(Attribute.OWNER_IDS)) {
            return "not told";
        }
        boolean set = seen.attributes().uid() == SET.uid() && seen.attributes().gid() == SET.gid();
        return set ? "as set" : "the server's";
    }

    private static String names(Seen seen) {
        FileAttributes told = seen.attributes();
        if (!told.has(Attribute.OWNER_NAMES)) {
            return "not told";
        }
        boolean set = told.owner().equals("1234") && told.group().equals("5678");
        return set ? "as set" : "the server's";
    }

    private static String changed(Seen seen) {
        if (!seen.attributes().has(Attribute.CHANGE_TIME)) {
            return "not told";
        }
        return time(seen.attributes(), Attribute.CHANGE_TIME).isBefore(seen.changed())
                ? "earlier"
                : "of the last change";
    }

    private static String kept(Seen seen, Attribute which, boolean asSet) {
        return !seen.attributes().has(which) ? "not told" : asSet ? "as set" : "something else";
    }

    private static String time(Seen seen, Attribute which) {
        FileAttributes told = seen.attributes();
        if (!told.has(which)) {
            return "not told";
        }
        Instant time = time(told, which);
        Instant set = time(SET, which);
        if (time.equals(set)) {
            return "as set";
        }
        if (time.getEpochSecond() == set.getEpochSecond()) {
            return "as set, to the second";
        }
        if (seen.overwritten().filter(when -> !time.isBefore(when)).isPresent()) {
            return "of the overwriting";
        }
        return time.isBefore(seen.uploaded()) ? time.toString() : "of the upload";
    }

    private static Instant time(FileAttributes of, Attribute which) {
        return switch (which) {
            case ACCESS_TIME -> Instant.ofEpochSecond(of.accessSeconds(), of.accessNanos());
            case CHANGE_TIME -> Instant.ofEpochSecond(of.changeSeconds(), of.changeNanos());
            case CREATE_TIME -> Instant.ofEpochSecond(of.createSeconds(), of.createNanos());
            default -> Instant.ofEpochSecond(of.modifySeconds(), of.modifyNanos());
        };
    }

    private List<Seen> columns(String kind) throws Exception {
        FileTree tree = session("ann");
        String place = "/" + kind + "/";
        List<Seen> columns = new ArrayList<>();
        Instant uploaded = moment();
        put(tree, place + "f", "content");
        columns.add(new Seen(read(tree, place + "f"), uploaded, Optional.empty(), uploaded));
        Instant set = moment();
        setAll(tree, place + "f");
        columns.add(new Seen(read(tree, place + "f"), uploaded, Optional.empty(), set));
        Instant renamed = moment();
        tree.rename(path(place + "f"), path(place + "g"), RenameMode.NO_REPLACE);
        columns.add(new Seen(read(tree, place + "g"), uploaded, Optional.empty(), renamed));
        restart();
        tree = session("ann");
        columns.add(new Seen(read(tree, place + "g"), uploaded, Optional.empty(), renamed));
        Instant overwritten = moment();
        put(tree, place + "g", "new content");
        columns.add(new Seen(read(tree, place + "g"), uploaded, Optional.of(overwritten), overwritten));

        put(tree, place + "h", "content");
        setAll(tree, place + "h");
        Instant byAnother = moment();
        overwriteByAnother(kind, "h", "new content");
        columns.add(new Seen(read(session("ann"), place + "h"), uploaded, Optional.of(byAnother), byAnother));
        return columns;
    }

    /** The document is written for a server that may give local files away, as this test may if it runs as root, and a disk that has pairs. */
    private String expected() throws IOException {
        String document = Files.readString(DOCUMENT);
        if (!System.getProperty("user.name").equals("root")) {
            document = withRow(document, "| owner and group | local |", " the server's |");
            document = withRow(document, "| names of owner and group | local |", " the server's |");
        }
        return Files.getFileStore(folder).supportsFileAttributeView("user")
                ? document
                : withRow(document, "| extended pairs | local |", " none |");
    }

    private static String withRow(String document, String row, String cell) {
        int begin = document.indexOf(row);
        assertThat(begin).isPositive();
        return document.substring(0, begin) + row + cell.repeat(6) + document.substring(document.indexOf('\n', begin));
    }

    @Test
    void theDocumentTellsWhatClientsSee() throws Exception {
        Map<String, List<Seen>> seen = new HashMap<>();
        for (String kind : KINDS) {
            seen.put(kind, columns(kind));
        }
        StringBuilder table = new StringBuilder("| attribute | store | uploaded | set | renamed | after a restart |"
                + " overwritten here | overwritten by another program |\n|---|---|---|---|---|---|---|---|\n");
        for (Row row : ROWS) {
            for (String kind : KINDS) {
                table.append("| ")
                        .append(row.attribute())
                        .append(" | ")
                        .append(kind)
                        .append(" |");
                seen.get(kind).forEach(column -> table.append(' ')
                        .append(row.cell().apply(column))
                        .append(" |"));
                table.append('\n');
            }
        }
        assertThat(expected()).as("the table is now\n" + table).contains(table);
    }

    /** Whatever is done here to a link in a grid, by journal and in groups too, what another program noted there stays, and it sees the same names. */
    @Test
    void whatOtherProgramsNoteInAGridStays() throws Exception {
        List<String> names = List.of("set", "renamed", "overwritten", "replaced");
        for (String name : names) {
            String content = node("PUT", "uri", "content of " + name);
            node(
                    "POST",
                    "uri/" + capability + "?t=set_children",
                    "{\"%s\": [\"filenode\", {\"ro_uri\": \"%s\", \"metadata\": {\"of-%s\": {\"a\": [1, \"x\"]}}}]}"
                            .formatted(name, content, name));
        }
        FileTree tree = session("ann");
        setAll(tree, "/grid/set");
        tree.rename(path("/grid/renamed"), path("/grid/elsewhere"), RenameMode.NO_REPLACE);
        for (String name : List.of("overwritten", "replaced", "new-1", "new-2")) {
            put(tree, "/grid/" + name, "new content of " + name);
        }
        put(tree, "/grid/.next", "the successor");
        tree.rename(path("/grid/.next"), path("/grid/replaced"), RenameMode.REPLACE_FILE);
        restart(); // directories are remembered for some seconds

        String seen = node("GET", "uri/" + capability + "?t=json", "").replaceAll("\\s", "");
        assertThat(seen).contains("\"elsewhere\":", "\"new-1\":", "\"new-2\":").doesNotContain("\"renamed\":", ".next");
        for (String name : List.of("set", "renamed", "overwritten")) {
            assertThat(seen).contains("\"of-" + name + "\":{\"a\":[1,\"x\"]}");
        }
        assertThat(node("GET", "uri/" + capability + "/overwritten", "")).isEqualTo("new content of overwritten");
        assertThat(node("GET", "uri/" + capability + "/replaced", "")).isEqualTo("the successor");
        assertThat(list(session("ann"), "/grid"))
                .contains("set", "elsewhere", "overwritten", "replaced", "new-1", "new-2")
                .doesNotContain("renamed", ".next");
    }
}
