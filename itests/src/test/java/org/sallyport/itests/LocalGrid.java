/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A grid of one real node, by {@code bin/grid}, and a mount of it. */
final class LocalGrid implements AutoCloseable {

    private static final Pattern NODE = Pattern.compile("(?m)^node runs, pid (\\d+)$");

    private final Server server;
    private final Path folder;
    private final String path;
    /** Between the server and the node; others ask the node itself. */
    private CutOff way;

    private LocalGrid(Server server, Path folder, String path) {
        this.server = server;
        this.folder = folder;
        this.path = path;
    }

    /** Starts a grid, mounts it, and waits until it serves. */
    static LocalGrid mount(Server server, String path) throws IOException, InterruptedException {
        return mount(server, path, "");
    }

    /** @param settings more of the mount, by lines */
    static LocalGrid mount(Server server, String path, String settings) throws IOException, InterruptedException {
        LocalGrid grid = new LocalGrid(server, Files.createTempDirectory("sallyport-grid-"), path);
        grid.start();
        // The files that the script has made are for a server that runs as the same user.
        server.configure("grid-root", grid.root());
        grid.way = new CutOff(URI.create(grid.node()).getPort());
        server.configure(
                "org.sallyport.grid-local.cfg",
                "gateways = http://127.0.0.1:" + grid.way.port() + "/\nroot = $[secret:grid-root]\n");
        server.configure("org.sallyport.mount-grid.cfg", "path = " + path + "\nuri = tahoe:local/\n" + settings);
        grid.awaitServing();
        return grid;
    }

    private String made(String name) throws IOException {
        return Files.readString(folder.resolve("etc").resolve(name));
    }

    /** The capability of the mounted directory. */
    String root() throws IOException {
        return made("grid-root");
    }

    void start() {
        script("start").expectSuccess();
    }

    void stop() {
        script("stop").expectSuccess();
    }

    /** Ends the node that stores and serves, as a power cut would. */
    void kill() {
        Matcher running = NODE.matcher(script("status").output());
        if (!running.find()) {
            throw new IllegalStateException("the node does not run");
        }
        ProcessHandle.of(Long.parseLong(running.group(1))).ifPresent(node -> {
            node.destroyForcibly();
            node.onExit().join();
        });
    }

    /** The mounted directory in the web API of the node; a secret. */
    String address() throws IOException {
        return node() + "uri/" + URLEncoder.encode(root(), StandardCharsets.UTF_8);
    }

    private String node() throws IOException {
        String node = Files.readString(folder.resolve("grid/node/node.url")).trim();
        return node.endsWith("/") ? node : node + "/";
    }

    /**
     * Asks the node beside the server, as another program does.
     *
     * @param path below the mounted directory, with the query
     */
    String ask(String method, String path, String body) throws IOException, InterruptedException {
        return api(method, address().substring(node().length()) + path, body);
    }

    /** The same for anything in the grid. */
    String api(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, body, HttpResponse.BodyHandlers.ofString()).strip();
    }

    /** What a file below the mounted directory holds, by the node. */
    byte[] content(String path) throws IOException, InterruptedException {
        return send("GET", address().substring(node().length()) + path, "", HttpResponse.BodyHandlers.ofByteArray());
    }

    private <T> T send(String method, String path, String body, HttpResponse.BodyHandler<T> as)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node() + path))
                .header("Accept", "text/plain")
                .header("Content-Type", "application/octet-stream")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<T> answer = HttpClient.newHttpClient().send(request, as);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("the node answers " + answer.statusCode());
        }
        return answer.body();
    }

    /** The first value of that key in what the node tells as JSON. */
    String field(String path, String key) throws IOException, InterruptedException {
        Matcher value = Pattern.compile("\"" + key + "\": \"?([^\",\\s]+)").matcher(api("GET", path, ""));
        if (!value.find()) {
            throw new IllegalStateException("the node tells no " + key);
        }
        return value.group(1);
    }

    /** Deletes all shares of an object, as when the disks that had them were lost. */
    void loseShares(String verifyCapability) throws IOException {
        String index = verifyCapability.split(":")[2];
        Path shares = folder.resolve("grid/node/storage/shares")
                .resolve(index.substring(0, 2))
                .resolve(index);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shares)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    CutOff way() {
        return way;
    }

    Commands.Result script(String action) {
        Path script = Path.of(System.getProperty("run.script")).resolveSibling("grid");
        return Commands.run(
                Duration.ofMinutes(4),
                "",
                Map.of("TAHOE_VENV", System.getProperty("tahoe.venv")),
                List.of("bash", script.toString(), action, "--home", folder.toString()));
    }

    /** Until clients are served. */
    void awaitServing() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (OpenSshSftpIT.batch(server, "ls " + path + "\n").exit() != 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the mount of the grid does not come:\n" + server.log());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    @Override
    public void close() {
        way.close();
        stop();
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }
}
