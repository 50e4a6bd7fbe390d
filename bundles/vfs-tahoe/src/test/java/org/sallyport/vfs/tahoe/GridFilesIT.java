/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.RandomAccessContent;
import org.apache.commons.vfs2.Selectors;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.util.RandomAccessMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/** Files and directories on a real grid, by Commons VFS and nothing else. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class GridFilesIT {

    private final Gateway gateway;
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();
    private String capability;
    private FileObject root;

    GridFilesIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void open() throws IOException {
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        capability = gateway.createDirectory();
        root = root(capability);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private FileObject root(String directory) throws FileSystemException {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, directory);
        TahoeOptions.getInstance().setGateways(options, gateway.uri());
        return manager.resolveFile("tahoe:test/", options);
    }

    private static FileObject write(FileObject file, byte[] content) throws IOException {
        try (OutputStream out = file.getContent().getOutputStream()) {
            out.write(content);
        }
        return file;
    }

    private static FileObject write(FileObject file, String content) throws IOException {
        return write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(FileObject file) throws IOException {
        try (InputStream in = file.getContent().getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] random(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private String[] names() throws FileSystemException {
        return Stream.of(root.getChildren())
                .map(child -> child.getName().getBaseName())
                .toArray(String[]::new);
    }

    /** What another program does to the grid. */
    private String api(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.uri() + path))
                .header("Accept", "text/plain")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().strip();
    }

    @Test
    void writesReadsAndListsFiles() throws IOException {
        for (int length : new int[] {0, 1, 55, 56, 1 << 20, (1 << 20) + 1, 5_000_000}) {
            FileObject file = write(root.resolveFile("f" + length), random(length));

            assertThat(file.getContent().getSize()).isEqualTo(length);
            assertThat(file.getType()).isEqualTo(FileType.FILE);
            assertThat(file.getContent().getByteArray()).isEqualTo(random(length));
        }
        assertThat(names()).containsExactlyInAnyOrder("f0", "f1", "f55", "f56", "f1048576", "f1048577", "f5000000");
    }

    @Test
    void readsAtAnyPosition() throws IOException {
        byte[] content = random(3_500_000);
        FileObject file = write(root.resolveFile("f"), content);

        try (RandomAccessContent random = file.getContent().getRandomAccessContent(RandomAccessMode.READ)) {
            for (int position : new int[] {3_499_990, 0, 1_048_570, 2_097_152, 1}) {
                byte[] part = new byte[10];
                random.seek(position);
                random.readFully(part);
                assertThat(part).isEqualTo(Arrays.copyOfRange(content, position, position + 10));
            }
            random.seek(content.length);
            assertThat(random.getInputStream().read()).isNegative();
        }
    }

    @Test
    void replacesAFile() throws IOException {
        FileObject file = write(root.resolveFile("f"), "first");
        write(file, "second, and longer");

        assertThat(read(file)).isEqualTo("second, and longer");
        assertThat(names()).containsExactly("f");
    }

    @Test
    void compressedNamesAreReadAsTheyAre() throws IOException {
        // A node marks f.gz as encoded when it is read by its name.
        byte[] content = random(2000);

        assertThat(write(root.resolveFile("f.gz"), content).getContent().getByteArray())
                .isEqualTo(content);
    }

    @Test
    void makesDirectoriesButNoParents() throws IOException {
        FileObject directory = root.resolveFile("d");
        directory.createFolder();
        write(directory.resolveFile("f"), "in it");

        assertThat(directory.isFolder()).isTrue();
        assertThat(read(root.resolveFile("d/f"))).isEqualTo("in it");
        assertThatThrownBy(() -> root.resolveFile("none/d").createFolder())
                .hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
        assertThatThrownBy(() -> write(root.resolveFile("none/f"), "x"))
                .hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
        assertThat(names()).containsExactly("d");
    }

    @Test
    void aDirectoryIsNeverReplacedByAnEmptyOneNorByAFile() throws IOException {
        FileObject directory = root.resolveFile("d");
        directory.createFolder();
        write(directory.resolveFile("f"), "kept");

        directory.createFolder();
        assertThatThrownBy(() -> write(directory, "x")).isInstanceOf(FileSystemException.class);
        assertThat(read(directory.resolveFile("f"))).isEqualTo("kept");
    }

    @Test
    void aFileIsNotReplacedByADirectory() throws IOException {
        FileObject file = write(root.resolveFile("f"), "kept");

        assertThatThrownBy(file::createFolder).hasRootCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(file)).isEqualTo("kept");
    }

    @Test
    void onlyEmptyDirectoriesAreDeleted() throws IOException {
        FileObject directory = root.resolveFile("d");
        directory.createFolder();
        FileObject file = write(directory.resolveFile("f"), "x");

        assertThatThrownBy(directory::delete).hasRootCauseInstanceOf(DirectoryNotEmptyException.class);
        assertThat(file.delete()).isTrue();
        assertThat(file.delete()).isFalse();
        assertThat(directory.delete()).isTrue();
        assertThat(names()).isEmpty();
    }

    @Test
    void deletesATreeWhenAskedTo() throws IOException {
        root.resolveFile("d").createFolder();
        root.resolveFile("d/e").createFolder();
        write(root.resolveFile("d/e/f"), "x");

        assertThat(root.resolveFile("d").delete(Selectors.SELECT_ALL)).isEqualTo(3);
        assertThat(names()).isEmpty();
    }

    @Test
    void renamesWithinAndAcrossDirectoriesAndOverFiles() throws IOException {
        root.resolveFile("d").createFolder();
        FileObject file = write(root.resolveFile(" f"), "moved");
        write(root.resolveFile("d/g"), "replaced");

        file.moveTo(root.resolveFile("h"));
        root.resolveFile("h").moveTo(root.resolveFile("d/g"));

        assertThat(names()).containsExactly("d");
        assertThat(read(root.resolveFile("d/g"))).isEqualTo("moved");
        root.resolveFile("d").moveTo(root.resolveFile("e"));
        assertThat(read(root.resolveFile("e/g"))).isEqualTo("moved");
    }

    @Test
    void doesNotMoveADirectoryBelowItself() throws IOException {
        root.resolveFile("d").createFolder();
        root.resolveFile("d/e").createFolder();

        assertThatThrownBy(() -> root.resolveFile("d").moveTo(root.resolveFile("d/e/x")))
                .isInstanceOf(FileSystemException.class);
        assertThat(root.resolveFile("d/e").isFolder()).isTrue();
    }

    @Test
    void doesNotRenameOverADirectory() throws IOException {
        root.resolveFile("d").createFolder();
        FileObject file = write(root.resolveFile("f"), "kept");

        assertThatThrownBy(() -> file.moveTo(root.resolveFile("d")))
                .hasRootCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(file)).isEqualTo("kept");
        assertThat(root.resolveFile("d").isFolder()).isTrue();
    }

    @Test
    void copiesWithoutMovingContent() throws Exception {
        FileObject file = write(root.resolveFile("f"), random(300_000));
        root.resolveFile("copy").copyFrom(file, Selectors.SELECT_SELF);

        assertThat(root.resolveFile("copy").getContent().getByteArray()).isEqualTo(random(300_000));
        assertThat(api("GET", "uri/" + capability + "/copy?t=uri", ""))
                .isEqualTo(api("GET", "uri/" + capability + "/f?t=uri", ""));
    }

    @Test
    void aTimeThatIsSetStaysUntilTheContentIsAnother() throws Exception {
        FileObject file = write(root.resolveFile("f"), "one");
        file.getContent().setLastModifiedTime(1_000_000_000_123L);
        file.moveTo(root.resolveFile("g"));
        FileObject moved = root.resolveFile("g");

        assertThat(moved.getContent().getLastModifiedTime()).isEqualTo(1_000_000_000_123L);
        api("PUT", "uri/" + capability + "/g", "by another program");
        root.refresh();
        assertThat(moved.getContent().getLastModifiedTime()).isGreaterThan(1_500_000_000_000L);
    }

    private static StoreOperations operations(FileObject file) {
        return (StoreOperations) file;
    }

    @Test
    void whatAClientSetsIsKeptToTheNanosecondAndGoesWithTheFile() throws Exception {
        Instant past = Instant.ofEpochSecond(-86_400, 987_654_321);
        Instant future = Instant.ofEpochSecond(4_102_444_800L, 123_456_789);
        FileObject file = write(root.resolveFile("f"), "one");
        operations(file)
                .setAttributes(Map.of(
                        StoreOperations.MODIFIED,
                        future,
                        StoreOperations.ACCESSED,
                        past,
                        StoreOperations.OWNER,
                        "1234:5678",
                        StoreOperations.USER + "colour",
                        "gr\u00fcn"));
        Instant made = (Instant) file.getContent().getAttributes().get(StoreOperations.CREATED);

        file.moveTo(root.resolveFile("g"));
        root.refresh();
        FileObject moved = root.resolveFile("g");
        assertThat(moved.getContent().getAttributes())
                .containsEntry(StoreOperations.MODIFIED, future)
                .containsEntry(StoreOperations.ACCESSED, past)
                .containsEntry(StoreOperations.CREATED, made)
                .containsEntry(StoreOperations.OWNER, "1234:5678")
                .containsEntry("user.colour", "gr\u00fcn");
        assertThat(api("GET", "uri/" + capability + "?t=json", ""))
                .as("other programs find what users set")
                .contains("\"colour\": \"gr\\u00fcn\"");

        write(moved, "two");
        root.refresh();
        assertThat(root.resolveFile("g").getContent().getAttributes())
                .containsEntry(StoreOperations.CREATED, made)
                .containsEntry(StoreOperations.OWNER, "1234:5678")
                .doesNotContainKey(StoreOperations.ACCESSED);
        for (String refused : List.of("colour", "user.tahoe", "user.sallyport", "user.no-write")) {
            assertThatThrownBy(() -> operations(moved).setAttributes(Map.of(refused, "red")))
                    .as(refused)
                    .isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aTimeSetForAMutableFileHoldsUntilAnotherProgramChangesItsSize() throws Exception {
        String mutable = api("PUT", "uri?format=SDMF", "mutable");
        api("PUT", "uri/" + capability + "/m?t=uri", mutable);
        FileObject file = root.resolveFile("m");
        file.getContent().setLastModifiedTime(1_000_000_000_123L);
        root.refresh();
        assertThat(file.getContent().getLastModifiedTime()).isEqualTo(1_000_000_000_123L);
        NodeDescription told = operations(file).describe().orElseThrow();
        assertThat(told.modified().toEpochMilli()).isEqualTo(1_000_000_000_123L);
        assertThat(told.size()).isEqualTo(7);

        api("PUT", "uri/" + mutable, "longer than before");
        root.refresh();
        assertThat(file.getContent().getLastModifiedTime()).isGreaterThan(1_500_000_000_000L);
        told = operations(file).describe().orElseThrow();
        assertThat(told.modified().toEpochMilli()).isGreaterThan(1_500_000_000_000L);
        assertThat(told.size()).isEqualTo(18);
    }

    @Test
    void anImmutableDirectoryShowsTheTimesThatABackupLeftThere() throws Exception {
        String file = api("PUT", "uri", "content");
        String snapshot = api(
                "POST",
                "uri?t=mkdir-immutable",
                "{\"f\": [\"filenode\", {\"ro_uri\": \"" + file + "\", \"metadata\": {\"mtime\": 1000000000.5}}]}");
        assertThat(root(snapshot).resolveFile("f").getContent().getLastModifiedTime())
                .isEqualTo(1_000_000_000_500L);
    }

    @Test
    void metadataOfOthersStay() throws Exception {
        String cap = api("PUT", "uri", "content");
        api(
                "POST",
                "uri/" + capability + "?t=set_children",
                "{\"f\": [\"filenode\", {\"ro_uri\": \"" + cap
                        + "\", \"metadata\": {\"theirs\": {\"a\": [1, \"x\"]}}}]}");
        FileObject file = root.resolveFile("f");
        file.getContent().setLastModifiedTime(1_000_000_000_000L);
        file.moveTo(root.resolveFile("g"));
        write(root.resolveFile("g"), "new content");

        assertThat(api("GET", "uri/" + capability + "?t=json", "").replaceAll("\\s", ""))
                .contains("\"theirs\":{\"a\":[1,\"x\"]}");
    }

    @Test
    void otherProgramsChangesAreSeen() throws Exception {
        assertThat(root.resolveFile("f").exists()).isFalse();
        api("PUT", "uri/" + capability + "/f", "by another program");
        root.refresh();

        assertThat(read(root.resolveFile("f"))).isEqualTo("by another program");
    }

    @Test
    void mutableFilesAreReadAndReplacedInPlace() throws Exception {
        String cap = api("PUT", "uri/" + capability + "/m?format=SDMF", "mutable content");
        FileObject file = root.resolveFile("m");

        assertThat(file.getContent().getSize()).isEqualTo(15);
        assertThat(read(file)).isEqualTo("mutable content");
        write(file, "replaced in place");
        root.refresh();
        assertThat(read(file)).isEqualTo("replaced in place");
        assertThat(api("GET", "uri/" + capability + "/m?t=uri", "")).isEqualTo(cap);
    }

    @Test
    void whatIsReadOnlyIsKnownToBe() throws Exception {
        write(root.resolveFile("f"), "content");
        root.resolveFile("d").createFolder();
        assertThat(root.getChildren()).hasSize(2); // which another session now knows with write capabilities
        FileObject readOnly = root(Capability.parse(capability).readOnly().text());

        assertThat(read(readOnly.resolveFile("f"))).isEqualTo("content");
        assertThatThrownBy(() -> write(readOnly.resolveFile("d/g"), "x"))
                .hasRootCauseInstanceOf(AccessDeniedException.class);
        assertThat(readOnly.isWriteable()).isFalse();
        assertThat(readOnly.resolveFile("f").isWriteable()).isFalse();
        assertThatThrownBy(() -> write(readOnly.resolveFile("f"), "x"))
                .hasRootCauseInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> readOnly.resolveFile("g").createFile())
                .hasRootCauseInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> readOnly.resolveFile("f").delete())
                .hasRootCauseInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> readOnly.resolveFile("f").moveTo(readOnly.resolveFile("g")))
                .hasRootCauseInstanceOf(AccessDeniedException.class);
    }

    @Test
    void namesThatNoPathCanHoldAreShownAndFound() throws Exception {
        String cap = api("PUT", "uri", "content");
        String[] hard = {"a/b", "", ".", "..", "back\\\\slash", "tab\\there", "~x~plain", "file:x"};
        StringBuilder children = new StringBuilder("{");
        for (String name : hard) {
            children.append("\"" + name + "\": [\"filenode\", {\"ro_uri\": \"" + cap + "\"}],");
        }
        children.setCharAt(children.length() - 1, '}');
        api("POST", "uri/" + capability + "?t=set_children", children.toString());

        FileObject[] shown = root.getChildren();
        assertThat(shown).hasSize(hard.length);
        for (FileObject file : shown) {
            assertThat(file.getName().getBaseName()).startsWith("~x~");
            assertThat(read(file)).isEqualTo("content");
            assertThat(file.delete()).isTrue();
        }
        assertThat(root.getChildren()).isEmpty();
    }

    @Test
    void ordinaryNamesAreTakenAsTheyAre() throws Exception {
        for (String name :
                new String[] {"a b", "ä", "\uD83D\uDE00", "100%", "a#b?c", "[x]", "a:b", "~", "a+b", "'\""}) {
            String encoded = name.replace("%", "%25");
            write(root.resolveFile(encoded), name);
            assertThat(read(root.resolveFile(encoded))).isEqualTo(name);
        }
        assertThat(root.getChildren()).hasSize(10);
        for (FileObject file : root.getChildren()) {
            assertThat(read(file))
                    .isEqualTo(java.net.URLDecoder.decode(
                            file.getName().getBaseName().replace("+", "%2B"), StandardCharsets.UTF_8));
        }
    }

    @Test
    void noCapabilityIsToldInNamesAndFailures() throws Exception {
        FileObject file = write(root.resolveFile("f"), random(1000));
        StringBuilder told = new StringBuilder();
        told.append(file).append(file.getName()).append(file.getName().getURI());
        told.append(file.getPublicURIString()).append(root.getFileSystem().getRootURI());
        told.append(root.getFileSystem().getFileSystemOptions());
        FileObject readOnly = root(Capability.parse(capability).readOnly().text());
        for (FileObject failing : new FileObject[] {readOnly.resolveFile("f"), readOnly.resolveFile("none/x")}) {
            try {
                write(failing, "x");
            } catch (FileSystemException expected) {
                java.io.StringWriter trace = new java.io.StringWriter();
                expected.printStackTrace(new java.io.PrintWriter(trace));
                told.append(trace);
            }
        }

        assertThat(told).contains("tahoe:test/f").doesNotContain("URI:");
    }
}
