/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kernel mount by sshfs, and work in it. */
class SshfsIT extends ClientContract {

    private Path mount;
    /** The folder of these tests, in the mount. */
    private Path work;

    SshfsIT(Server server) {
        super(server);
    }

    @Override
    void begin() throws Exception {
        super.begin();
        mount = server.scratch();
        List<String> command = new ArrayList<>(List.of(
                "sshfs", Server.USER + "@127.0.0.1:/", mount.toString(), "-p", Integer.toString(server.port())));
        command.addAll(OpenSshSftpIT.options(server));
        command.remove("-i");
        command.remove(server.key().toString());
        command.addAll(List.of("-o", "IdentityFile=" + server.key(), "-o", "no_contain_symlinks"));
        Commands.Result mounted = Commands.run(Duration.ofSeconds(60), "", Map.of(), command);
        if (mounted.exit() != 0) {
            // Not every release knows the switch.
            command.removeAll(List.of("no_contain_symlinks"));
            command.remove(command.size() - 1);
            Commands.run(Duration.ofSeconds(60), "", Map.of(), command).expectSuccess();
        }
        work = in("");
    }

    @Override
    void end() {
        Commands.run("fusermount3", "-u", mount.toString()).expectSuccess();
    }

    /** The path in the mount. */
    private Path in(String name) {
        return mount.resolve(path(name).substring(1));
    }

    private Path mounted(String path) {
        return mount.resolve(path.substring(1));
    }

    private Path disk(String name) {
        return disk.resolve(name);
    }

    @Override
    void put(Path file, String path) throws IOException {
        cp("-T", file, mounted(path));
        awaitPublished();
    }

    @Override
    void get(String path, Path file) {
        cp("-T", mounted(path), file);
    }

    private static void cp(String option, Path from, Path to) {
        Commands.run("cp", option, "--", from.toString(), to.toString()).expectSuccess();
    }

    @Override
    void makeDirectory(String path) throws IOException {
        Files.createDirectory(mounted(path));
    }

    @Override
    void removeDirectory(String path) throws IOException {
        assertThat(mounted(path)).isDirectory();
        Files.delete(mounted(path));
    }

    @Override
    void remove(String path) throws IOException {
        Files.delete(mounted(path));
    }

    /** To the kernel a rename is one that replaces, so sshfs asks for posix-rename. */
    @Override
    void rename(String from, String to) {
        Commands.run("mv", "-T", mounted(from).toString(), mounted(to).toString())
                .expectSuccess();
    }

    @Override
    OntoExisting renameOntoExisting() {
        return OntoExisting.REPLACES;
    }

    @Override
    void symlink(String target, String link) throws IOException {
        Files.createSymbolicLink(mounted(link), Path.of(target));
    }

    @Override
    List<String> list(String path) throws IOException {
        try (Stream<Path> entries = Files.list(mounted(path))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Override
    void append(Path tail, String path) throws IOException {
        Files.write(mounted(path), Files.readAllBytes(tail), StandardOpenOption.APPEND);
        awaitPublished();
    }

    @Override
    void resumeUpload(Path whole, String path) throws IOException {
        goOn(whole, mounted(path));
        awaitPublished();
    }

    @Override
    void resumeDownload(String path, Path part) throws IOException {
        goOn(mounted(path), part);
    }

    private static void goOn(Path whole, Path part) throws IOException {
        try (FileChannel from = FileChannel.open(whole);
                FileChannel to = FileChannel.open(part, StandardOpenOption.WRITE)) {
            to.position(to.size());
            from.transferTo(to.size(), from.size() - to.size(), to);
        }
    }

    @Override
    void putWithTime(Path file, String path) throws IOException {
        cp("--preserve=timestamps", file, mounted(path));
        awaitPublished();
    }

    @Override
    void putWithMode(Path file, String path) throws IOException {
        cp("--preserve=mode", file, mounted(path));
        awaitPublished();
    }

    @Override
    void putTree(Path tree, String path) throws IOException {
        cp("-rT", tree, mounted(path));
        awaitPublished();
    }

    @Override
    void getTree(String path, Path tree) {
        cp("-rT", mounted(path), tree);
    }

    @Override
    void putAndRenameOnTheWay(Path file, String before, String after) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try (OutputStream out = Files.newOutputStream(mounted(before))) {
            out.write(content, 0, content.length / 2);
            rename(before, after);
            out.write(content, content.length / 2, content.length - content.length / 2);
        }
        awaitPublished();
    }

    private Commands.Result shell(String script) {
        return Commands.run(
                        Duration.ofMinutes(4),
                        "",
                        Map.of(
                                "GIT_AUTHOR_NAME", "a",
                                "GIT_AUTHOR_EMAIL", "a@localhost",
                                "GIT_COMMITTER_NAME", "a",
                                "GIT_COMMITTER_EMAIL", "a@localhost",
                                "GIT_CONFIG_COUNT", "1",
                                "GIT_CONFIG_KEY_0", "safe.directory",
                                "GIT_CONFIG_VALUE_0", "*"),
                        List.of("bash", "-euc", "cd '" + work + "'\n" + script))
                .expectSuccess();
    }

    @Test
    void gitCloneEditCommitBuild() throws IOException {
        Path origin = server.scratch();
        Commands.run(
                        "bash",
                        "-euc",
                        "cd " + origin + "; git init -q .; git config user.name a; git config user.email a@localhost;"
                                + "mkdir src; for i in $(seq 60); do echo \"int f$i(void) { return $i; }\" > src/f$i.c; done;"
                                + "printf 'all: prog\\nprog: main.c\\n\\tcc -o prog main.c\\n' > Makefile;"
                                + "echo 'int main(void) { return 0; }' > main.c; git add .; git commit -qm first")
                .expectSuccess();
        shell("git clone -q " + origin
                + " work; cd work; echo '/* more */' >> main.c; git commit -qam edit; make -s; ./prog;"
                + " git gc -q; git fsck --strict; git status --porcelain > status; test $(wc -l < status) -le 2");
        awaitPublished();
        assertThat(Files.readString(disk("work/main.c"))).endsWith("/* more */\n");
        Commands.run("git", "-c", "safe.directory=*", "-C", disk("work").toString(), "fsck")
                .expectSuccess();
    }

    @Test
    void savesAsEditorsDo() throws IOException {
        Path file = work.resolve("text");
        Files.writeString(file, "first\n");
        // vi: a backup by rename, a new file of the old name, the backup removed.
        Files.move(file, work.resolve("text~"));
        Files.writeString(file, "second\n");
        Files.delete(work.resolve("text~"));
        awaitPublished();
        assertThat(Files.readString(disk("text"))).isEqualTo("second\n");
        // vi itself, with its own way to look whether it can do that.
        shell("vim.tiny -u NONE -es --cmd 'set backup backupcopy=no backupskip=' -c 's/second/by vi/' -c wq text");
        awaitPublished();
        assertThat(Files.readString(disk("text"))).isEqualTo("by vi\n");
        assertThat(Files.readString(disk("text~"))).isEqualTo("second\n");
        Files.delete(work.resolve("text~"));
        // Most others: a temporary file renamed over.
        Path next = Files.writeString(work.resolve(".text.new"), "third\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        awaitPublished();
        assertThat(Files.readString(disk("text"))).isEqualTo("third\n");
        assertThat(disk("text~")).doesNotExist();
    }

    @Test
    void writesAnywhereTruncatesAndAppends() throws IOException {
        Path file = work.resolve("random");
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.seek(100_000);
            random.write("end".getBytes(StandardCharsets.US_ASCII));
            random.seek(0);
            random.write("begin".getBytes(StandardCharsets.US_ASCII));
            random.setLength(100_002);
        }
        Files.writeString(file, "+more", StandardOpenOption.APPEND);
        awaitPublished();
        byte[] content = Files.readAllBytes(disk("random"));
        assertThat(content).hasSize(100_007);
        assertThat(new String(content, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("begin");
        assertThat(new String(content, 100_000, 7, StandardCharsets.US_ASCII)).isEqualTo("en+more");
    }

    @Test
    void linksRemovalsAndRoom() throws IOException {
        shell("echo content > a; ln a b; ln -s a c; test \"$(cat c)\" = content; readlink c | grep -qx a;"
                + " mkdir -p d/e/f; touch d/e/f/g; ! rmdir d/e 2>/dev/null; mkdir d/x && rm -r d;"
                + " chmod 741 a; touch -d '2001-02-03 04:05:06' a; df . | tail -n 1 | awk '{ exit ($4 > 0) ? 0 : 1 }'");
        assertThat(Files.getAttribute(disk("a"), "unix:nlink")).isEqualTo(2);
        assertThat(disk("d")).doesNotExist();
        assertThat(Files.readSymbolicLink(disk("c"))).hasToString("a");
        assertThat(shell("stat -c %a a").output()).contains("741");
    }
}
