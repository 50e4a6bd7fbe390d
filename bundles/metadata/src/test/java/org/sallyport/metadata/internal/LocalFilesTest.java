/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

class LocalFilesTest {

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();
    private Path file;
    private Accounts accounts;
    private LocalFiles mapper;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("f"), "12345");
        Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n# odd\nann:x:4294967294:7:::\n");
        Files.writeString(folder.resolve("group"), "wheel:x:0:\n");
        accounts = new Accounts(
                new OwnerNames(folder.resolve("passwd"), folder.resolve("group"), now::get),
                folder.resolve("accounts"));
        mapper = new LocalFiles(accounts);
    }

    private Map<String, Object> unix(Path path) throws IOException {
        return Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void readsWhatTheFileSystemKnows() throws IOException {
        Files.setAttribute(file, "unix:mode", 04640);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(5, 123_456_789)));
        Files.createLink(folder.resolve("g"), file);

        FileAttributes read = mapper.read(file, true, Attribute.ALL);

        assertThat(read.type()).isEqualTo(FileType.REGULAR);
        assertThat(read.size()).isEqualTo(5);
        assertThat(read.permissions()).isEqualTo(04640);
        assertThat(read.uid()).isEqualTo(unix(file).get("uid"));
        assertThat(read.gid()).isEqualTo(unix(file).get("gid"));
        assertThat(read.linkCount()).isEqualTo(2);
        assertThat(read.modifySeconds()).isEqualTo(5);
        assertThat(read.modifyNanos()).isEqualTo(123_456_789);
        assertThat(read.owner()).isEqualTo(Files.getOwner(file).getName());
        assertThat(read.has(Attribute.ACCESS_TIME)).isTrue();
        assertThat(read.has(Attribute.CHANGE_TIME)).isTrue();
        assertThat(read.has(Attribute.CREATE_TIME)).isTrue();
        assertThat(read.has(Attribute.MIME_TYPE)).isFalse();
    }

    @Test
    void readsOnlyWhatIsWanted() throws IOException {
        assertThat(mapper.read(file, true, Set.of(Attribute.SIZE)).present()).containsExactly(Attribute.SIZE);
        assertThat(mapper.read(folder, true, Attribute.NONE).type()).isEqualTo(FileType.DIRECTORY);
    }

    @Test
    void followsLinksOnlyWhenAsked() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));
        Path dangling = Files.createSymbolicLink(folder.resolve("d"), Path.of("none"));

        assertThat(mapper.read(link, false, Attribute.BASIC).type()).isEqualTo(FileType.SYMLINK);
        assertThat(mapper.read(link, true, Attribute.BASIC).size()).isEqualTo(5);
        assertThat(mapper.read(dangling, false, Attribute.BASIC).type()).isEqualTo(FileType.SYMLINK);
        assertThatThrownBy(() -> mapper.read(dangling, true, Attribute.BASIC)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void writesPermissionsAndTimesToTheNanosecond() throws IOException {
        Set<Attribute> unkept = mapper.write(
                file,
                true,
                FileAttributes.builder(FileType.REGULAR)
                        .permissions(0102751)
                        .modifyTime(1_700_000_000, 987_654_321)
                        .accessTime(1_600_000_000, 1)
                        .build());

        assertThat(unkept).isEmpty();
        assertThat((Integer) unix(file).get("mode") & 07777).isEqualTo(02751);
        assertThat(unix(file).get("lastModifiedTime"))
                .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_700_000_000, 987_654_321)));
        assertThat(unix(file).get("lastAccessTime")).isEqualTo(FileTime.from(Instant.ofEpochSecond(1_600_000_000, 1)));
    }

    @Test
    void oneTimeLeavesTheOtherAlone() throws IOException {
        mapper.write(
                file,
                false,
                FileAttributes.builder(FileType.REGULAR).accessTime(1000, 0).build());
        mapper.write(
                file,
                false,
                FileAttributes.builder(FileType.REGULAR).modifyTime(2000, 0).build());

        assertThat(((FileTime) unix(file).get("lastAccessTime")).to(TimeUnit.SECONDS))
                .isEqualTo(1000);
        assertThat(((FileTime) unix(file).get("lastModifiedTime")).to(TimeUnit.SECONDS))
                .isEqualTo(2000);
    }

    @Test
    void changesALinkAndNotItsTarget() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));
        Object before = unix(file).get("lastModifiedTime");
        Object mode = unix(file).get("mode");

        Set<Attribute> unkept = mapper.write(
                link,
                false,
                FileAttributes.builder(FileType.SYMLINK)
                        .modifyTime(1000, 0)
                        .permissions(0)
                        .build());

        assertThat(unkept).containsExactly(Attribute.PERMISSIONS);
        assertThat(((FileTime) unix(link).get("lastModifiedTime")).to(TimeUnit.SECONDS))
                .isEqualTo(1000);
        assertThat(unix(file)).containsEntry("lastModifiedTime", before).containsEntry("mode", mode);
    }

    @Test
    void ownersThatAreAlreadySoAreNoChange() throws IOException {
        FileAttributes own = mapper.read(file, false, EnumSet.of(Attribute.OWNER_IDS, Attribute.OWNER_NAMES));

        assertThat(mapper.write(file, false, own)).isEmpty();
        assertThat(mapper.write(
                        file,
                        false,
                        FileAttributes.builder(FileType.REGULAR)
                                .ownerNames(own.owner() + "@example.org", "")
                                .build()))
                .isEmpty();
    }

    @Test
    void triesTheRestAfterARefusal() {
        FileAttributes changes = FileAttributes.builder(FileType.REGULAR)
                .ownerNames("no such user here", "")
                .permissions(0600)
                .build();

        assertThatThrownBy(() -> mapper.write(file, false, changes)).isInstanceOf(UserPrincipalNotFoundException.class);
        assertThat(file).satisfies(path -> assertThat(
                        mapper.read(path, false, Attribute.BASIC).permissions())
                .isEqualTo(0600));
    }

    @Test
    void tellsWhatIsNotKept() throws IOException {
        assertThat(mapper.write(
                        file,
                        false,
                        FileAttributes.builder(FileType.REGULAR)
                                .size(1)
                                .createTime(1, 0)
                                .bits(1, 1)
                                .acl(0, List.of())
                                .extended(Map.of("a", new byte[0]))
                                .build()))
                .containsExactlyInAnyOrder(Attribute.CREATE_TIME, Attribute.BITS, Attribute.ACL, Attribute.EXTENDED);
        assertThat(file).hasSize(5);
    }

    @Test
    void doesNotWaitForTheOtherEndOfAPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Set<Attribute> unkept = mapper.write(
                pipe,
                false,
                FileAttributes.builder(FileType.FIFO)
                        .permissions(0600)
                        .modifyTime(1000, 0)
                        .accessTime(1000, 0)
                        .extended(Map.of("user.a", new byte[1]))
                        .build());

        assertThat(unkept).containsExactlyInAnyOrder(Attribute.ACCESS_TIME, Attribute.EXTENDED);
        assertThat(mapper.read(pipe, false, Attribute.ALL).extended()).isEmpty();
        assertThat(mapper.read(pipe, false, Attribute.BASIC).type()).isEqualTo(FileType.FIFO);
        assertThat(mapper.read(pipe, false, Attribute.BASIC).modifySeconds()).isEqualTo(1000);
    }

    @Test
    void looksNamesUpByNumber() throws IOException {
        assertThat(mapper.userNames(List.of(0, -2, 12345)))
                .containsExactly(Optional.of("root"), Optional.of("ann"), Optional.empty());
        assertThat(mapper.groupNames(List.of(0, 1))).containsExactly(Optional.of("wheel"), Optional.empty());

        Files.writeString(folder.resolve("group"), "staff:x:1:\n");
        Files.setLastModifiedTime(folder.resolve("group"), FileTime.fromMillis(1));
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(AccountFile.MOST_MILLIS) + 1);
        assertThat(mapper.groupNames(List.of(0, 1))).containsExactly(Optional.empty(), Optional.of("staff"));
    }

    private static FileAttributes owners(String owner, String group) {
        return FileAttributes.builder(FileType.REGULAR).ownerNames(owner, group).build();
    }

    /** As somebody who may give files away, or else with the one name that changes nothing. */
    @Test
    void namesOfTheConfigurationAreThoseOfItsNumbers() throws Exception {
        int uid = (Integer) unix(file).get("uid");
        int gid = (Integer) unix(file).get("gid");
        assertThat(mapper.read(file, true, Attribute.ALL).owner())
                .isEqualTo(Files.getOwner(file).getName());
        accounts.use(Identities.read(new ConfigurationReader(Map.of(
                "users", "me=" + Integer.toUnsignedString(uid) + ",other=123456",
                "groups", "us=" + Integer.toUnsignedString(gid) + ",others=123457"))));

        FileAttributes read = mapper.read(file, true, Attribute.ALL);
        assertThat(List.of(read.owner(), read.group())).containsExactly("me", "us");
        assertThat(List.of(read.uid(), read.gid())).containsExactly(uid, gid);
        assertThat(mapper.userNames(List.of(uid, 123_456))).containsExactly(Optional.of("me"), Optional.of("other"));
        assertThat(mapper.write(file, true, owners("me@example.org", "us"))).isEmpty();

        if (uid == 0) {
            assertThat(mapper.write(file, true, owners("other", "others"))).isEmpty();
            assertThat(unix(file)).containsEntry("uid", 123_456).containsEntry("gid", 123_457);
            read = mapper.read(file, true, Attribute.ALL);
            assertThat(List.of(read.owner(), read.group())).containsExactly("other", "others");
        } else {
            assertThatThrownBy(() -> mapper.write(file, true, owners("other", "others")))
                    .isInstanceOf(IOException.class);
        }
    }

    /** As somebody who may give files away, or else what is refused. */
    @Test
    void namesThatWereAllottedNumbersAreThoseOfTheNumbers() throws Exception {
        int eve = mapper.userNumber("eve");
        int team = mapper.groupNumber("team");
        if ((Integer) unix(file).get("uid") != 0) {
            assertThatThrownBy(() -> mapper.write(file, true, owners("eve", "team")))
                    .isInstanceOf(IOException.class);
            return;
        }
        assertThat(mapper.write(file, true, owners("eve", "team"))).isEmpty();
        assertThat(unix(file)).containsEntry("uid", eve).containsEntry("gid", team);

        FileAttributes read = mapper.read(file, true, Attribute.ALL);
        assertThat(List.of(read.owner(), read.group())).containsExactly("eve", "team");
        assertThat(mapper.userNames(List.of(eve))).containsExactly(Optional.of("eve"));
        assertThatThrownBy(() -> mapper.write(file, true, owners("mallory", "")))
                .isInstanceOf(UserPrincipalNotFoundException.class);
    }

    @Test
    void learntNamesExpire() {
        OwnerNames names = new OwnerNames(folder.resolve("none"), folder.resolve("none"), now::get);
        names.learn(7, "seven", 8, "eight");

        assertThat(names.userName(7)).contains("seven");
        assertThat(names.groupName(8)).contains("eight");
        now.set(TimeUnit.MINUTES.toNanos(6));
        assertThat(names.userName(7)).isEmpty();
        assertThat(names.groupName(8)).isEmpty();
    }

    @Test
    void makesDoWithoutPosix() throws IOException {
        URI uri = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true"))) {
            Path inside = Files.writeString(zip.getPath("/f"), "123");

            FileAttributes read = mapper.read(inside, true, Attribute.ALL);

            assertThat(read.type()).isEqualTo(FileType.REGULAR);
            assertThat(read.size()).isEqualTo(3);
            assertThat(read.permissions()).isEqualTo(0644);
            assertThat(read.has(Attribute.OWNER_IDS)).isFalse();
            assertThat(mapper.write(
                            inside,
                            true,
                            FileAttributes.builder(FileType.REGULAR)
                                    .permissions(0600)
                                    .ownerIds(1, 1)
                                    .modifyTime(1_000_000_000, 0)
                                    .extended(Map.of("user.a", new byte[1]))
                                    .build()))
                    .containsExactlyInAnyOrder(Attribute.PERMISSIONS, Attribute.OWNER_IDS, Attribute.EXTENDED);
            assertThat(mapper.read(inside, true, Attribute.BASIC).modifySeconds())
                    .isEqualTo(1_000_000_000);
        }
    }

    private boolean hasPairs() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView(UserDefinedFileAttributeView.class);
    }

    private static FileAttributes pairs(String name, byte[] value) {
        return FileAttributes.builder(FileType.REGULAR)
                .extended(Map.of(name, value))
                .build();
    }

    @Test
    void extendedPairsAreTheAttributesForUsersWhereTheFileSystemHasThem() throws IOException {
        Set<Attribute> refused = hasPairs() ? Set.of() : Set.of(Attribute.EXTENDED);
        for (Path each : List.of(file, folder)) {
            assertThat(mapper.read(each, false, Attribute.ALL).has(Attribute.EXTENDED))
                    .isFalse();
            assertThat(mapper.write(each, false, pairs("user.colour", new byte[] {1, 0, 2})))
                    .isEqualTo(refused);
            assertThat(mapper.write(each, false, pairs("user.empty", new byte[0])))
                    .isEqualTo(refused);
            Map<String, byte[]> told = mapper.read(each, false, Attribute.ALL).extended();
            assertThat(told.keySet()).isEqualTo(hasPairs() ? Set.of("user.colour", "user.empty") : Set.of());
            assertThat(told.getOrDefault("user.colour", new byte[] {1, 0, 2})).containsExactly(1, 0, 2);
            assertThat(mapper.read(each, false, Attribute.BASIC).has(Attribute.EXTENDED))
                    .as("opens no file unless it is asked to")
                    .isFalse();
        }
    }

    @Test
    void pairsThatNoFileSystemHasRoomForAreNotKept() throws IOException {
        for (String name :
                List.of("colour", "user.", "trusted.a", "security.a", "user." + "n".repeat(251), "user.a\0b")) {
            assertThat(mapper.write(file, false, pairs(name, new byte[1])))
                    .as(name)
                    .containsExactly(Attribute.EXTENDED);
        }
        assertThat(mapper.write(file, false, pairs("user.a", new byte[(64 << 10) + 1])))
                .containsExactly(Attribute.EXTENDED);
        assertThat(mapper.read(file, false, Attribute.ALL).has(Attribute.EXTENDED))
                .isFalse();
    }

    @Test
    void pairsAreNeitherReadNorSetThroughALinkThatIsNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));

        assertThat(mapper.write(link, false, pairs("user.a", new byte[1]))).containsExactly(Attribute.EXTENDED);

        assertThat(mapper.read(file, false, Attribute.ALL).extended()).isEmpty();
        mapper.write(file, false, pairs("user.a", new byte[1]));
        assertThat(mapper.read(link, false, Attribute.ALL).extended()).isEmpty();
    }

    @Test
    void timesBefore1970AreKeptToTheSecond() throws IOException {
        Path file = Files.createFile(folder.resolve("old"));

        mapper.write(
                file,
                true,
                FileAttributes.builder(FileType.REGULAR)
                        .modifyTime(-86_400, 987_654_321)
                        .accessTime(-1, 1)
                        .build());

        FileAttributes read = mapper.read(file, true, Attribute.ALL);
        assertThat(read.modifySeconds()).isEqualTo(-86_400);
        assertThat(read.accessSeconds()).isEqualTo(-1);
    }
}
