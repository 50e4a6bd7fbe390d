/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.LinkRequest;
import org.sallyport.api.storage.operation.LinkResult;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;

/** What a grid can do beyond Commons VFS, on a real grid. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class GridOperationsIT {

    private final Gateway gateway;
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();
    private static final Instant TIME = Instant.ofEpochSecond(1_000_000_000L, 123_456_789);

    private FileObject root;

    GridOperationsIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void open() throws IOException {
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, gateway.createDirectory());
        TahoeOptions.getInstance().setGateways(options, gateway.uri());
        root = manager.resolveFile("tahoe:test/", options);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static StoreOperations operations(FileObject file) {
        return (StoreOperations) file;
    }

    private String store(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return operations(root).storeUnlinked(() -> new ByteArrayInputStream(bytes), bytes.length);
    }

    private LinkRequest request(String name, String content, Expectation expected) throws IOException {
        return new LinkRequest(name, store(content), expected, Map.of());
    }

    private String read(String name) throws IOException {
        return root.resolveFile(name).getContent().getString(StandardCharsets.UTF_8);
    }

    @Test
    void manyNamesAreGivenAtOnce() throws IOException {
        List<LinkRequest> batch = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            batch.add(request("f" + i, "content " + i, Expectation.ABSENT));
        }

        assertThat(operations(root).link(Expectation.ANYTHING, batch))
                .hasSize(50)
                .allMatch(LinkResult.Linked.class::isInstance);
        assertThat(root.getChildren()).hasSize(50);
        assertThat(read("f17")).isEqualTo("content 17");
        // Once more, as after an answer that was lost.
        assertThat(operations(root).link(Expectation.ANYTHING, batch)).allMatch(LinkResult.Linked.class::isInstance);
        assertThat(root.getChildren()).hasSize(50);
    }

    @Test
    void whatIsNotExpectedStays() throws IOException {
        operations(root).link(Expectation.ANYTHING, List.of(request("f", "theirs", Expectation.ABSENT)));
        String theirs = operations(root.resolveFile("f")).nodeIdentity().orElseThrow();

        List<LinkResult> results = operations(root)
                .link(
                        Expectation.ANYTHING,
                        List.of(
                                request("f", "ours", Expectation.ABSENT),
                                request("g", "beside it", Expectation.ABSENT)));

        assertThat(results.get(0))
                .isInstanceOfSatisfying(LinkResult.Unexpected.class, unexpected -> assertThat(unexpected.found())
                        .contains(theirs));
        assertThat(results.get(1)).isInstanceOf(LinkResult.Linked.class);
        assertThat(read("f")).isEqualTo("theirs");
        assertThat(read("g")).isEqualTo("beside it");
        operations(root).link(Expectation.ANYTHING, List.of(request("f", "ours", Expectation.node(theirs))));
        assertThat(read("f")).isEqualTo("ours");
    }

    @Test
    void nothingGetsIntoAnotherDirectoryThatHasComeThere() throws IOException {
        root.resolveFile("d").createFolder();
        Expectation first = Expectation.node(
                operations(root.resolveFile("d")).nodeIdentity().orElseThrow());
        List<LinkRequest> batch = List.of(request("f", "content", Expectation.ABSENT));
        root.resolveFile("d").moveTo(root.resolveFile("moved"));
        root.resolveFile("d").createFolder();

        assertThat(operations(root.resolveFile("d")).link(first, batch)).containsExactly(new LinkResult.Elsewhere());
        assertThat(root.resolveFile("d").getChildren()).isEmpty();
        assertThat(operations(root.resolveFile("moved")).link(first, batch))
                .allMatch(LinkResult.Linked.class::isInstance);
        assertThat(read("moved/f")).isEqualTo("content");
    }

    @Test
    void aDirectoryIsNeverReplaced() throws IOException {
        root.resolveFile("d").createFolder();

        assertThat(operations(root).link(Expectation.ANYTHING, List.of(request("d", "x", Expectation.ANYTHING))))
                .allMatch(LinkResult.Unexpected.class::isInstance);
        assertThat(operations(root.resolveFile("d")).unlink(Expectation.ANYTHING))
                .isFalse();
        assertThat(root.resolveFile("d").isFolder()).isTrue();
    }

    @Test
    void removesOnlyWhatIsExpected() throws IOException {
        operations(root).link(Expectation.ANYTHING, List.of(request("f", "one", Expectation.ABSENT)));
        StoreOperations file = operations(root.resolveFile("f"));

        assertThat(file.unlink(Expectation.node("another"))).isFalse();
        assertThat(read("f")).isEqualTo("one");
        assertThat(file.unlink(Expectation.node(file.nodeIdentity().orElseThrow())))
                .isTrue();
        assertThat(root.resolveFile("f").exists()).isFalse();
        assertThat(file.unlink(Expectation.ANYTHING)).isTrue();
    }

    @Test
    void attributesBelongToTheNameButTheTimeToTheContent() throws IOException {
        LinkRequest request = new LinkRequest(
                "f",
                store("one"),
                Expectation.ABSENT,
                Map.of(StoreOperations.MODIFIED, TIME, StoreOperations.MODE, 0640));
        operations(root).link(Expectation.ANYTHING, List.of(request));
        root.refresh();

        assertThat(root.resolveFile("f").getContent().getAttributes())
                .containsEntry(StoreOperations.MODIFIED, TIME)
                .containsEntry(StoreOperations.MODE, 0640);
        operations(root).link(Expectation.ANYTHING, List.of(request("f", "two", Expectation.ANYTHING)));
        root.refresh();
        assertThat(root.resolveFile("f").getContent().getAttributes()).containsEntry(StoreOperations.MODE, 0640);
        assertThat(root.resolveFile("f").getContent().getLastModifiedTime()).isGreaterThan(1_500_000_000_000L);
        assertThatThrownBy(() -> operations(root).setAttributes(Map.of(StoreOperations.MODE, 0700)))
                .isInstanceOfSatisfying(StoreException.class, told -> assertThat(told.reason())
                        .isEqualTo(StoreException.Reason.UNSUPPORTED));
    }

    @Test
    void describesWhatIsHere() throws IOException {
        Map<String, Object> attributes = Map.of(
                StoreOperations.MODIFIED,
                TIME,
                StoreOperations.ACCESSED,
                TIME.plusSeconds(1),
                StoreOperations.CREATED,
                TIME.minusSeconds(1),
                StoreOperations.MODE,
                0640,
                StoreOperations.OWNER,
                "ann:staff",
                "user.colour",
                "red");
        operations(root)
                .link(
                        Expectation.ANYTHING,
                        List.of(new LinkRequest("f", store("content"), Expectation.ABSENT, attributes)));
        root.resolveFile("d").createFolder();
        root.refresh();

        assertThat(operations(root.resolveFile("f")).describe())
                .contains(new NodeDescription(
                        false,
                        7,
                        true,
                        true,
                        TIME,
                        Optional.of(TIME.plusSeconds(1)),
                        Optional.of(TIME.minusSeconds(1)),
                        OptionalInt.of(0640),
                        Optional.of("ann:staff"),
                        Map.of("user.colour", "red")));
        for (String name : List.of("/", "d", "f")) {
            FileObject file = root.resolveFile(name);
            NodeDescription told = operations(file).describe().orElseThrow();
            assertThat(told.directory()).isEqualTo(file.isFolder());
            assertThat(told.size()).isEqualTo(file.getContent().getSize());
            assertThat(told.readable()).isEqualTo(file.isReadable());
            assertThat(told.writable()).isEqualTo(file.isWriteable());
            assertThat(told.modified())
                    .isEqualTo(file.getContent().getAttributes().get(StoreOperations.MODIFIED));
        }
        assertThat(operations(root.resolveFile("none")).describe()).isEmpty();
        assertThat(operations(root.resolveFile("f/none")).describe()).isEmpty();
    }

    private record SizeAndMode(long size, int mode) {}

    private static SizeAndMode sizeAndMode(StoreOperations file) throws IOException {
        NodeDescription told = file.describe().orElseThrow();
        return new SizeAndMode(told.size(), told.mode().orElse(-1));
    }

    @Test
    void aDescriptionIsOfOneMoment() throws Exception {
        List<LinkRequest> states = List.of(
                new LinkRequest("f", store("1"), Expectation.ANYTHING, Map.of(StoreOperations.MODE, 1)),
                new LinkRequest("f", store("22"), Expectation.ANYTHING, Map.of(StoreOperations.MODE, 2)));
        operations(root).link(Expectation.ANYTHING, states.subList(0, 1));
        StoreOperations file = operations(root.resolveFile("f"));
        AtomicBoolean ended = new AtomicBoolean();
        Set<SizeAndMode> seen = ConcurrentHashMap.newKeySet();
        FutureTask<Void> looking = new FutureTask<>(() -> {
            while (!ended.get()) {
                seen.add(sizeAndMode(file));
            }
            return null;
        });
        new Thread(looking).start();
        try {
            for (int i = 1; i <= 12; i++) {
                operations(root).link(Expectation.ANYTHING, List.of(states.get(i % 2)));
            }
        } finally {
            ended.set(true);
        }

        looking.get();
        assertThat(seen).containsOnly(new SizeAndMode(1, 1), new SizeAndMode(2, 2));
    }

    @Test
    void copiesByASecondName() throws IOException {
        operations(root).link(Expectation.ANYTHING, List.of(request("f", "content", Expectation.ABSENT)));
        FileObject file = root.resolveFile("f");
        FileObject copy = root.resolveFile("copy");

        assertThat(operations(file).copyTo(copy, Expectation.ABSENT)).isTrue();
        assertThat(read("copy")).isEqualTo("content");
        assertThat(operations(copy).nodeIdentity()).isEqualTo(operations(file).nodeIdentity());
        assertThatThrownBy(() -> operations(file).copyTo(copy, Expectation.ABSENT))
                .isInstanceOfSatisfying(StoreException.class, told -> assertThat(told.reason())
                        .isEqualTo(StoreException.Reason.ALREADY_EXISTS));
    }

    @Test
    void aContentThatFailsIsNotAStoreThatIsAway() {
        assertThatThrownBy(() -> operations(root)
                        .storeUnlinked(
                                () -> {
                                    throw new IOException("the spool is damaged");
                                },
                                1000))
                .isInstanceOfSatisfying(StoreException.class, told -> {
                    assertThat(told.reason()).isEqualTo(StoreException.Reason.FAILURE);
                    assertThat(told).hasMessageContaining("the spool is damaged");
                });
    }

    @Test
    void tellsTheRoomThatIsLeft() throws IOException {
        assertThat(operations(root).space().free()).isPositive();
    }
}
