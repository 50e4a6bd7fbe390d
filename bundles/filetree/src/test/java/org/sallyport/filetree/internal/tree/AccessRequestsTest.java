/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.api.session.Activity;
import org.sallyport.filetree.internal.access.Right;
import org.sallyport.filetree.internal.mount.TestStores;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/**
 * Every request of every version, by the packets of a client through the real engine and the real tree: it goes well with exactly the
 * rights that it needs, and without any one of them it is refused and leaves everything as it was.
 */
class AccessRequestsTest {

    private static final int OK = 0;
    private static final int PERMISSION_DENIED = 3;
    private static final int READ_DATA = 1;
    private static final int WRITE_DATA = 2;
    private static final int APPEND_DATA = 4;
    private static final int REALPATH = 16;
    private static final int SYMLINK = 20;
    private static final int EXTENDED = (byte) 200;

    @TempDir
    Path folder;

    private final TestStores world = new TestStores();
    private final Map<String, Attempt> attempts = new LinkedHashMap<>();
    private final Set<String> sent = new TreeSet<>();
    private SftpHarness client;
    private Requests requests;

    /** A request with the rights that it needs; the status of its answer, or of the first that failed on the way. */
    private record Attempt(Set<Right> needs, Supplier<Integer> request) {}

    private void needs(String what, Supplier<Integer> request, Right... rights) {
        attempts.put(what, new Attempt(EnumSet.copyOf(List.of(rights)), request));
    }

    private int id() {
        return client.newId();
    }

    private static int status(Reply reply) {
        return reply.type() == Reply.STATUS ? reply.status() : OK;
    }

    private Reply ask(Packet packet) {
        byte[] bytes = packet.toBytes();
        int type = bytes[4];
        if (type == EXTENDED) {
            ByteBuffer body = ByteBuffer.wrap(bytes, 9, bytes.length - 9);
            byte[] name = new byte[body.getInt()];
            body.get(name);
            sent.add(new String(name, StandardCharsets.US_ASCII));
        } else {
            sent.add(Integer.toString(type));
        }
        return client.ask(packet);
    }

    /** By type or, if extended, by name: all but REALPATH and its like, which tell only names, and locks, which are not offered. */
    private static Set<String> askedOfFiles(int version) {
        Set<String> requests = IntStream.rangeClosed(3, version >= 6 ? 21 : 20)
                .filter(type -> type != REALPATH && !(version >= 6 && type == SYMLINK))
                .mapToObj(Integer::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        requests.addAll(List.of(
                "posix-rename@openssh.com",
                "statvfs@openssh.com",
                "fstatvfs@openssh.com",
                "hardlink@openssh.com",
                "fsync@openssh.com",
                "lsetstat@openssh.com",
                "copy-data",
                "copy-file",
                "check-file-name",
                "check-file-handle",
                "space-available"));
        return requests;
    }

    private Supplier<Integer> one(Supplier<Packet> request) {
        return () -> status(ask(request.get()));
    }

    private Packet open(String path, int access, boolean create, boolean truncate, boolean append) {
        Packet open = Packet.of(3, id()).text(path);
        if (client.version() < 5) {
            int flags = (access & READ_DATA)
                    | (access & WRITE_DATA)
                    | (append ? Requests.APPEND : 0)
                    | (create ? Requests.CREAT : 0)
                    | (truncate ? Requests.TRUNC : 0);
            return open.u32(flags).noAttributes(client.version());
        }
        int disposition = create ? truncate ? 1 : 3 : truncate ? 4 : 2;
        return open.u32(append ? access & ~WRITE_DATA | APPEND_DATA : access)
                .u32(disposition | (append ? 8 : 0))
                .noAttributes(client.version());
    }

    /** Opens, does something by the handle, and closes. */
    private Supplier<Integer> opened(Supplier<Packet> open, java.util.function.Function<byte[], Packet> request) {
        return () -> {
            Reply opened = ask(open.get());
            if (opened.type() == Reply.STATUS) {
                return opened.status();
            }
            int status = status(ask(request.apply(opened.handle())));
            int closed = status(ask(requests.close(id(), opened.handle())));
            return status == OK ? closed : status;
        };
    }

    private Packet data(byte[] handle) {
        return requests.write(id(), handle, 0, "new".getBytes(StandardCharsets.UTF_8));
    }

    /** Attributes as the version has them. */
    private Packet attributes(Packet request, long flags, java.util.function.UnaryOperator<Packet> values) {
        request.u32(flags);
        return values.apply(client.version() >= 4 ? request.u8(1) : request);
    }

    private Packet mode(Packet request) {
        return attributes(request, 4, packet -> packet.u32(0600));
    }

    private Packet owner(Packet request) {
        int uid = attribute("unix:uid");
        int gid = attribute("unix:gid");
        return client.version() == 3
                ? attributes(request, 2, packet -> packet.u32(uid).u32(gid))
                : attributes(request, 0x80, packet -> packet.text(Integer.toString(uid))
                        .text(Integer.toString(gid)));
    }

    private int attribute(String name) {
        try {
            return (int) Files.getAttribute(folder, name);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Packet times(Packet request) {
        return client.version() == 3
                ? attributes(request, 8, packet -> packet.u32(1000).u32(2000))
                : attributes(request, 0x20, packet -> packet.u64(2000));
    }

    private Packet bits(Packet request) {
        return attributes(
                request, 0x200, packet -> client.version() >= 6 ? packet.u32(1).u32(1) : packet.u32(1));
    }

    private Packet pair(Packet request) {
        return attributes(
                request, 0x80000000L, packet -> packet.u32(1).text("user.a").text("b"));
    }

    private Packet list(Packet request) {
        byte[] empty = new byte[client.version() >= 6 ? 8 : 4];
        return attributes(request, 0x40, packet -> packet.string(empty));
    }

    private Packet exclusive(String path) {
        Packet open = Packet.of(3, id()).text(path);
        Packet flags = client.version() < 5
                ? open.u32(WRITE_DATA | Requests.CREAT | Requests.EXCL)
                : open.u32(WRITE_DATA).u32(0);
        return flags.noAttributes(client.version());
    }

    private Packet setstat(String path) {
        return Packet.of(9, id()).text(path);
    }

    private Packet fsetstat(byte[] handle) {
        return Packet.of(10, id()).handle(handle);
    }

    private Packet rename(String from, String to, int flags) {
        Packet rename = Packet.of(18, id()).text(from).text(to);
        return client.version() >= 5 ? rename.u32(flags) : rename;
    }

    private void describe(int version) {
        needs("OPENDIR", one(() -> requests.opendir(id(), "/d")), Right.LIST);
        needs("OPEN to read", one(() -> open("/f", READ_DATA, false, false, false)), Right.READ);
        needs("OPEN to make", opened(() -> open("/new", WRITE_DATA, true, true, false), this::data), Right.CREATE);
        needs("OPEN to truncate", opened(() -> open("/f", WRITE_DATA, true, true, false), this::data), Right.OVERWRITE);
        needs("OPEN to change", opened(() -> open("/f", WRITE_DATA, false, false, false), this::data), Right.OVERWRITE);
        needs(
                "OPEN to make or change",
                opened(() -> open("/f", WRITE_DATA, true, false, false), this::data),
                Right.OVERWRITE);
        needs("OPEN to append", opened(() -> open("/f", WRITE_DATA, false, false, true), this::data), Right.APPEND);
        needs(
                "OPEN to read and write",
                opened(() -> open("/f", READ_DATA | WRITE_DATA, false, false, false), this::data),
                Right.READ,
                Right.OVERWRITE);
        needs("SETSTAT of a size", one(() -> requests.setSize(id(), "/f", 1)), Right.OVERWRITE);
        needs(
                "FSETSTAT of a size to append",
                opened(() -> open("/f", WRITE_DATA, false, false, true), handle -> requests.setSize(id(), handle, 1)),
                Right.OVERWRITE);
        needs("SETSTAT of a mode", one(() -> mode(setstat("/f"))), Right.MODE);
        needs("SETSTAT of owners", one(() -> owner(setstat("/f"))), Right.OWNER);
        needs("SETSTAT of times", one(() -> times(setstat("/f"))), Right.TIMES);
        needs(
                "FSETSTAT of a mode",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> mode(fsetstat(handle))),
                Right.READ,
                Right.MODE);
        needs(
                "FSETSTAT of owners",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> owner(fsetstat(handle))),
                Right.READ,
                Right.OWNER);
        needs(
                "FSETSTAT of times",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> times(fsetstat(handle))),
                Right.READ,
                Right.TIMES);
        needs(
                "FSETSTAT of a directory",
                opened(() -> requests.opendir(id(), "/d"), handle -> mode(fsetstat(handle))),
                Right.LIST,
                Right.MODE);
        needs(
                "lsetstat@openssh.com",
                one(() -> mode(extended("lsetstat@openssh.com").text("/f"))),
                Right.MODE);
        needs(
                "lsetstat@openssh.com of owners",
                one(() -> owner(extended("lsetstat@openssh.com").text("/f"))),
                Right.OWNER);
        needs(
                "lsetstat@openssh.com of times",
                one(() -> times(extended("lsetstat@openssh.com").text("/f"))),
                Right.TIMES);
        needs("SETSTAT of a pair", one(() -> pair(setstat("/f"))), Right.OTHER_ATTRIBUTES);
        needs(
                "FSETSTAT of a pair",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> pair(fsetstat(handle))),
                Right.READ,
                Right.OTHER_ATTRIBUTES);
        if (version >= 4) {
            needs("SETSTAT of a list", one(() -> list(setstat("/f"))), Right.OTHER_ATTRIBUTES);
            needs(
                    "SETSTAT of a time of creation",
                    one(() -> attributes(setstat("/f"), 0x10, packet -> packet.u64(2000))),
                    Right.TIMES);
        }
        if (version >= 6) {
            needs(
                    "SETSTAT of a type of content",
                    one(() -> attributes(setstat("/f"), 0x1000, packet -> packet.text("text/plain"))),
                    Right.OTHER_ATTRIBUTES);
        }
        if (version >= 5) {
            needs(
                    "FSETSTAT of bits",
                    opened(() -> open("/f", READ_DATA, false, false, false), handle -> bits(fsetstat(handle))),
                    Right.READ,
                    Right.OTHER_ATTRIBUTES);
            needs("SETSTAT of bits", one(() -> bits(setstat("/f"))), Right.OTHER_ATTRIBUTES);
        }
        needs(
                "READ",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> requests.read(id(), handle, 0, 10)),
                Right.READ);
        needs(
                "FSTAT",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> requests.fstat(id(), handle)),
                Right.READ);
        needs(
                "READDIR",
                opened(() -> requests.opendir(id(), "/d"), handle -> requests.readdir(id(), handle)),
                Right.LIST);
        needs("OPEN to make what is not there yet", opened(() -> exclusive("/new"), this::data), Right.CREATE);
        needs(
                "OPEN to make or append",
                opened(() -> open("/new", WRITE_DATA, true, false, true), this::data),
                Right.CREATE);
        needs(
                "fsync@openssh.com",
                opened(() -> open("/f", WRITE_DATA, false, false, false), handle -> extended("fsync@openssh.com")
                        .handle(handle)),
                Right.OVERWRITE);
        needs(
                "check-file-handle",
                opened(() -> open("/f", READ_DATA, false, false, false), handle -> extended("check-file-handle")
                        .handle(handle)
                        .text("sha256")
                        .u64(0)
                        .u64(0)
                        .u32(0)),
                Right.READ);
        needs(
                "fstatvfs@openssh.com",
                opened(() -> requests.opendir(id(), "/d"), handle -> extended("fstatvfs@openssh.com")
                        .handle(handle)),
                Right.LIST);
        needs(
                "posix-rename@openssh.com of a directory over an empty one",
                one(() -> extended("posix-rename@openssh.com").text("/d").text("/e")),
                Right.RENAME_DIRECTORIES,
                Right.CREATE_DIRECTORIES,
                Right.REMOVE_DIRECTORIES);
        needs("space-available", one(() -> extended("space-available").text("/f")), Right.LINK);
        needs("REMOVE", one(() -> requests.remove(id(), "/f")), Right.DELETE);
        needs("MKDIR", one(() -> requests.mkdir(id(), "/new")), Right.CREATE_DIRECTORIES);
        needs("RMDIR", one(() -> requests.rmdir(id(), "/d")), Right.REMOVE_DIRECTORIES);
        needs("RENAME of a file", one(() -> rename("/f", "/new", 0)), Right.RENAME, Right.CREATE);
        needs(
                "RENAME of a directory",
                one(() -> rename("/d", "/new", 0)),
                Right.RENAME_DIRECTORIES,
                Right.CREATE_DIRECTORIES);
        needs(
                "posix-rename@openssh.com",
                one(() -> extended("posix-rename@openssh.com").text("/f").text("/new")),
                Right.RENAME,
                Right.CREATE);
        needs(
                "posix-rename@openssh.com over a file",
                one(() -> extended("posix-rename@openssh.com").text("/f").text("/g")),
                Right.RENAME,
                Right.CREATE,
                Right.OVERWRITE);
        if (version >= 5) {
            needs("RENAME over a file", one(() -> rename("/f", "/g", 1)), Right.RENAME, Right.CREATE, Right.OVERWRITE);
        }
        needs(
                "a symbolic link",
                one(() -> version >= 6
                        ? Packet.of(21, id()).text("/new").text("f").u8(1)
                        : requests.symlink(id(), "f", "/new")),
                Right.SYMLINK);
        needs(
                "hardlink@openssh.com",
                one(() -> extended("hardlink@openssh.com").text("/f").text("/new")),
                Right.LINK);
        if (version >= 6) {
            needs("LINK", one(() -> Packet.of(21, id()).text("/new").text("/f").u8(0)), Right.LINK);
        }
        needs(
                "copy-file",
                one(() -> extended("copy-file").text("/f").text("/new").u8(0)),
                Right.COPY,
                Right.READ,
                Right.CREATE);
        needs(
                "copy-file over a file",
                one(() -> extended("copy-file").text("/f").text("/g").u8(1)),
                Right.COPY,
                Right.READ,
                Right.CREATE,
                Right.OVERWRITE);
        needs("copy-data", this::copyData, Right.COPY, Right.READ, Right.OVERWRITE);
        needs(
                "check-file-name",
                one(() -> extended("check-file-name")
                        .text("/f")
                        .text("sha256")
                        .u64(0)
                        .u64(0)
                        .u32(0)),
                Right.READ);
        needs("STAT", one(() -> requests.stat(id(), "/f")), Right.LINK);
        needs("LSTAT", one(() -> requests.lstat(id(), "/f")), Right.LINK);
        needs("READLINK", one(() -> requests.readlink(id(), "/l")), Right.LINK);
        needs("statvfs@openssh.com", one(() -> extended("statvfs@openssh.com").text("/f")), Right.LINK);
    }

    private Packet extended(String name) {
        return requests.extended(id(), name);
    }

    private int copyData() {
        Reply source = ask(open("/f", READ_DATA, false, false, false));
        if (source.type() == Reply.STATUS) {
            return source.status();
        }
        Supplier<Integer> copied =
                opened(() -> open("/g", WRITE_DATA, false, false, false), target -> extended("copy-data")
                        .handle(source.handle())
                        .u64(0)
                        .u64(0)
                        .handle(target)
                        .u64(0));
        int status = copied.get();
        ask(requests.close(id(), source.handle()));
        return status;
    }

    private void makeAnew() throws IOException {
        try (Stream<Path> old = Files.walk(folder)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        }
        Files.writeString(folder.resolve("f"), "content");
        Files.writeString(folder.resolve("g"), "other");
        Files.createDirectory(folder.resolve("d"));
        Files.createDirectory(folder.resolve("e"));
        Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));
        for (String name : List.of("f", "g")) {
            Files.setLastModifiedTime(folder.resolve(name), java.nio.file.attribute.FileTime.fromMillis(1000));
        }
    }

    /** Everything that there is, with what can be seen of it. */
    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> !path.equals(folder)).toList()) {
                Map<String, Object> found =
                        Files.readAttributes(path, "unix:mode,nlink,size", java.nio.file.LinkOption.NOFOLLOW_LINKS);
                state.put(
                        folder.relativize(path).toString(),
                        new TreeMap<>(found)
                                + (Files.isRegularFile(path)
                                        ? Files.readString(path) + Files.getLastModifiedTime(path)
                                        : ""));
            }
        }
        return state;
    }

    private int attempt(Attempt attempt, Set<Right> rights) {
        world.rule(
                "only",
                Map.of(
                        "paths",
                        "/",
                        "allow",
                        rights.isEmpty()
                                ? "none"
                                : rights.stream()
                                        .map(right -> right.name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'))
                                        .collect(Collectors.joining(", "))));
        return attempt.request().get();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void everyRequestNeedsJustItsRights(int version) throws Exception {
        world.mount("main", Map.of("uri", folder.toUri().toString(), "path", "/"));
        client = new SftpHarness();
        try (SftpHarness session = client) {
            session.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, 6));
            session.over(context -> new FileTrees(world.mounts, world.rules, world.stores).open(context))
                    .start(version);
            assertThat(session.version()).isEqualTo(version);
            requests = new Requests(session);
            describe(version);
            List<String> wrong = new ArrayList<>();
            Set<Right> tried = EnumSet.noneOf(Right.class);
            for (Map.Entry<String, Attempt> entry : attempts.entrySet()) {
                Attempt attempt = entry.getValue();
                makeAnew();
                int with = attempt(attempt, attempt.needs());
                if (with != OK) {
                    wrong.add(entry.getKey() + " with " + attempt.needs() + ": " + with);
                }
                for (Right missing : attempt.needs()) {
                    tried.add(missing);
                    makeAnew();
                    Map<String, String> before = state();
                    EnumSet<Right> rest = EnumSet.copyOf(attempt.needs());
                    rest.remove(missing);
                    int without = attempt(attempt, rest);
                    if (without != PERMISSION_DENIED || !state().equals(before)) {
                        wrong.add(entry.getKey() + " without " + missing + ": " + without + ", " + before + " became "
                                + state());
                    }
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(tried).isEqualTo(EnumSet.allOf(Right.class));
            assertThat(sent).containsAll(askedOfFiles(version));
            assertThat(session.session().activities())
                    .filteredOn(activity -> activity.kind() == Activity.Kind.REFUSED)
                    .extracting(Activity::detail)
                    .contains(
                            "remove: access rule only does not allow delete",
                            "open: access rule only does not allow read",
                            "rename: access rule only does not allow create",
                            "list: access rule only does not allow list",
                            "copy: access rule only does not allow copy");
        }
        assertThat(world.leases).hasValue(0);
    }
}
