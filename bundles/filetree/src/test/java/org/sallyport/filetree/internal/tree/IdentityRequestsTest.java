/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.metadata.internal.GenericMapper;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.SftpHarness;

/**
 * Users and roles as clients know them, by number in version 3 and by name in later ones: by their packets through the real engine, tree
 * and mappers.
 */
class IdentityRequestsTest extends TreeTestCase {

    private static final int SETSTAT = 9;
    private static final int STAT = 17;
    private static final int OWNERS_BY_NUMBER = 2;
    private static final int OWNERS_BY_NAME = 0x80;

    @TempDir
    private Path folder;

    private MetadataComponent metadata;
    private LocalFiles local;

    @BeforeEach
    void mountAll() throws Exception {
        for (String name : List.of("shown", "kept", "local")) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("f"), "content");
        }
        metadata = new MetadataComponent(
                Map.of(
                        "users", "ann=1500, carol=1502",
                        "groups", "team=1600",
                        "roles", "editors=team, staff"),
                folder);
        local = new LocalFiles(metadata);
        world.use(local);
        world.use(new GenericMapper(metadata));
        mount("shown", "slow", Map.of("owner", "{user}", "group", "{role}"));
        mount("local", "file", Map.of("owner", "{user}", "group", "{role}"));
        mount("kept", "slow", Map.of());
    }

    private void mount(String name, String scheme, Map<String, String> more) throws Exception {
        Map<String, String> values = new HashMap<>(more);
        values.putAll(Map.of("uri", scheme + "://" + folder.resolve(name), "path", "/" + name, "journal", "false"));
        world.mount(name, values);
    }

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
    }

    /** Somebody who speaks a version. */
    private final class Client implements AutoCloseable {

        private final SftpHarness harness = new SftpHarness();

        Client(int version, String user, String... roles) {
            harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, 6));
            harness.over(context -> session(user, roles)).start(version);
            assertThat(harness.version()).isEqualTo(version);
        }

        private boolean byNumber() {
            return harness.version() == 3;
        }

        /** {@code USER:GROUP}, as the version tells them. */
        String owners(String path) {
            Packet stat = Packet.of(STAT, harness.newId()).text(path);
            Reply reply = harness.ask(byNumber() ? stat : stat.u32(OWNERS_BY_NAME));
            assertThat(reply.type()).isEqualTo(Reply.ATTRS);
            ByteBuffer fields = reply.fields();
            int flags = fields.getInt();
            if (byNumber()) {
                assertThat(flags & OWNERS_BY_NUMBER).isNotZero();
                fields.getLong(); // the size
                return Integer.toUnsignedString(fields.getInt()) + ":" + Integer.toUnsignedString(fields.getInt());
            }
            assertThat(flags).isEqualTo(OWNERS_BY_NAME);
            fields.get(); // the type
            return Reply.text(fields) + ":" + Reply.text(fields);
        }

        void give(String path, String user, int uid, String group, int gid) {
            Packet setstat = Packet.of(SETSTAT, harness.newId()).text(path);
            Packet values = byNumber()
                    ? setstat.u32(OWNERS_BY_NUMBER).u32(uid).u32(gid)
                    : setstat.u32(OWNERS_BY_NAME).u8(1).text(user).text(group);
            assertThat(harness.ask(values).status()).isZero();
        }

        /** The names of a user's and a group's number, as OpenSSH asks for them. */
        List<String> names(int uid, int gid) {
            Packet question = Packet.of((byte) 200, harness.newId()).text("users-groups-by-id@openssh.com");
            ByteBuffer fields = harness.ask(question.string(number(uid)).string(number(gid)))
                    .fields();
            return List.of(first(fields), first(fields));
        }

        private byte[] number(int id) {
            return ByteBuffer.allocate(4).putInt(id).array();
        }

        private String first(ByteBuffer fields) {
            return Reply.text(ByteBuffer.wrap(Reply.bytes(fields)));
        }

        @Override
        public void close() {
            harness.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void aMountShowsItsFilesAsThoseOfTheUserAndOfHisRole(int version) throws IOException {
        try (Client ann = new Client(version, "ann", "staff", "editors");
                Client bob = new Client(version, "bob", "staff", "writers")) {
            for (String file : List.of("/shown/f", "/local/f")) {
                assertThat(ann.owners(file)).isEqualTo(version == 3 ? "1500:1600" : "ann:team");
                assertThat(bob.owners(file))
                        .isEqualTo(
                                version == 3
                                        ? local.userNumber("bob") + ":" + local.groupNumber("staff")
                                        : "bob:staff");
            }
            assertThat(ann.names(1500, 1600)).containsExactly("ann", "team");
            assertThat(bob.names(local.userNumber("bob"), local.groupNumber("staff")))
                    .containsExactly("bob", "staff");
        }
    }

    @Test
    void whatOneVersionSetsAllVersionsTell() throws Exception {
        for (int setter = 3; setter <= 6; setter++) {
            for (int teller = 3; teller <= 6; teller++) {
                try (Client carol = new Client(setter, "carol")) {
                    carol.give("/kept/f", "nobody-yet", 7, "nobody-yet", 7);
                    carol.give("/kept/f", "carol", 1502, "team", 1600);
                }
                try (Client ann = new Client(teller, "ann")) {
                    assertThat(ann.owners("/kept/f"))
                            .as("set in version %d, told in %d", setter, teller)
                            .isEqualTo(teller == 3 ? "1502:1600" : "carol:team");
                }
            }
        }
    }
}
