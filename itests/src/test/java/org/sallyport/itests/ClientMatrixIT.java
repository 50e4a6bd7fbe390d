/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.itests.ClientContract.NoWordsForThat;

/**
 * All clients on mounts of other kinds than local folders: a grid of one real node, and in the long form a store that takes seconds for each
 * upload (the fake one), a mount that is read-only, and a store in memory. They work side by side, as the grid lets them wait.
 */
@Timeout(600)
@Tag("own-server")
class ClientMatrixIT {

    private static final Map<String, Function<Server, ClientContract>> CLIENTS = new TreeMap<>(Map.ofEntries(
            Map.entry("OpenSshSftpIT", OpenSshSftpIT::new),
            Map.entry("OpenSshScpIT", OpenSshScpIT::new),
            Map.entry("SshfsIT", SshfsIT::new),
            Map.entry("Lftp3IT", Lftp3IT::new),
            Map.entry("Lftp4IT", Lftp4IT::new),
            Map.entry("Lftp5IT", Lftp5IT::new),
            Map.entry("Lftp6IT", Lftp6IT::new),
            Map.entry("RcloneIT", RcloneIT::new),
            Map.entry("PsftpIT", PsftpIT::new),
            Map.entry("PscpIT", PscpIT::new),
            Map.entry("FileZillaIT", FileZillaIT::new),
            Map.entry("GioIT", GioIT::new),
            Map.entry("GvfsFuseIT", GvfsFuseIT::new),
            Map.entry("CurlIT", CurlIT::new),
            Map.entry("ParamikoIT", ParamikoIT::new),
            Map.entry("Asyncssh3IT", Asyncssh3IT::new),
            Map.entry("Asyncssh4IT", Asyncssh4IT::new),
            Map.entry("Asyncssh5IT", Asyncssh5IT::new),
            Map.entry("Asyncssh6IT", Asyncssh6IT::new),
            Map.entry("SshjIT", SshjIT::new),
            Map.entry("JschIT", JschIT::new),
            Map.entry("LibsshIT", LibsshIT::new),
            Map.entry("Ssh2SftpClientIT", Ssh2SftpClientIT::new),
            Map.entry("PhpseclibIT", PhpseclibIT::new),
            Map.entry("NetSftpIT", NetSftpIT::new),
            Map.entry("NetSftpForeignIT", NetSftpForeignIT::new),
            Map.entry("PkgSftpIT", PkgSftpIT::new),
            Map.entry("MinaIT", MinaIT::new)));

    private static final boolean LONG = Boolean.getBoolean("long");

    static {
        if (LONG) {
            CLIENTS.putAll(Map.of("RusshIT", RusshIT::new, "Libssh2IT", Libssh2IT::new));
        }
    }

    /** Those with a kernel mount answer before what they closed is published. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration EACH_UPLOAD = Duration.ofSeconds(8);
    private static final int AT_ONCE = 4;

    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(AT_ONCE);
    private static final Map<String, Future<String>> CELLS = new ConcurrentHashMap<>();

    private static Server server;
    private static LocalGrid grid;

    private static List<String> mounts() {
        return LONG ? List.of("grid", "slow", "read-only", "memory") : List.of("grid");
    }

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        grid = LocalGrid.mount(server, "/grid");
        if (LONG) {
            FakeStore.mount(server, "/slow", "close-reply = stored-within(1s)-else-sealed\n")
                    .delay(EACH_UPLOAD);
            Path kept = server.data().resolveSibling("kept");
            Files.createDirectories(kept);
            Files.writeString(kept.resolve("kept"), "kept");
            mount("read-only", "file://" + kept + "\nread-only = true");
            mount("memory", "ram:///");
        }
        for (String mount : mounts()) {
            CLIENTS.forEach((name, client) ->
                    CELLS.put(mount + name, WORKERS.submit(() -> cell(client.apply(server), mount, name))));
        }
    }

    private static void mount(String name, String settings) throws InterruptedException {
        server.configure("org.sallyport.mount-" + name + ".cfg", "path = /" + name + "\nuri = " + settings + "\n");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (OpenSshSftpIT.batch(server, "ls /" + name + "\n").exit() != 0) {
            assertThat(System.nanoTime()).as(server.log()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @AfterAll
    static void stop() {
        WORKERS.shutdownNow();
        try {
            grid.close();
        } finally {
            server.close();
        }
    }

    static Stream<Arguments> cells() {
        return mounts().stream().flatMap(mount -> CLIENTS.keySet().stream().map(client -> Arguments.of(mount, client)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void doesWhatTheTableSays(String mount, String client) throws Exception {
        try {
            ClientTable.saw(client, mount, CELLS.get(mount + client).get());
        } catch (ExecutionException failed) {
            throw new AssertionError(client + " on " + mount, failed.getCause());
        }
    }

    private static String cell(ClientContract client, String mount, String name) throws Exception {
        client.begin();
        try {
            return mount.equals("read-only") ? refused(client) : done(client, "/" + mount + "/" + name);
        } finally {
            client.end();
        }
    }

    private static String refused(ClientContract client) throws Exception {
        Path back = client.local.resolve("back");
        client.get("/read-only/kept", back);
        assertThat(back).hasContent("kept");
        Path file = client.file("f", ClientContract.content(1_000, 1));
        catchThrowable(() -> client.put(file, "/read-only/f"));
        assertThat(catchThrowable(() -> client.put(file, "/read-only/kept"))).isNotNull();
        attempt(() -> assertThat(catchThrowable(() -> client.remove("/read-only/kept")))
                .isNotNull());
        attempt(() -> assertThat(catchThrowable(() -> client.rename("/read-only/kept", "/read-only/f")))
                .isNotNull());
        Sshj.with(server, sftp -> {
            assertThat(names(sftp, "/read-only")).containsExactly("kept");
            assertThat(content(sftp, "/read-only/kept")).isEqualTo("kept".getBytes());
            return null;
        });
        return "refused";
    }

    private static String done(ClientContract client, String folder) throws Exception {
        List<String> done = new ArrayList<>(List.of("put", "get"));
        byte[] first = ClientContract.content(200_000, 1);
        byte[] second = ClientContract.content(1_000, 2);
        Sshj.with(server, sftp -> {
            sftp.mkdir(folder);
            return null;
        });
        client.put(client.file("first", first), folder + "/a");
        Path back = client.local.resolve("back");
        client.get(folder + "/a", back);
        assertThat(back).hasBinaryContent(first);
        awaitContent(folder, "a", first);
        client.put(client.file("second", second), folder + "/a");
        awaitContent(folder, "a", second);
        if (attempt(() -> assertThat(client.list(folder)).contains("a"))) {
            done.add("list");
        }
        String name = "a";
        if (attempt(() -> client.rename(folder + "/a", folder + "/b"))) {
            done.add("rename");
            name = "b";
            awaitContent(folder, "b", second);
        }
        String last = name;
        if (attempt(() -> client.remove(folder + "/" + last))) {
            done.add("remove");
            Sshj.with(server, sftp -> {
                assertThat(names(sftp, folder)).isEmpty();
                return null;
            });
        }
        return done.size() == 5 ? "yes" : String.join(", ", done);
    }

    @FunctionalInterface
    private interface Step {

        void run() throws Exception;
    }

    private static boolean attempt(Step step) throws Exception {
        try {
            step.run();
            return true;
        } catch (NoWordsForThat noCommand) {
            return false;
        }
    }

    /** Until that is what anybody finds in the folder, and nothing else. */
    private static void awaitContent(String folder, String name, byte[] content) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Sshj.with(server, sftp -> {
            while (!names(sftp, folder).equals(List.of(name))
                    || !java.util.Arrays.equals(content(sftp, folder + "/" + name), content)) {
                assertThat(System.nanoTime())
                        .as("in " + folder + " there is " + names(sftp, folder))
                        .isLessThan(deadline);
            }
            return null;
        });
    }

    private static List<String> names(SFTPClient sftp, String folder) throws IOException {
        return sftp.ls(folder).stream().map(entry -> entry.getName()).toList();
    }

    private static byte[] content(SFTPClient sftp, String path) throws IOException {
        try (RemoteFile file = sftp.open(path, java.util.EnumSet.of(OpenMode.READ));
                java.io.InputStream in = file.new RemoteFileInputStream()) {
            return in.readAllBytes();
        }
    }
}
