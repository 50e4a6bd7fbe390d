/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreOperations;

/**
 * What is set together with a link, and what clients are told of one; what becomes of it is seen on a real grid, by the provider's tests and
 * the table of attributes.
 */
class TahoeMapperTest {

    @TempDir
    private Path folder;

    private Accounts accounts;
    private TahoeMapper mapper;

    @BeforeEach
    void makeMapper() {
        accounts = new Accounts(
                new OwnerNames(folder.resolve("none"), folder.resolve("none"), System::nanoTime),
                folder.resolve("kept"));
        mapper = new TahoeMapper(accounts);
    }

    /** A file of which its store has a description and nothing else. */
    private interface Described extends FileObject, StoreOperations {}

    private FileAttributes read(Optional<NodeDescription> description) throws FileSystemException {
        return mapper.read(
                (Described) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Described.class}, (proxy, method, arguments) -> {
                            assertThat(method.getName()).isEqualTo("describe");
                            return description;
                        }),
                Attribute.ALL);
    }

    private FileAttributes read(boolean readable, boolean writable, Optional<String> owner) throws FileSystemException {
        return read(Optional.of(new NodeDescription(
                false,
                5,
                readable,
                writable,
                Instant.ofEpochSecond(1_000, 7),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(0664),
                owner,
                Map.of("user.a", "\u00fc"))));
    }

    private FileAttributes owned(String owner) throws FileSystemException {
        return read(true, true, Optional.of(owner));
    }

    @Test
    void oneDescriptionTellsAll() throws FileSystemException {
        FileAttributes told = read(true, true, Optional.empty());

        assertThat(told.type()).isEqualTo(FileType.REGULAR);
        assertThat(told.size()).isEqualTo(5);
        assertThat(told.permissions()).isEqualTo(0664);
        assertThat(told.modified()).isEqualTo(Instant.ofEpochSecond(1_000, 7));
        assertThat(told.accessSeconds()).isEqualTo(1_000);
        assertThat(told.origin(Attribute.ACCESS_TIME)).isEqualTo(Origin.DERIVED);
        assertThat(told.extended()).containsOnlyKeys("user.a");
        assertThat(told.present()).doesNotContain(Attribute.CREATE_TIME, Attribute.OWNER_IDS, Attribute.OWNER_NAMES);
        assertThatThrownBy(() -> read(Optional.empty()))
                .isInstanceOfSatisfying(StoreException.class, gone -> assertThat(gone.reason())
                        .isEqualTo(StoreException.Reason.NO_SUCH_FILE));
    }

    @Test
    void permissionsShowNoRightThatTheCapabilityDoesNotGive() throws FileSystemException {
        assertThat(read(true, false, Optional.empty()).permissions()).isEqualTo(0444);
        assertThat(read(false, true, Optional.empty()).permissions()).isZero();
    }

    @Test
    void ownersAreToldAsTheConfigurationHasThemNow() throws Exception {
        int ann = owned("ann:staff").uid();
        assertThat(ann).isEqualTo(accounts.userNumber("ann"));
        assertThat(owned("1500:1600").owner()).isEqualTo("1500");

        accounts.use(Identities.read(new ConfigurationReader(Map.of("users", "ann=1500", "groups", "staff=1600"))));

        FileAttributes byName = owned("ann:staff");
        assertThat(List.of(byName.uid(), byName.gid())).containsExactly(1500, 1600);
        assertThat(byName.origin(Attribute.OWNER_IDS)).isEqualTo(Origin.DERIVED);
        FileAttributes byNumber = owned("1500:1600");
        assertThat(List.of(byNumber.owner(), byNumber.group())).containsExactly("ann", "staff");
        assertThat(byNumber.uid()).isEqualTo(1500);
        assertThat(byNumber.origin(Attribute.OWNER_NAMES)).isEqualTo(Origin.DERIVED);

        accounts.use(Identities.NONE);
        assertThat(owned("ann:staff").uid()).isEqualTo(ann);
        assertThat(owned(Integer.toUnsignedString(ann) + ":7").owner()).isEqualTo("ann");
    }

    @Test
    void whatIsNotTwoNumbersIsTwoNames() throws FileSystemException {
        for (String text : List.of("4294967296:7", "-1:7", "7a:7", "\u0661:7")) {
            FileAttributes told = owned(text);
            assertThat(told.owner() + ":" + told.group()).isEqualTo(text);
            assertThat(told.uid()).as(text).isEqualTo(accounts.userNumber(told.owner()));
        }
        assertThat(owned("7:staff").uid()).isEqualTo(7);
        assertThat(owned("4294967295:0").uid()).isEqualTo(-1);
    }

    private Map<String, Object> forLink(FileAttributes.Builder changes) {
        return mapper.forLink(changes.build());
    }

    private static FileAttributes.Builder changes() {
        return FileAttributes.builder(FileType.REGULAR);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keepsWhatALinkCanHold() {
        assertThat(forLink(changes()
                        .size(5)
                        .permissions(0104711)
                        .ownerIds(-2, 7)
                        .modifyTime(-86_400, 5)
                        .extended(Map.of("user.a", bytes("\u00fc")))))
                .containsOnly(
                        Map.entry(StoreOperations.MODE, 04711),
                        Map.entry(StoreOperations.OWNER, "4294967294:7"),
                        Map.entry(StoreOperations.MODIFIED, Instant.ofEpochSecond(-86_400, 5)),
                        Map.entry("user.a", "\u00fc"));
    }

    @Test
    void pairsOfTheNodeAndOursAndOfOtherNamesAreLeftOut() {
        for (String name : List.of("user.tahoe", "user.sallyport", "user.no-write", "user.", "colour", "trusted.a")) {
            assertThat(forLink(changes().extended(Map.of(name, bytes("x")))))
                    .as(name)
                    .isEmpty();
        }
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[] {-1}))))
                .as("what is no text")
                .isEmpty();
    }

    /** Each change of a directory writes all of it. */
    @Test
    void whatWouldMakeTheDirectoryLargeIsLeftOut() {
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[16_000]))))
                .containsOnlyKeys("user.a");
        assertThat(forLink(changes().extended(Map.of("user.a", new byte[16_000], "user.b", new byte[1_000]))))
                .isEmpty();
        assertThat(forLink(changes().ownerNames("n".repeat(257), ""))).isEmpty();
        assertThat(forLink(changes().ownerNames("ann", "n".repeat(257)))).isEmpty();
        assertThat(forLink(changes().ownerNames("a:b", "c"))).isEmpty();
    }

    @Test
    void theEndsOfTimeAreSomeMillionsOfYearsAway() {
        for (long end : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
            Instant kept =
                    (Instant) forLink(changes().modifyTime(end, 999_999_999)).get(StoreOperations.MODIFIED);
            assertThat(Long.signum(kept.toEpochMilli())).isEqualTo(Long.signum(end));
        }
    }
}
