/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.vfs2.CacheStrategy;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.check.CheckRun;
import org.sallyport.vfs.tahoe.internal.check.CheckedState;
import org.sallyport.vfs.tahoe.internal.check.TreeCheck;

/** What a real gateway node does that nobody would expect, and that users are not to notice. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class GridTrapsIT {

    private static final int ROUNDS = Boolean.getBoolean("long") ? 20 : 2;
    private static final String DECOMPOSED = "u\u0308ber";
    private static final String COMPOSED = "\u00fcber";

    private final Grid grid;
    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();
    private DefaultFileSystemManager manager;
    private String capability;
    private FileObject root;

    GridTrapsIT(Grid grid) {
        this.grid = grid;
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void open() throws IOException {
        capability = gateway.createDirectory();
        again();
    }

    /** With caches of its own. */
    private void again() throws IOException {
        close();
        manager = new DefaultFileSystemManager();
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        // As the server has it: what is remembered is not given up each time that a file is resolved.
        manager.setCacheStrategy(CacheStrategy.MANUAL);
        manager.init();
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, capability);
        TahoeOptions.getInstance().setGateways(options, gateway.uri());
        root = manager.resolveFile("tahoe:test/", options);
    }

    @AfterEach
    void close() {
        if (manager != null) {
            manager.close();
        }
    }

    private FileObject file(String path) throws FileSystemException {
        return root.resolveFile(path);
    }

    private static StoreOperations operations(FileObject file) {
        return (StoreOperations) file;
    }

    private FileObject write(String path, String content) throws IOException {
        FileObject file = file(path);
        try (OutputStream out = file.getContent().getOutputStream()) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private String read(String path) throws IOException {
        return file(path).getContent().getString(StandardCharsets.UTF_8);
    }

    private List<String> names(String path) throws FileSystemException {
        return Stream.of(file(path).getChildren())
                .map(child -> child.getName().getBaseName())
                .toList();
    }

    /** What another program does to the grid. */
    private String api(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.uri() + path))
                .header("Accept", "text/plain")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().strip();
    }

    private String children() throws Exception {
        return api("GET", "uri/" + capability + "?t=json", "");
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\": \"?([^\",\\s]+)").matcher(json);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    /** Streams fail with what is below a {@link StoreException}. */
    private static Reason reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException told) {
                return told.reason();
            }
            if (cause instanceof NoSuchFileException) {
                return Reason.NO_SUCH_FILE;
            }
            if (cause instanceof SocketException) {
                return Reason.UNAVAILABLE;
            }
        }
        throw new AssertionError("no reason is told", failure);
    }

    private static <T> List<Future<T>> atOnce(List<Callable<T>> works) throws InterruptedException {
        ExecutorService sessions = Executors.newFixedThreadPool(works.size());
        try {
            return sessions.invokeAll(works);
        } finally {
            sessions.shutdownNow();
        }
    }

    @Test
    void aDirectoryIsNotReadAsAFile() throws IOException {
        file("d").createFolder();

        assertThatThrownBy(() -> read("d")).hasMessageContaining("Is a directory");
    }

    @Test
    void whatAnotherProgramMadeAMomentAgoIsNotReplaced() throws Exception {
        String content = api("PUT", "uri", "theirs");
        StringBuilder children = new StringBuilder();
        for (String name : List.of("made", "linked", "copied", "moved")) {
            String theirs = api(
                    "POST", "uri?t=mkdir-with-children", "{\"f\": [\"filenode\", {\"ro_uri\": \"" + content + "\"}]}");
            children.append(children.length() == 0 ? '{' : ',')
                    .append("\"" + name + "\": [\"dirnode\", {\"rw_uri\": \"" + theirs + "\"}]");
        }
        write("source", "ours");
        root.refresh();
        assertThat(names("")).containsExactly("source");
        api(
                "POST",
                "uri/" + capability + "?t=set_children",
                children.append('}').toString());
        LinkRequest request = new LinkRequest(
                "linked",
                operations(root).storeUnlinked(() -> new ByteArrayInputStream(new byte[100]), 100),
                Expectation.ABSENT,
                Map.of());

        assertThatThrownBy(() -> file("made").createFolder()).hasRootCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(operations(root).link(Expectation.ANYTHING, List.of(request)))
                .allMatch(LinkResult.Unexpected.class::isInstance);
        assertThatThrownBy(() -> file("source").moveTo(file("moved")))
                .hasRootCauseInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> operations(file("source")).copyTo(file("copied"), Expectation.ABSENT))
                .hasRootCauseInstanceOf(FileAlreadyExistsException.class);

        again();
        for (String name : List.of("made", "linked", "copied", "moved")) {
            assertThat(read(name + "/f")).isEqualTo("theirs");
        }
        assertThat(read("source")).isEqualTo("ours");
    }

    @Test
    void aNameThatEndsWithASlashIsOneName() throws Exception {
        write("~x~new~2f", "content");

        assertThat(children()).contains("\"new/\"");
        assertThat(read("~x~new~2f")).isEqualTo("content");
        file("~x~new~2f").moveTo(file("~x~other~2f"));
        assertThat(children()).contains("\"other/\"").doesNotContain("\"new/\"");
    }

    @Test
    void namesThatBeginAndEndWithBlanksStayAsTheyAre() throws IOException {
        write("d", "beside it");
        write(" d ", "content");

        file(" d ").moveTo(file("  e "));

        assertThat(names("")).containsExactlyInAnyOrder("d", "  e ");
        assertThat(read("  e ")).isEqualTo("content");
        assertThat(file("  e ").delete()).isTrue();
        assertThat(read("d")).isEqualTo("beside it");
    }

    @Test
    void aMissingNameIsNotRenamedOntoItself() throws IOException {
        assertThatThrownBy(() -> file("none").moveTo(file("none"))).hasRootCauseInstanceOf(NoSuchFileException.class);
        write("f", "content");
        file("f").moveTo(file("f"));
        assertThat(read("f")).isEqualTo("content");
    }

    @Test
    void whoMakesOneDirectoryAtTheSameTimeMakesOne() throws Exception {
        List<Callable<Boolean>> makers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String name = "f" + i;
            makers.add(() -> {
                try {
                    file("d").createFolder();
                } catch (FileSystemException isThere) {
                    assertThat(reason(isThere)).isEqualTo(Reason.ALREADY_EXISTS);
                }
                write("d/" + name, name);
                return true;
            });
        }
        for (Future<Boolean> maker : atOnce(makers)) {
            assertThat(maker.get()).isTrue();
        }
        again();
        assertThat(names("d")).containsExactlyInAnyOrder("f0", "f1", "f2", "f3", "f4", "f5");
    }

    @Test
    void whatIsLostHasAPlaceAndASizeAndNoContent() throws Exception {
        write("lost", "x".repeat(100));
        write("kept", "kept");
        file("d").createFolder();
        grid.loseShares(field(api("GET", "uri/" + capability + "/lost?t=json", ""), "verify_uri"));
        grid.loseShares(field(api("GET", "uri/" + capability + "/d?t=json", ""), "verify_uri"));
        again();

        assertThat(names("")).containsExactlyInAnyOrder("lost", "kept", "d");
        assertThat(file("lost").getContent().getSize()).isEqualTo(100);
        assertThat(file("d").getType()).isEqualTo(FileType.FOLDER);
        assertThat(read("kept")).isEqualTo("kept");
        assertThatThrownBy(() -> read("lost"))
                .satisfies(told -> assertThat(reason(told)).isEqualTo(Reason.UNAVAILABLE));
        assertThatThrownBy(() -> names("d"))
                .satisfies(told -> assertThat(reason(told)).isEqualTo(Reason.UNAVAILABLE));
    }

    /** Links to what a later version of the grid may know are kept as they are. */
    @Test
    void whatIsUnknownIsListedMovedUnchangedAndRemoved() throws Exception {
        String future = "ro.lafs://from_the_future";
        api(
                "POST",
                "uri/" + capability + "?t=set_children",
                "{\"u\": [\"unknown\", {\"ro_uri\": \"" + future + "\", \"metadata\": {\"theirs\": 1}}]}");

        assertThat(names("")).containsExactly("u");
        assertThat(file("u").isReadable()).isFalse();
        assertThat(file("u").getContent().getSize()).isZero();
        assertThatThrownBy(() -> read("u")).isInstanceOf(FileSystemException.class);
        file("u").moveTo(file("v"));
        assertThat(children()).contains(future).contains("\"theirs\": 1").contains("\"v\"");
        assertThat(file("v").delete()).isTrue();
        assertThat(names("")).isEmpty();
    }

    @Test
    void namesOfOneTextInTwoFormsAreOneNameAndCaseIsKept() throws IOException {
        write(DECOMPOSED, "content");
        write("Name", "upper");
        write("name", "lower");
        assertThat(read(DECOMPOSED)).isEqualTo("content");
        again();

        assertThat(names("")).containsExactlyInAnyOrder(COMPOSED, "Name", "name");
        assertThat(read(DECOMPOSED)).isEqualTo("content");
        assertThat(read(COMPOSED)).isEqualTo("content");
        write(COMPOSED, "another");
        assertThat(read(DECOMPOSED)).isEqualTo("another");
        assertThat(read("Name") + read("name")).isEqualTo("upperlower");
        file(DECOMPOSED).moveTo(file("o" + DECOMPOSED));
        assertThat(file("o" + DECOMPOSED).delete()).isTrue();
        again();
        assertThat(names("")).containsExactlyInAnyOrder("Name", "name");
    }

    @Test
    void aFileOfAnotherProgramKeepsItsTimeWhenItsLinkIsSetAnew() throws Exception {
        api("PUT", "uri/" + capability + "/f", "content");
        long modified = file("f").getContent().getLastModifiedTime();
        // The grid counts finer than that, and this test must be able to fail.
        TimeUnit.MILLISECONDS.sleep(20);

        operations(file("f")).setAttributes(Map.of(StoreOperations.MODE, 0600));
        operations(file("f")).copyTo(file("copy"), Expectation.ABSENT);
        file("f").moveTo(file("g"));

        again();
        assertThat(file("g").getContent().getLastModifiedTime()).isEqualTo(modified);
        assertThat(file("copy").getContent().getLastModifiedTime()).isEqualTo(modified);
        assertThat(file("g").getContent().getAttribute(StoreOperations.CREATED))
                .isInstanceOfSatisfying(
                        Instant.class, made -> assertThat(made.toEpochMilli()).isEqualTo(modified));
    }

    @Test
    void whatIsMarkedReadOnlyCanBeMarkedWritableAgain() throws Exception {
        file("d").createFolder();
        api("PUT", "uri/" + capability + "/m?format=SDMF", "mutable");
        for (String name : List.of("d", "m")) {
            operations(file(name)).setAttributes(Map.of(StoreOperations.MODE, 0555));
            operations(file(name)).setAttributes(Map.of(StoreOperations.MODE, 0755));
        }
        again();

        write("d/f", "content");
        write("m", "changed");
        assertThat(children()).doesNotContain("no-write");
        assertThat(read("d/f") + read("m")).isEqualTo("contentchanged");
    }

    @Test
    void aTreeThatContainsItselfIsWalkedAndEndsSomewhere() throws Exception {
        write("f", "content");
        api("PUT", "uri/" + capability + "/loop?t=uri", capability);
        root.refresh();

        assertThat(names("loop/loop")).containsExactlyInAnyOrder("f", "loop");
        assertThat(read("loop/loop/f")).isEqualTo("content");
        file("loop").moveTo(file("again"));
        assertThatThrownBy(() -> file("again").delete()).isInstanceOf(FileSystemException.class);
        assertThat(names("again")).containsExactlyInAnyOrder("f", "again");
    }

    @Test
    void nothingIsLinkedIntoADirectoryThatIsRemovedMeanwhile() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String directory = "d" + round;
            file(directory).createFolder();
            String token = operations(root).storeUnlinked(() -> new ByteArrayInputStream(new byte[100]), 100);
            LinkRequest request = new LinkRequest("f", token, Expectation.ABSENT, Map.of());
            List<Future<Boolean>> done = atOnce(List.of(
                    () -> operations(file(directory))
                                    .link(Expectation.ANYTHING, List.of(request))
                                    .get(0)
                            instanceof LinkResult.Linked,
                    () -> file(directory).delete(),
                    () -> {
                        write(directory + "/g", "content");
                        return true;
                    },
                    () -> {
                        file(directory + "/h").createFolder();
                        return true;
                    }));
            boolean removed = succeeded(done.get(1));
            root.refresh();
            for (int work : new int[] {0, 2, 3}) {
                assertThat(succeeded(done.get(work)))
                        .as("round %d, work %d", round, work)
                        .isEqualTo(!removed);
            }
            if (!removed) {
                assertThat(names(directory)).containsExactlyInAnyOrder("f", "g", "h");
            }
        }
    }

    private static boolean succeeded(Future<Boolean> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            assertThat(reason(failed.getCause())).isIn(Reason.NO_SUCH_FILE, Reason.NOT_EMPTY);
            return false;
        }
    }

    @Test
    void twoDirectoriesThatAreMovedIntoEachOtherMakeNoCircle() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String one = "one" + round;
            String two = "two" + round;
            for (String directory : List.of(one, two, one + "/in", two + "/in")) {
                file(directory).createFolder();
            }
            write(one + "/in/f", one);
            write(two + "/in/f", two);

            List<Future<Boolean>> moves = atOnce(List.of(
                    () -> {
                        file(one).moveTo(file(two + "/in/moved"));
                        return true;
                    },
                    () -> {
                        file(two).moveTo(file(one + "/in/moved"));
                        return true;
                    }));
            assertThat(moves.stream().filter(GridTrapsIT::isDone)).hasSize(1);
            again();
            String kept = isDone(moves.get(0)) ? two : one;
            String moved = isDone(moves.get(0)) ? one : two;
            assertThat(read(kept + "/in/f")).isEqualTo(kept);
            assertThat(read(kept + "/in/moved/in/f")).isEqualTo(moved);
        }
    }

    private static boolean isDone(Future<Boolean> move) {
        try {
            return move.get();
        } catch (ExecutionException refused) {
            return false;
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @Test
    void aNameThatIsRemovedWhileItBecomesATreeTakesNoTreeAway() throws Exception {
        file("d").createFolder();
        for (int round = 0; round < ROUNDS; round++) {
            String tree = "d/tree" + round;
            String place = "place" + round;
            file(tree).createFolder();
            write(tree + "/f", "content");
            write(place, "a file");
            atOnce(List.of(() -> file(place).delete(), () -> file(place).delete(), () -> {
                file(tree).moveTo(file(place));
                return true;
            }));
            root.refresh();
            String now = file(tree).exists() ? tree : place;
            assertThat(read(now + "/f")).isEqualTo("content");
        }
    }

    @Test
    void aCheckOfAllGoesOnBehindWhatIsLostAndRenewsLeases() throws Exception {
        write("kept", "x".repeat(100));
        write("lost", "y".repeat(100));
        write("literal", "short");
        for (String directory : List.of("d", "gone", "d/e")) {
            file(directory).createFolder();
        }
        write("d/e/f", "z".repeat(100));
        write("gone/f", "in it");
        api("PUT", "uri/" + capability + "/d/loop?t=uri", capability);
        List<Path> kept = grid.shares(field(api("GET", "uri/" + capability + "/d/e/f?t=json", ""), "verify_uri"));
        grid.loseShares(field(api("GET", "uri/" + capability + "/lost?t=json", ""), "verify_uri"));
        grid.loseShares(field(api("GET", "uri/" + capability + "/gone?t=json", ""), "verify_uri"));
        byte[] before = Files.readAllBytes(kept.get(0));
        // Leases end at full seconds.
        TimeUnit.MILLISECONDS.sleep(1100);

        CheckRun run = new CheckRun(Instant.now());
        try (org.sallyport.vfs.tahoe.internal.Grid checked = new org.sallyport.vfs.tahoe.internal.Grid(
                GridSettings.of("checked", Capability.parse(capability), List.of(gateway.uri())))) {
            new TreeCheck(checked, run).run();
        }
        assertThat(run.findings())
                .containsExactlyInAnyOrder(
                        new GridCheck.Finding("/lost", "lost"), new GridCheck.Finding("/gone", "lost"));
        assertThat(run.count(CheckedState.LOST)).isEqualTo(2);
        assertThat(run.count(CheckedState.HEALTHY)).isEqualTo(6);
        assertThat(Files.readAllBytes(kept.get(0))).isNotEqualTo(before);
    }
}
